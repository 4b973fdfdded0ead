"""The day of arrival and the end of the period of stay: who enters them, what is said of slips, what moves with them."""

from datetime import date, datetime, timedelta

from flask import Flask
from flask.testing import FlaskClient
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from recruit.arrivals import actions as arrivals
from recruit.arrivals.models import PlanStep
from recruit.arrivals.queries import plan_of
from recruit.arrivals.rules import StepState
from recruit.core import clock as core_clock
from recruit.core.db import session, writing
from recruit.core.errors import Conflict
from recruit.core.facts import load_shipped as load_facts
from recruit.core.models import AuditEntry
from recruit.core.visitor import WORKER
from recruit.dashboards.queries.my_duties import stay_duties
from recruit.dashboards.rules.duties import StudentAct
from recruit.organisations.rules import Rights
from recruit.placements.models import Placement, PlacementFact
from recruit.placements.rules import PlacementFactKind, SaidBy
from recruit.placements.stay import actions
from recruit.placements.stay.rules import StayDays
from tests import people
from tests.factories.placements import make_company, make_member, make_placement

ARRIVED, UNTIL = date(2026, 3, 21), date(2029, 3, 21)
DAYS = {"arrived_on": "2026-03-21", "until_on": "2029-03-21", "seen": "- - -"}


def days_of(placement: Placement) -> tuple[date | None, date | None, date | None]:
    session().refresh(placement)
    return placement.arrived_on, placement.stay_until_on, placement.renewal_applied_on


def told(placement: Placement) -> list[tuple[PlacementFactKind, str, SaidBy]]:
    rows = session().scalars(
        select(PlacementFact).where(PlacementFact.placement_id == placement.id).order_by(PlacementFact.id)
    )
    return [(row.fact, row.value, row.said_by_kind) for row in rows][2:]


def test_a_hire_enters_both_days_and_slips_are_said_beside_the_field(
    client: FlaskClient, db: Session
) -> None:
    with writing():
        load_facts()
    user = people.student()
    placement = make_placement(person=user.person, employer=make_company())
    people.sign_in(client, user)
    page = client.get("/vi/me/stay").text
    assert "card-drawing" in page and 'name="applied_on"' not in page
    bad = client.post("/vi/me/stay", data={**DAYS, "until_on": "2026-03-20"})
    assert bad.status_code == 422
    assert 'id="until_on-error"' in bad.text and 'value="2026-03-21"' in bad.text
    assert client.post("/vi/me/stay", data={**DAYS, "until_on": "2036-03-21"}).status_code == 422
    assert days_of(placement) == (None, None, None)
    assert client.post("/vi/me/stay", data=DAYS).status_code == 303
    assert days_of(placement) == (ARRIVED, UNTIL, None)
    assert told(placement) == [
        (PlacementFactKind.ARRIVED, "2026-03-21", SaidBy.PERSON),
        (PlacementFactKind.STAY_UNTIL, "2029-03-21", SaidBy.PERSON),
    ]
    # Emptied: what was said stays in the history.
    seen = "2026-03-21 2029-03-21 -"
    assert client.post("/vi/me/stay", data={**DAYS, "arrived_on": "", "seen": seen}).status_code == 303
    assert days_of(placement) == (None, UNTIL, None)
    assert told(placement)[-1] == (PlacementFactKind.ARRIVED, "withdrawn", SaidBy.PERSON)


def test_what_is_rarely_so_is_asked_once_more(client: FlaskClient, db: Session) -> None:
    user = people.student()
    placement = make_placement(person=user.person)
    people.sign_in(client, user)
    odd = {**DAYS, "arrived_on": "2026-06-01"}
    asked = client.post("/en/me/stay", data=odd)
    assert (asked.status_code, 'name="is_sure"' in asked.text) == (422, True)
    assert days_of(placement) == (None, None, None)
    assert client.post("/en/me/stay", data={**odd, "is_sure": "y"}).status_code == 303
    assert days_of(placement)[0] == date(2026, 6, 1)


def test_a_company_enters_them_for_its_own_people_only_while_they_work_there(
    client: FlaskClient, db: Session
) -> None:
    company, member, viewer = make_company(), people.company_member(), people.company_viewer()
    make_member(member, company)
    make_member(viewer, company, Rights.VIEWER)
    own = make_placement(employer=company)
    left = make_placement(employer=company, ended_on=date(2026, 10, 1))
    other = make_placement(employer=make_company("別の会社"))
    for one in (own, left, other):
        with writing():
            actions.enter_days(one, StayDays(ARRIVED, UNTIL), by=WORKER, now=core_clock.now())
    people.sign_in(client, member)
    assert "21 March 2029" in client.get(f"/en/company/placements/{own.public_id}").text
    for gone in (left, other):
        for answer in (
            client.get(f"/en/company/placements/{gone.public_id}/stay"),
            client.post(f"/en/company/placements/{gone.public_id}/stay", data=DAYS),
        ):
            assert answer.status_code == 404
    assert "2029" not in client.get(f"/en/company/placements/{left.public_id}").text
    address = f"/en/company/placements/{own.public_id}/stay"
    renewed = {"arrived_on": "2026-03-21", "until_on": "2030-03-21", "seen": "2026-03-21 2029-03-21 -"}
    assert client.post(address, data=renewed).status_code == 303
    assert days_of(own)[1] == date(2030, 3, 21)
    people.sign_in(client, viewer)
    assert "Save the days" not in client.get(address).text
    assert client.post(address, data=DAYS).status_code == 403
    people.sign_in(client, people.university_member())
    assert client.get(address).status_code in (403, 404)


