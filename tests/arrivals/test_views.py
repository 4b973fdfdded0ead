"""The road of the procedure as the person, the company and staff see it."""

from datetime import date

from flask.testing import FlaskClient
import pytest
from sqlalchemy.orm import Session

from recruit.arrivals.rules import StepState
from recruit.core.db import writing
from recruit.placements.models import Placement
from recruit.placements.rules import PlacementState
from tests import people
from tests.conftest import CountQueries
from tests.factories.arrivals import make_plan, step_of
from tests.factories.placements import make_company, make_member, make_placement


def test_nobody_is_sent_to_sign_in_and_a_newcomer_sees_what_will_come(
    client: FlaskClient, db: Session
) -> None:
    assert client.get("/vi/me/arrival").status_code == 303
    page = people.sign_in(client, people.student()).get("/en/me/arrival")
    assert page.status_code == 200
    assert "There is no plan yet" in page.text


def test_the_person_sees_the_road_and_marks_a_step(client: FlaskClient, db: Session) -> None:
    student = people.student()
    _placement, plan = make_plan(person=student.person, starts_on=date(2027, 2, 1))
    people.sign_in(client, student)
    page = client.get("/en/me/arrival")
    assert "leaves too little time for the papers" in page.text
    assert "Your turn" in page.text
    step = step_of(plan, "S08")
    assert client.post(f"/en/arrival/steps/{step.public_id}/done").status_code == 303
    assert client.post(f"/en/arrival/steps/{step.public_id}/done").status_code == 303
    db.refresh(step)
    assert step.state is StepState.DONE


@pytest.mark.parametrize("language", ["vi", "ja"])
def test_stuck_needs_words_and_tells_staff(client: FlaskClient, db: Session, language: str) -> None:
    student = people.student()
    _placement, plan = make_plan(person=student.person)
    people.sign_in(client, student)
    address = f"/{language}/arrival/steps/{step_of(plan, 'S08').public_id}/stuck"
    assert client.get(address).status_code == 200
    empty = client.post(address, data={"because": " "})
    assert empty.status_code == 422
    assert 'id="because-error"' in empty.text
    assert client.post(address, data={"because": "Mất hộ chiếu"}).status_code == 303
    db.refresh(plan, ["steps"])
    assert step_of(plan, "S08").stuck_because == "Mất hộ chiếu"


def test_a_strangers_step_is_not_there(client: FlaskClient, db: Session) -> None:
    _placement, plan = make_plan()
    people.sign_in(client, people.other_student())
    for address in ("done", "stuck"):
        assert client.post(f"/en/arrival/steps/{step_of(plan, 'S08').public_id}/{address}").status_code == 404


def test_company_and_staff_see_the_road_on_the_page_of_the_hire(client: FlaskClient, db: Session) -> None:
    company, member = make_company(), people.company_member()
    make_member(member, company)
    placement, plan = make_plan(employer=company)
    people.sign_in(client, member)
    page = client.get(f"/en/company/placements/{placement.public_id}")
    assert f"/en/arrival/steps/{step_of(plan, 'S07').public_id}/done" in page.text
    assert f"/en/arrival/steps/{step_of(plan, 'S08').public_id}/done" not in page.text
    people.sign_in(client, people.coordinator())
    page = client.get(f"/en/staff/placements/{placement.public_id}")
    assert f"/en/arrival/steps/{step_of(plan, 'S08').public_id}/done" in page.text


def test_the_road_costs_the_same_however_many_hires_there_are(
    client: FlaskClient, db: Session, count_queries: CountQueries
) -> None:
    student = people.student()
    make_plan(person=student.person)
    people.sign_in(client, student)
    with count_queries(7):
        client.get("/vi/me/arrival")
    make_plan()
    make_plan()
    with count_queries(7):
        client.get("/vi/me/arrival")


def _begin(placement: Placement, db: Session) -> None:
    """The person works: the first working day is confirmed."""
    with writing():
        placement.state, placement.started_on = PlacementState.WORKING, placement.planned_start_on


def test_who_works_is_asked_to_tick_off_and_sees_no_count_of_days(client: FlaskClient, db: Session) -> None:
    student = people.student()
    placement, plan = make_plan(person=student.person, starts_on=date(2026, 11, 2))
    _begin(placement, db)
    people.sign_in(client, student)
    page = client.get("/vi/me/arrival")
    assert "trễ" not in page.text
    own = [step for step in plan.steps if "student" in step.step_rule.owners]
    behind = [step for step in own if step.step_rule.needed_for_start and step.state is not StepState.DONE]
    for step in behind:
        assert f'value="{step.public_id}"' in page.text
    address = f"/vi/arrival/{placement.public_id}/ticked-off"
    done, left = behind[:-1], behind[-1]
    assert client.post(address, data={"steps": [step.public_id for step in done]}).status_code == 303
    for step in behind:
        db.refresh(step)
    assert {step.state for step in done} == {StepState.DONE}
    assert left.state is not StepState.DONE
    assert client.post(address, data={}).status_code == 303
    assert client.post(address, data={"steps": [left.public_id]}).status_code == 303
    db.refresh(left)
    assert left.state is StepState.DONE


def test_only_own_steps_are_ticked_off(client: FlaskClient, db: Session) -> None:
    company, member, student = make_company(), people.company_member(), people.student()
    make_member(member, company)
    placement, plan = make_plan(employer=company, person=student.person, starts_on=date(2026, 11, 2))
    _begin(placement, db)
    address = f"/en/arrival/{placement.public_id}/ticked-off"
    theirs = step_of(plan, "S08")
    people.sign_in(client, member)
    page = client.get(f"/en/company/placements/{placement.public_id}")
    assert f'value="{step_of(plan, "S20").public_id}"' in page.text
    assert f'value="{theirs.public_id}"' not in page.text
    assert client.post(address, data={"steps": [theirs.public_id]}).status_code == 303
    people.sign_in(client, people.other_student())
    assert client.post(address, data={"steps": [theirs.public_id]}).status_code == 404
    db.refresh(theirs)
    assert theirs.state is StepState.OPEN


def test_who_works_without_a_plan_is_not_sent_to_offers(client: FlaskClient, db: Session) -> None:
    student = people.student()
    make_placement(person=student.person, starts_on=date(2026, 4, 1))
    page = people.sign_in(client, student).get("/en/me/arrival")
    assert "There is no plan of your papers here" in page.text
    assert "/en/me/offers" not in page.text


def test_staff_are_not_hurried_by_what_the_start_of_who_works_needed(
    client: FlaskClient, db: Session
) -> None:
    company = make_company()
    placement, plan = make_plan(employer=company, starts_on=date(2026, 11, 2))
    with writing():
        for step in plan.steps:
            step.due_on = date(2026, 11, 1)
    people.sign_in(client, people.coordinator())
    assert "Ký hợp đồng lao động" in client.get("/vi/staff/steps").text
    _begin(placement, db)
    assert "Ký hợp đồng lao động" not in client.get("/vi/staff/steps").text
