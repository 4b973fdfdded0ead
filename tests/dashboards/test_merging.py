"""Coordinators compare two entries, put them together, and take them apart; the list says who may be there twice."""

from datetime import date, datetime

from flask import Flask
from flask.testing import FlaskClient
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from recruit.accounts import privacy
from recruit.accounts.actions import ways
from recruit.accounts.merging import actions as merging, telling_apart
from recruit.accounts.merging.models import PeopleApart, PersonMerge
from recruit.accounts.merging.rules import Likeness
from recruit.accounts.models import ContactPoint, User
from recruit.accounts.rules import ContactKind
from recruit.accounts.ways.rules import Relation
from recruit.core.db import session, writing
from recruit.core.errors import Missing
from recruit.core.models import AuditEntry, Sighting
from recruit.dashboards.queries.twice import perhaps_twice
from tests import people
from tests.conftest import CountQueries
from tests.factories import cases, dashboards as make, surveys


@pytest.fixture
def staff(client: FlaskClient, db: Session) -> FlaskClient:
    return people.sign_in(client, people.coordinator())


def _same_address(now: datetime) -> tuple[User, User]:
    one, other = (
        people.make_user("a@demo.example", name="An"),
        people.make_user("b@demo.example", name="Binh"),
    )
    with writing():
        session().add(ContactPoint(person_id=other.person_id, kind=ContactKind.MAIL, value="A@demo.example"))
    return one, other


def _same_number(now: datetime) -> tuple[User, User]:
    one, other = (
        people.make_user("a@demo.example", name="An"),
        people.make_user("b@demo.example", name="Binh"),
    )
    with writing():
        for user, written in ((one, "0912 345 678"), (other, "+84912345678")):
            session().add(ContactPoint(person_id=user.person_id, kind=ContactKind.PHONE, value=written))
    return one, other


def _same_name_and_birth(now: datetime) -> tuple[User, User]:
    one = people.make_user("a@demo.example", name="Trần Minh Đức")
    other = people.make_user("b@demo.example", name="Tran Minh Duc")
    for user in (one, other):
        student = make.make_student(user, now)
        with writing():
            student.born_on = date(2003, 4, 5)
    return one, other


@pytest.mark.parametrize(
    ("make_them", "likeness"),
    [
        (_same_address, Likeness.SAME_ADDRESS),
        (_same_number, Likeness.SAME_NUMBER),
        (_same_name_and_birth, Likeness.SAME_NAME_AND_BIRTH),
    ],
)
def test_who_is_alike_is_found_with_the_reason(
    app: Flask, db: Session, now: datetime, make_them, likeness
) -> None:
    asks = people.visitor_of(people.coordinator())
    people.make_user("c@demo.example", name="Somebody Else")
    assert perhaps_twice(asks) == []
    one, other = make_them(now)
    [pair] = perhaps_twice(asks)
    assert (pair.one.person, pair.other.person) == (one.person, other.person)
    assert pair.reasons == [likeness]
    assert perhaps_twice(asks, person_id=one.person_id)[0].other.person is other.person
    assert perhaps_twice(asks, person_id=asks.person_id) == []
    with pytest.raises(Missing):
        perhaps_twice(people.visitor_of(people.retention_officer()))


def test_a_hire_of_a_list_and_an_account_of_that_name(app: Flask, db: Session, now: datetime) -> None:
    asks = people.visitor_of(people.coordinator())
    hire = surveys.make_hire(address="binh@list.example")
    assert perhaps_twice(asks) == []
    user = people.make_user("binh@demo.example", name=hire.person.display_name)
    [pair] = perhaps_twice(asks)
    assert {pair.one.person.id, pair.other.person.id} == {hire.person_id, user.person_id}
    assert pair.reasons == [Likeness.HIRE_AND_ACCOUNT]


def test_a_mother_of_two_makes_them_no_one_person(app: Flask, db: Session, now: datetime) -> None:
    for user in (people.student(), people.other_student()):
        with writing():
            ways.add_way(
                ContactKind.TRUSTED_PERSON,
                "0912345678",
                holder="Mẹ",
                relation=Relation.FAMILY,
                by=people.visitor_of(user),
                now=now,
            )
    assert perhaps_twice(people.visitor_of(people.coordinator())) == []


def test_two_entries_are_compared_put_together_and_taken_apart(
    staff: FlaskClient, db: Session, now: datetime
) -> None:
    one, other = _same_number(now)
    base = f"/en/staff/people/{one.person.public_id}"
    assert "Same telephone number" in staff.get("/en/staff/people/twice").text
    assert "Compare with Binh" in staff.get(f"{base}/merge").text
    assert "Compare with Binh" in staff.get(f"{base}/merge?q=binh").text
    path = f"{base}/merge/{other.person.public_id}"
    page = staff.get(path).text
    for words in ("Put them together", "Keep the other entry instead", "With b@demo.example nobody signs in"):
        assert words in page
    looked = {row.person_ref for row in db.scalars(select(Sighting))}
    assert looked == {one.person.public_id, other.person.public_id}
    done = staff.post(path)
    assert done.headers["Location"] == base
    page = staff.get(base).text
    assert "Two entries of this person were put together" in page
    assert "Binh" in page
    assert staff.get(f"/en/staff/people/{other.person.public_id}").headers["Location"] == base
    assert staff.post(path).status_code == 422
    assert "Same telephone number" not in staff.get("/en/staff/people/twice").text
    merge = db.scalars(select(PersonMerge)).one()
    undone = staff.post(f"/en/staff/people/merges/{merge.public_id}/undo")
    assert undone.headers["Location"] == f"/en/staff/people/{other.person.public_id}"
    again = staff.post(f"/ja/staff/people/merges/{merge.public_id}/undo", follow_redirects=True)
    assert "すでに元に戻されています" in again.text
    assert "Same telephone number" in staff.get("/en/staff/people/twice").text