def test_a_stay_may_have_no_end_and_nobody_is_asked_for_it_any_more(
    client: FlaskClient, db: Session, now: datetime
) -> None:
    with writing():
        arrivals.load_shipped()
    user, company, member = people.student(), make_company(), people.company_member()
    make_member(member, company)
    placement = make_placement(person=user.person, employer=company)
    soon = now.date() + timedelta(days=20)
    with writing():
        arrivals.plan_arrival(placement, by=WORKER, now=now)
        actions.enter_days(placement, StayDays(ARRIVED, soon), by=WORKER, now=now)
    plan = plan_of(placement.id)
    assert plan is not None
    renewal = next(step for step in plan.steps if step.step_rule.key == "S34")
    people.sign_in(client, user)
    page = "/en/me/stay"
    # The earlier day still stands in its field; a slip would silence every reminder, so it is asked once more.
    said = {
        "arrived_on": "2026-03-21",
        "until_on": f"{soon}",
        "has_no_end": "y",
        "seen": f"2026-03-21 {soon} -",
    }
    both = client.post(page, data={**said, "until_on": "2029-03-21"})
    assert both.status_code == 422 and 'id="until_on-error"' in both.text
    asked = client.post(page, data=said)
    assert asked.status_code == 422 and 'name="is_sure"' in asked.text
    assert client.post(page, data={**said, "is_sure": "y"}).status_code == 303
    assert (days_of(placement), placement.stay_has_no_end) == ((ARRIVED, None, None), True)
    assert told(placement)[-1] == (PlacementFactKind.STAY_UNTIL, "no_end", SaidBy.PERSON)
    assert [d.act for d in stay_duties(placement, now.date())] == []
    db.refresh(renewal)
    assert renewal.state is StepState.NOT_NEEDED
    assert "Nobody may work" not in client.get(page).text and "The stay has no end" in client.get(page).text
    people.sign_in(client, people.coordinator())
    assert placement.public_id not in client.get("/en/staff/placements?stay=end_unknown").text
    elsewhere = make_placement()
    with writing():
        elsewhere.stay_has_no_end = True
    assert "The stay has no end" in client.get("/en/staff/placements?stay=arrival_unknown").text
    assert "the stay has no end" in client.get(f"/en/staff/placements/{placement.public_id}").text
    people.sign_in(client, member)
    own = f"/en/company/placements/{placement.public_id}"
    assert "The stay has no end" in client.get(own).text
    assert "not known" not in client.get("/en/company/placements").text
    # Unticked: then nobody knows the end, and the renewal stands again.
    seen = "2026-03-21 - - no_end"
    assert client.post(f"{own}/stay", data={"arrived_on": "2026-03-21", "seen": seen}).status_code == 303
    db.refresh(renewal)
    assert (days_of(placement)[1], placement.stay_has_no_end, renewal.state) == (None, False, StepState.OPEN)
    assert told(placement)[-1] == (PlacementFactKind.STAY_UNTIL, "withdrawn", SaidBy.COMPANY)
    assert [d.act for d in stay_duties(placement, now.date())] == [StudentAct.SAY_STAY]


def test_who_has_left_shows_a_former_employer_nothing_of_the_stay(client: FlaskClient, db: Session) -> None:
    company, member = make_company(), people.company_member()
    make_member(member, company)
    left = make_placement(employer=company, ended_on=date(2026, 10, 1))
    with writing():
        without = StayDays(ARRIVED, has_no_end=True)
        actions.enter_days(left, without, is_sure=True, by=WORKER, now=core_clock.now())
    people.sign_in(client, member)
    for page in (f"/en/company/placements/{left.public_id}", "/en/company/placements"):
        assert "has no end" not in client.get(page).text


def test_a_form_that_was_open_for_long_takes_back_nobody_elses_day(client: FlaskClient, db: Session) -> None:
    placement, staff = make_placement(), people.coordinator()
    people.sign_in(client, staff)
    with writing():
        actions.enter_days(placement, StayDays(None, UNTIL), by=WORKER, now=core_clock.now())
    address = f"/en/staff/placements/{placement.public_id}/stay"
    assert (
        client.post(address, data={"arrived_on": "2026-03-21", "until_on": "", "seen": "- - -"}).status_code
        == 303
    )
    assert days_of(placement) == (ARRIVED, UNTIL, None)
    assert "taken back" not in client.get(f"/en/staff/placements/{placement.public_id}").text


