"""A person is found by whatever staff were told; the timeline shows what its reader may know, and no more."""

from datetime import datetime, timedelta

from flask import Flask
from flask.testing import FlaskClient
import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from recruit.accounts import personal_data
from recruit.accounts.actions import give_consent
from recruit.accounts.finding.models import PersonWord
from recruit.accounts.finding.queries import bears, is_reached_at
from recruit.accounts.models import ContactPoint, Person
from recruit.accounts.requests.actions import make_request
from recruit.accounts.requests.rules import Law, RequestKind
from recruit.accounts.rights.rules import ErasedBecause
from recruit.accounts.rules import ContactKind, Purpose, RecipientKind
from recruit.applications.rules import ApplicationState
from recruit.cases import actions as case_actions
from recruit.core.db import database, session, writing
from recruit.core.errors import Missing
from recruit.core.visitor import Visitor
from recruit.dashboards.queries.people import people_page, person_for, with_what_they_are
from recruit.dashboards.queries.timelines import timeline_of
from recruit.dashboards.rules import HappeningKind, TimelinePart
from recruit.messages.actions import queue
from recruit.organisations.rules import OrganisationKind
from recruit.surveys.models import Contact
from recruit.surveys.rules import ContactKind as AskedBy, ContactState
from tests import people
from tests.conftest import CountQueries
from tests.factories import cases, dashboards as make


def found(visitor: Visitor, words: str) -> list[str]:
    return [person.display_name for person in people_page(visitor, words, after=None).rows]


@pytest.fixture
def staff(app: Flask, db: Session) -> Visitor:
    return people.visitor_of(people.coordinator())


def test_a_person_is_found_by_what_staff_were_told(staff: Visitor, now: datetime) -> None:
    user = people.make_user("duc@demo.example", name="Trần Minh Đức")
    people.make_user("other@demo.example", name="Budi Santoso")
    student = make.make_student(user, now)
    with writing():
        student.katakana, student.search_key = (
            "チャン・ミン・ドゥック",
            " tran minh duc ちゃ ゃん みん どぅ ぅっ っく ",
        )
        session().add(ContactPoint(person_id=user.person_id, kind=ContactKind.PHONE, value="+84912345678"))
        session().add(
            ContactPoint(
                person_id=user.person_id, kind=ContactKind.MAIL, value="Old@mail.example", ended_at=now
            )
        )
    company = make.make_organisation("works", now)
    application = make.apply(student, make.make_position(company, "p", now), now, ApplicationState.SUBMITTED)
    placement = make.make_placement(user.person, company, "1")
    fair = make.make_fair("hanoi", now)
    registration = make.sign_up(user, fair, now)
    with writing():
        request = make_request(
            RequestKind.ACCESS, Law.VIETNAM, "My data, please.", by=people.visitor_of(user), now=now
        )
    for words in (
        "duc",
        "Đức trần",
        "ミン",
        "ドゥック",
        "duc@demo.example",
        "DUC@demo.example",
        "old@mail.example",
        "0912 345 678",
        "+84 912-345-678",
        user.person.public_id,
        student.public_id,
        application.public_id,
        placement.public_id,
        registration.public_id,
        request.number or "",
        (request.number or "").lower(),
    ):
        assert found(staff, words) == ["Trần Minh Đức"], words
    for words in ("uc", "0912345679", "nobody@mail.example", "R-2020-9999", "x" * 22, "..."):
        assert found(staff, words) == [], words
    # The desk of requests is not the retention officers'.
    officer = people.visitor_of(people.retention_officer())
    assert found(officer, "duc") == ["Trần Minh Đức"]
    assert found(officer, request.number or "") == []


def test_words_follow_the_name(staff: Visitor, db: Session) -> None:
    person = people.make_user("a@demo.example", name="Nguyễn An").person
    with writing():
        person.display_name = "Lê Bình"
    assert found(staff, "nguyen") == []
    assert found(staff, "binh") == ["Lê Bình"]