@pytest.mark.parametrize(
    ("language", "words"),
    [("vi", "Cả hai đều có hồ sơ sinh viên"), ("ja", "どちらにも学生プロフィールがあります")],
)
def test_what_stands_in_the_way_is_said_with_the_way_out(
    staff: FlaskClient, db: Session, now: datetime, language: str, words: str
) -> None:
    one, other = _same_name_and_birth(now)
    path = f"/{language}/staff/people/{one.person.public_id}/merge/{other.person.public_id}"
    page = staff.get(path)
    assert words in page.text
    assert 'method="post" class' not in page.text
    refused = staff.post(path)
    assert refused.status_code == 422
    assert words in refused.text


def test_a_case_is_not_told_to_who_may_not_know_of_it(staff: FlaskClient, db: Session) -> None:
    case = cases.make_case()
    assert case.person is not None
    page = staff.get(
        f"/en/staff/people/{people.student().person.public_id}/merge/{case.person.public_id}"
    ).text
    assert "Hires, with steps and follow-ups" in page
    assert "Other records" not in page
    assert "ases</th>" not in page


def test_only_coordinators_and_only_people_who_are_there(app: Flask, db: Session, now: datetime) -> None:
    one, other = _same_number(now)
    pages = (
        "/en/staff/people/twice",
        f"/en/staff/people/{one.person.public_id}/merge",
        f"/en/staff/people/{one.person.public_id}/merge/{other.person.public_id}",
    )
    officer = people.sign_in(app.test_client(), people.retention_officer())
    for page in pages:
        assert officer.get(page).status_code == 403
    assert officer.post(pages[-1]).status_code == 403
    assert officer.post("/en/staff/people/merges/nothing/undo").status_code == 403
    staff = people.sign_in(app.test_client(), people.coordinator())
    for page in (
        "nobody/merge",
        f"nobody/merge/{one.person.public_id}",
        f"{one.person.public_id}/merge/nobody",
    ):
        assert staff.get(f"/en/staff/people/{page}").status_code == 404
    assert staff.post("/en/staff/people/merges/nothing/undo").status_code == 404
    assert db.scalars(select(PersonMerge)).all() == []


def test_the_list_takes_the_same_number_of_statements(
    staff: FlaskClient, db: Session, now: datetime, count_queries: CountQueries
) -> None:
    def add(number: int) -> None:
        for letter in "ab":
            user = people.make_user(f"{letter}{number}@demo.example", name=f"{letter} {number}")
            with writing():
                session().add(
                    ContactPoint(
                        person_id=user.person_id, kind=ContactKind.PHONE, value=f"+8491234567{number}"
                    )
                )

    add(1)
    with count_queries(15):
        staff.get("/en/staff/people/twice")
    add(2)
    add(3)
    with count_queries(15):
        assert staff.get("/en/staff/people/twice").text.count("Compare the two") == 3


def test_two_people_told_apart_are_not_proposed_again_until_the_note_is_taken_back(
    staff: FlaskClient, db: Session, now: datetime
) -> None:
    asks = people.visitor_of(db.scalars(select(User).where(User.email == "staff@demo.example")).one())
    one, other = _same_number(now)
    kept, merged = one.person.public_id, other.person.public_id
    for first, second in ((merged, kept), (kept, merged)):
        assert staff.post(f"/en/staff/people/{first}/apart/{second}").status_code == 303
    [note] = db.scalars(select(PeopleApart)).all()
    assert perhaps_twice(asks) == perhaps_twice(asks, person_id=one.person_id) == []
    assert "1 pair is noted as two people" in staff.get("/en/staff/people/twice").text
    compare = f"/en/staff/people/{kept}/merge/{merged}"
    assert "Somebody has noted that these are two people." in staff.get(compare).text
    assert staff.post(compare).status_code == 422
    assert db.scalars(select(PersonMerge)).all() == []
    for _press in range(2):
        assert staff.post(f"/en/staff/people/apart/{note.public_id}/undo").status_code == 303
    assert len(perhaps_twice(asks)) == 1
    actions = db.scalars(select(AuditEntry.action).where(AuditEntry.action.like("people_%")))
    assert actions.all() == ["people_told_apart", "people_perhaps_one"]
    assert staff.post(compare).status_code == 303


def test_who_was_told_apart_from_one_is_told_apart_from_the_entry_that_was_kept(
    staff: FlaskClient, db: Session, now: datetime
) -> None:
    asks = people.visitor_of(db.scalars(select(User).where(User.email == "staff@demo.example")).one())
    one, other = _same_number(now)
    third = people.make_user("c@demo.example", name="Chi")
    with writing():
        session().add(ContactPoint(person_id=third.person_id, kind=ContactKind.PHONE, value="+84912345678"))
        telling_apart.tell_apart(one.person, other.person, by=asks, now=now)
    with writing():
        merging.merge_people(third.person, one.person, by=asks, now=now)
    assert perhaps_twice(asks) == []
    with writing():
        privacy.erase(other.person_id, now)
    assert db.scalars(select(PeopleApart)).all() == []
