"""Staff find people and see one timeline; administrators read the audit trail."""

from datetime import date, datetime, timedelta

from flask.testing import FlaskClient
import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from recruit.applications.rules import ApplicationState, OfferState
from recruit.core import audit
from recruit.core.db import writing
from recruit.core.models import AuditEntry, Sighting
from recruit.placements.rules import PlacementState
from tests import people
from tests.conftest import CountQueries
from tests.factories import dashboards as make


@pytest.mark.parametrize("typed", ["duc", "Đức", "ĐỨC tran", "tran minh", "duc.tran@demo.example"])
def test_people_are_found_in_any_script(client: FlaskClient, now: datetime, typed: str) -> None:
    make.make_student(people.make_user("duc.tran@demo.example", name="Trần Minh Đức"), now)
    people.make_user("budi@demo.example", name="Budi")
    browser = people.sign_in(client, people.coordinator())
    page = browser.get("/ja/staff/people", query_string={"q": typed}).text
    assert "Trần Minh Đức" in page
    assert "Budi" not in page


def test_people_without_a_profile_are_found_too(client: FlaskClient) -> None:
    people.company_member()
    browser = people.sign_in(client, people.coordinator())
    assert "佐藤 花子" in browser.get("/ja/staff/people?q=佐藤").text
    assert "佐藤 花子" not in browser.get("/ja/staff/people?q=鈴木").text


def test_nobody_is_listed_before_somebody_asks(client: FlaskClient) -> None:
    people.student()
    browser = people.sign_in(client, people.coordinator())
    assert "Nguyễn Thị An" not in browser.get("/ja/staff/people").text


def test_a_list_takes_the_same_number_of_statements(
    client: FlaskClient, now: datetime, count_queries: CountQueries
) -> None:
    people.sign_in(client, people.coordinator())

    def add(number: int) -> None:
        user = people.make_user(f"duc{number}@demo.example", name=f"Duc {number}")
        make.make_student(user, now)
        company = make.make_organisation(f"works-{number}", now)
        make.join(user, company, now)
        make.make_placement(user.person, company, f"{number}")

    add(1)
    with count_queries(13):
        client.get("/en/staff/people?q=duc")
    add(2)
    add(3)
    with count_queries(13):
        client.get("/en/staff/people?q=duc")


def test_a_timeline_crosses_rooms_and_is_noted(client: FlaskClient, db: Session, now: datetime) -> None:
    user = people.student()
    student = make.make_student(user, now)
    company = make.make_organisation("works", now, name="旭川建設")
    fair = make.make_fair("hanoi", now)
    make.sign_up(user, fair, now)
    make.make_meeting(fair, student, company, now)
    application = make.apply(
        student, make.make_position(company, "site-engineer", now), now, ApplicationState.OFFERED
    )
    make.make_offer(application, now, OfferState.ACCEPTED)
    make.make_placement(
        user.person,
        company,
        "1",
        state=PlacementState.WORKING,
        started_on=date(2026, 11, 1),
        now=now - timedelta(days=1),
    )
    browser = people.sign_in(client, people.coordinator())
    page = browser.get(f"/en/staff/people/{user.person.public_id}")
    assert page.status_code == 200
    for words in (
        "Came into the programme",
        "Signed up for",
        "Fair hanoi",
        "Meeting at a fair with",
        "Offer from",
        "The offer was settled with",
        "Became known about the work at",
        "旭川建設",
    ):
        assert words in page.text
    sighting = db.scalars(select(Sighting)).one()
    assert (sighting.person_ref, sighting.what) == (user.person.public_id, "profile")


def test_an_unknown_person_is_not_found(client: FlaskClient) -> None:
    assert people.sign_in(client, people.coordinator()).get("/en/staff/people/nobody").status_code == 404


@pytest.mark.parametrize("who", [people.editor, people.company_member, people.student])
def test_only_staff_who_see_to_hires_look_for_people(client: FlaskClient, who: object) -> None:
    browser = people.sign_in(client, who())  # type: ignore[operator]
    assert browser.get("/en/staff/people").status_code == 403
    assert browser.get("/en/staff/people/nobody").status_code == 403


def test_the_trail_is_paged_and_its_chain_checked(client: FlaskClient, db: Session, now: datetime) -> None:
    administrator = people.administrator()
    asks = people.visitor_of(administrator)
    with writing():
        for number in range(60):
            audit.record("posting.moved", by=asks, now=now, subject_kind="posting", subject_ref=f"p{number}")
    browser = people.sign_in(client, administrator)
    page = browser.get("/en/staff/audit").text
    # The newest of the fifty lines is the sign-in.
    assert page.count("State of the position changed") == 49
    assert "加藤 誠" in page
    assert "The chain is whole" not in page
    assert "The chain is whole" in browser.get("/en/staff/audit?check=yes").text
    assert browser.get("/en/staff/audit?subject=p7").text.count("State of the position changed") == 1
    with writing() as rows:
        rows.execute(update(AuditEntry).where(AuditEntry.subject_ref == "p7").values(change="forged"))
    assert "The chain breaks at line" in browser.get("/en/staff/audit?check=yes").text


def test_a_coordinator_does_not_read_the_trail(client: FlaskClient) -> None:
    assert people.sign_in(client, people.coordinator()).get("/en/staff/audit").status_code == 403