def test_long_lists_are_paged_without_gaps(staff: Visitor, db: Session, now: datetime) -> None:
    with writing() as rows:
        rows.add_all(
            Person(display_name=f"Nguyen {number}", language="vi", zone="UTC", created_at=now)
            for number in range(120)
        )
    seen: list[int] = []
    mark = None
    for size in (50, 50, 20):
        page = people_page(staff, "nguyen", after=mark)
        assert len(page.rows) == size
        seen += [person.id for person in page.rows]
        mark = page.next_mark
    assert mark is None
    assert seen == sorted(set(seen), reverse=True)


@pytest.mark.parametrize(
    ("condition", "index"),
    [
        ("name", "ix_person_word_word_person_id"),
        ("address", "ix_contact_point_found_by"),
    ],
)
def test_an_index_finds_people(db: Session, app: Flask, condition: str, index: str) -> None:
    wanted = bears("duc") if condition == "name" else [is_reached_at("0912345678")]
    compiled = select(Person.id).where(*wanted).compile(db.get_bind(), compile_kwargs={"literal_binds": True})
    if database().is_sqlite:
        plan = [row[-1] for row in db.execute(text(f"EXPLAIN QUERY PLAN {compiled}".replace(":", "\\:")))]
        assert any(line.startswith("SEARCH") and index in line for line in plan), plan
    else:
        # A table of few rows is read whole; what counts is that the index can answer.
        db.execute(text("SET LOCAL enable_seqscan = off"))
        plan = [row[0] for row in db.execute(text(f"EXPLAIN {compiled}".replace(":", "\\:")))]
        place = next(number for number, line in enumerate(plan) if index in line)
        assert any("Index Cond" in line for line in plan[place : place + 2]), plan


def test_results_say_who_people_are(client: FlaskClient, now: datetime) -> None:
    user = people.make_user("duc@demo.example", name="Trần Minh Đức")
    university = make.make_organisation("hust", now, kind=OrganisationKind.UNIVERSITY, name="ハノイ工科大学")
    make.make_student(user, now, university=university)
    company = make.make_organisation("works", now, name="旭川建設")
    make.make_placement(user.person, company, "1")
    make.join(user, company, now)
    browser = people.sign_in(client, people.retention_officer())
    page = browser.get("/ja/staff/people?q=duc").text
    for words in ("ハノイ工科大学の学生", "旭川建設に就業", "旭川建設の担当者"):
        assert words in page
    assert (
        "コーディネーター"
        in browser.get("/ja/staff/people", query_string={"q": people.coordinator().email}).text
    )


def test_a_timeline_shows_only_what_its_reader_may_know(app: Flask, db: Session, now: datetime) -> None:
    case = cases.make_case()
    person = case.person
    assert person is not None
    user_ref = person.public_id
    with writing():
        for kind in ("case_helped", "ways_still_right"):
            queue(
                kind,
                to_address="binh@home.example",
                to_ref=user_ref,
                language="vi",
                zone="UTC",
                params={},
                unique_key=kind,
                now=now,
            )
    coordinator = people.visitor_of(people.coordinator())
    officer = people.visitor_of(people.retention_officer())

    def kinds(visitor: Visitor) -> list[HappeningKind]:
        return [one.kind for one in timeline_of(visitor, person_for(visitor, user_ref), "en")]

    [asked] = db.scalars(select(Contact))
    with writing() as rows:
        # A reminder that the answer made needless: nobody was asked again.
        same = (
            "placement_id",
            "wave_id",
            "anchor_on",
            "open_on",
            "due_on",
            "close_on",
            "opens_at",
            "closes_at",
            "zone",
        )
        values = {name: getattr(asked, name) for name in same}
        rows.add(Contact(**values, kind=AskedBy.REMINDER, sequence=1, state=ContactState.CANCELLED))
    assert kinds(officer).count(HappeningKind.CONTACT) == 1
    assert kinds(officer).count(HappeningKind.CASE_OPENED) == 1
    assert kinds(officer).count(HappeningKind.MAIL) == 2
    assert HappeningKind.CASE_OPENED not in kinds(coordinator)
    assert kinds(coordinator).count(HappeningKind.MAIL) == 1
    with writing():
        case_actions.take_case(case, by=officer, now=now)
        case_actions.hand_over(case, coordinator.person_ref or "", by=officer, now=now)
    assert kinds(coordinator).count(HappeningKind.CASE_OPENED) == 1
    lines = timeline_of(officer, person_for(officer, user_ref), "en")
    opened = next(one for one in lines if one.kind is HappeningKind.CASE_OPENED)
    assert (opened.name, opened.state) == ("", None)
    for nobody in (people.visitor_of(people.editor()), people.nobody()):
        with pytest.raises(Missing):
            person_for(nobody, user_ref)
        with pytest.raises(Missing):
            with_what_they_are(nobody, [person])


