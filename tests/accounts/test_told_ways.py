"""What somebody without a sign-in tells staff is written down with its source, and the person sees it later."""

from datetime import date, datetime

from flask import Flask
from flask.testing import FlaskClient
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from recruit.accounts import privacy
from recruit.accounts.actions import ways as actions
from recruit.accounts.models import ContactPoint, Person, User
from recruit.accounts.rules import ContactKind
from recruit.accounts.ways.rules import HowTold, Relation, WayRefusal
from recruit.core.db import writing
from recruit.core.errors import Missing, Refused
from tests import people
from tests.mail import Outbox

TOLD = {"told_how": "told_by_phone", "told_on": "2026-11-20"}


@pytest.fixture
def hire(db: Session, now: datetime) -> Person:
    with writing() as rows:
        person = Person(display_name="Bùi Văn Hải", language="vi", zone="Asia/Tokyo", country_now="JP")
        person.created_at = now
        rows.add(person)
    return person


def page_of(hire: Person, kind: str) -> str:
    return f"/en/staff/people/{hire.public_id}/ways/add/{kind}"


def test_staff_keep_what_they_are_told_and_the_person_sees_it_later(
    client: FlaskClient, db: Session, hire: Person, now: datetime, outbox: Outbox
) -> None:
    officer = people.retention_officer()
    staff = people.sign_in(client, officer)
    assert page_of(hire, "phone") in staff.get(f"/en/staff/people/{hire.public_id}").text
    assert staff.post(page_of(hire, "phone"), data={"value": "090-1234-5678", **TOLD}).status_code == 303
    mother = {"holder": "Bùi Thị Mai", "relation": "relation_family", "value": "+84 912 345 678", **TOLD}
    assert staff.post(page_of(hire, "trusted-person"), data=mother).status_code == 422
    assert staff.post(page_of(hire, "trusted-person"), data={**mother, "agreed": "y"}).status_code == 303
    assert staff.post(page_of(hire, "mail"), data={"value": "Hai@demo.example", **TOLD}).status_code == 303
    [asked] = outbox.of_kind("confirm_way")
    assert asked.to_address == "hai@demo.example"
    kept = db.scalars(select(ContactPoint).order_by(ContactPoint.priority)).all()
    kept = [point for point in kept if point.person_id == hire.id]
    assert [point.kind for point in kept] == [
        ContactKind.PHONE, ContactKind.TRUSTED_PERSON, ContactKind.MAIL_TO_CONFIRM,
    ]  # fmt: skip
    assert {(point.told_how, point.told_on, point.entered_by_ref) for point in kept} == {
        (HowTold.PHONE, date(2026, 11, 20), officer.person.public_id)
    }
    assert "told by telephone on" in staff.get(f"/en/staff/people/{hire.public_id}").text
    assert privacy.export(hire.id)["contact_points"][0]["told_staff_on"] == "2026-11-20"
    user = people.make_user("own@demo.example", name="Hai")
    with writing():
        db.get_one(User, user.id).person_id = hire.id
    own = people.sign_in(client.application.test_client(), db.get_one(User, user.id))
    assert own.get("/en/account/ways").text.count("You told our staff by telephone on") == 3
    assert staff.get(page_of(hire, "phone")).status_code == 404


def test_what_is_refused_is_not_kept(app: Flask, db: Session, hire: Person, now: datetime) -> None:
    coordinator = people.visitor_of(people.coordinator())
    student, editor = people.student(), people.visitor_of(people.editor())

    def add(person_ref: str, day: date, by=coordinator, value: str = "090-1234-5678") -> None:
        with writing():
            actions.add_way_for(
                person_ref, ContactKind.PHONE, value, told_how=HowTold.PHONE, told_on=day, by=by, now=now
            )

    day = date(2026, 11, 25)
    for by, ref, on, error in (
        (editor, hire.public_id, day, Missing),
        (coordinator, "nobody", day, Missing),
        (coordinator, student.person.public_id, day, WayRefusal.SIGNS_IN),
        (coordinator, hire.public_id, date(2026, 11, 26), WayRefusal.NOT_YET),
    ):
        with pytest.raises((Missing, Refused)) as refused:
            add(ref, on, by)
        assert error in (type(refused.value), getattr(refused.value, "reason", None))
    add(hire.public_id, day)
    with pytest.raises(Refused) as known:
        add(hire.public_id, day, value="+81 90 1234 5678")
    assert known.value.reason is WayRefusal.KNOWN_OF_THEM
    assert len(db.scalars(select(ContactPoint).where(ContactPoint.person_id == hire.id)).all()) == 1


def test_the_pages_are_for_staff_who_see_to_hires(client: FlaskClient, hire: Person) -> None:
    assert people.sign_in(client, people.editor()).get(page_of(hire, "phone")).status_code == 403
    assert client.application.test_client().get(page_of(hire, "phone")).status_code == 303
    staff = people.sign_in(client.application.test_client(), people.coordinator())
    assert staff.get(page_of(hire, "pigeon")).status_code == 404
    answer = staff.post(page_of(hire, "phone").replace("/en/", "/vi/"), data={"value": "abc", **TOLD})
    assert answer.status_code == 422
    assert 'value="abc"' in answer.text
    assert 'id="value-error"' in answer.text
    assert Relation.FAMILY not in answer.text