def test_whoever_was_faster_is_not_overwritten(db: Session, now: datetime) -> None:
    placement = make_placement()
    assert placement.arrived_on is None
    with writing() as rows:
        rows.execute(Placement.__table__.update().values(arrived_on=ARRIVED))
        with pytest.raises(Conflict):
            actions.keep_days(placement, StayDays(None, UNTIL), by=WORKER, said_by=SaidBy.STAFF, now=now)


def test_a_reminder_that_was_noted_meanwhile_stays_noted(app: Flask, db: Session, now: datetime) -> None:
    """Else the person would be reminded of the same end once more."""
    placement, soon = make_placement(), now.date() + timedelta(days=60)
    with writing():
        actions.enter_days(placement, StayDays(None, soon), by=WORKER, now=now)
    assert placement.stay_notice is None
    with writing() as rows:
        # A worker of another process.
        rows.execute(Placement.__table__.update().values(stay_notice=3))
    with writing():
        actions.enter_days(placement, StayDays(ARRIVED, soon), by=WORKER, now=now)
    assert placement.stay_notice == 3
    with writing():
        actions.enter_days(placement, StayDays(ARRIVED, UNTIL), by=WORKER, now=now)
    assert placement.stay_notice is None


def test_steps_of_the_procedure_take_the_real_days(app: Flask, db: Session, now: datetime) -> None:
    with writing():
        arrivals.load_shipped()
    placement = make_placement(starts_on=now.date() + timedelta(days=5), expected=True)
    with writing():
        arrivals.plan_arrival(placement, by=WORKER, now=now)
        actions.enter_days(placement, StayDays(date(2026, 11, 20), date(2027, 11, 20)), by=WORKER, now=now)
    plan = plan_of(placement.id)
    assert plan is not None
    steps: dict[str, PlanStep] = {step.step_rule.key: step for step in plan.steps}
    assert steps["S23"].state is StepState.DONE
    assert steps["S24"].due_on == date(2026, 12, 4)
    assert steps["S34"].due_on == date(2027, 11, 20) - timedelta(days=90)


def test_an_arrival_that_was_a_mistake_opens_the_step_again_unless_somebody_ticked_it(
    app: Flask, db: Session, now: datetime
) -> None:
    with writing():
        arrivals.load_shipped()
    for ticked_by_hand in (False, True):
        placement = make_placement(starts_on=now.date() + timedelta(days=5), expected=True)
        with writing():
            plan = arrivals.plan_arrival(placement, by=WORKER, now=now)
        assert plan is not None
        steps: dict[str, PlanStep] = {step.step_rule.key: step for step in plan.steps}
        entry, registration = steps["S23"], steps["S24"]
        as_planned = {step.step_rule.key: (step.start_on, step.due_on) for step in plan.steps}
        with writing():
            for step in plan.steps:
                if step.step_rule.key == "S20" or step.step_rule.key in entry.step_rule.depends_on:
                    step.state = StepState.DONE
            if ticked_by_hand:
                entry.state, entry.done_at = StepState.DONE, now - timedelta(hours=1)
        with writing():
            actions.enter_days(placement, StayDays(date(2026, 11, 20)), by=WORKER, now=now)
        assert registration.due_on == date(2026, 12, 4)
        with writing():
            actions.enter_days(placement, StayDays(), by=WORKER, now=now + timedelta(hours=1))
        assert entry.state is (StepState.DONE if ticked_by_hand else StepState.OPEN)
        assert {step.step_rule.key: (step.start_on, step.due_on) for step in plan.steps} == as_planned
        if not ticked_by_hand:
            assert (entry.done_at, registration.state) == (None, StepState.WAITING)
    noted = db.scalars(select(AuditEntry.subject_ref).where(AuditEntry.action == "arrival.step_reopened"))
    assert len(noted.all()) == 1


def test_nobody_is_told_that_a_decision_is_awaited_when_the_law_does_not_wait_any_more(
    client: FlaskClient, db: Session
) -> None:
    with writing():
        load_facts()
    company, member = make_company(), people.company_member()
    make_member(member, company)
    placement = make_placement(employer=company)
    people.sign_in(client, member)
    page = f"/en/company/placements/{placement.public_id}"
    for until_on, stands in (
        (date(2026, 9, 25), "is being examined"),
        (date(2026, 9, 24), "no decision is known"),
    ):
        with writing() as rows:
            rows.refresh(placement)
            placement.stay_until_on, placement.renewal_applied_on = until_on, date(2026, 9, 1)
        for address in ("/en/company/placements", page, f"{page}/stay"):
            assert (
                f"ended, {'the application ' if 'being' in stands else 'and '}{stands}"
                in client.get(address).text
            )
    assert "Without a new card nobody may stay or work" in client.get(f"{page}/stay").text