def test_a_timeline_of_one_part_and_its_statements(
    client: FlaskClient, db: Session, now: datetime, count_queries: CountQueries
) -> None:
    user = people.make_user("duc@demo.example", name="Trần Minh Đức")
    student = make.make_student(user, now)
    browser = people.sign_in(client, people.coordinator())
    path = f"/en/staff/people/{user.person.public_id}"

    def add(number: int) -> None:
        company = make.make_organisation(f"works-{number}", now)
        fair = make.make_fair(f"fair-{number}", now)
        make.sign_up(user, fair, now)
        make.make_meeting(fair, student, company, now)
        application = make.apply(
            student, make.make_position(company, f"p-{number}", now), now, ApplicationState.OFFERED
        )
        make.make_offer(application, now)
        make.make_placement(user.person, company, f"{number}")
        with writing():
            make_request(
                RequestKind.ACCESS,
                Law.VIETNAM,
                "My data.",
                by=people.visitor_of(user),
                now=now + timedelta(hours=number),
            )
            give_consent(
                user.person,
                Purpose.PROFILE_TO_COMPANY,
                RecipientKind.ORGANISATION,
                recipient_ref=company.public_id,
                language="vi",
                way="page",
                by=people.visitor_of(user),
                now=now,
            )

    add(1)
    with count_queries(TIMELINE_STATEMENTS):
        browser.get(path)
    add(2)
    add(3)
    with count_queries(TIMELINE_STATEMENTS):
        page = browser.get(path).text
    for words in ("Agreed to", "Asked about own data:", "Signed up for", "Offer from"):
        assert words in page
    only = browser.get(f"{path}?part={TimelinePart.REQUESTS}").text
    assert "Asked about own data:" in only
    assert "Signed up for" not in only
    assert browser.get(f"{path}?part=nonsense").status_code == 200


TIMELINE_STATEMENTS = 37


def test_a_long_timeline_is_shown_whole_for_printing(client: FlaskClient, db: Session, now: datetime) -> None:
    user = people.make_user("duc@demo.example", name="Trần Minh Đức")
    with writing():
        for number in range(70):
            queue(
                "ways_still_right",
                to_address=user.email,
                to_ref=user.person.public_id,
                language="vi",
                zone="UTC",
                params={},
                unique_key=f"{number}",
                now=now,
            )
    browser = people.sign_in(client, people.coordinator())
    path = f"/en/staff/people/{user.person.public_id}"
    first = browser.get(path).text
    assert first.count("<time datetime") == 60
    assert "Show all 72 lines" in first
    whole = browser.get(f"{path}?all=yes").text
    assert whole.count("<time datetime") == 72
    assert "Show all" not in whole


def test_who_is_erased_is_found_no_more(staff: Visitor, db: Session, now: datetime) -> None:
    user = people.make_user("duc@demo.example", name="Trần Minh Đức")
    make.make_student(user, now)
    ref = user.person.public_id
    with writing():
        personal_data.erase(ref, because=ErasedBecause.ASKED, by=staff, now=now)
    assert (
        db.scalars(
            select(PersonWord.word)
            .join(Person, Person.id == PersonWord.person_id)
            .where(Person.public_id == ref)
        ).all()
        == []
    )
    assert found(staff, ref) == []
    with pytest.raises(Missing):
        person_for(staff, ref)
