"""What companies at a fair see rests on an agreement, which can be taken back without the seat."""

from datetime import datetime

from flask import Flask
from flask.testing import FlaskClient
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from recruit.accounts.models import Consent, ConsentText
from recruit.accounts.rules import Purpose
from recruit.core.db import writing
from recruit.events import actions as event_actions
from recruit.events.models import Registration
from recruit.events.rules import RegistrationState
from recruit.fairs import actions, queries
from recruit.fairs.models import Booth, Fair
from recruit.fairs.rules import BoothState
from recruit.organisations.models import Organisation
from recruit.students.models import Disclosure, Student
from recruit.students.rules import DisclosureScope
from tests import people
from tests.accounts.changed_words import change_words
from tests.factories.events import make_profile
from tests.factories.fairs import make_booth, make_company_with, make_fair
from tests.factories.students import show


def _seen_by(db: Session) -> list[int]:
    return list(db.scalars(select(Disclosure.organisation_id).where(Disclosure.until_at.is_(None))))


def _confirm_another(fair: Fair, name: str, now: datetime) -> int:
    company, _acting = make_company_with(people.make_user(f"{name}@demo.example"), name=name)
    booth = make_booth(fair, company, state=BoothState.ASKED)
    with writing():
        actions.confirm_booth(booth, number=name, tables=1, by=people.nobody(), now=now)
    return company.id


def _signed_up(fair: Fair, client: FlaskClient) -> None:
    user = people.student()
    make_profile(user)
    people.sign_in(client, user)
    assert client.post(f"/vi/fairs/{fair.event.slug}/sign-up").status_code == 303


def test_the_page_shows_the_words_and_the_sign_up_keeps_them(
    app: Flask, client: FlaskClient, db: Session
) -> None:
    fair = make_fair()
    user = people.student()
    make_profile(user)
    page = people.sign_in(client, user).get(f"/ja/fairs/{fair.event.slug}").text
    assert "個人情報保護委員会が監督しています" in page
    assert client.post(f"/ja/fairs/{fair.event.slug}/sign-up").status_code == 303
    consent = db.scalars(select(Consent).where(Consent.purpose == Purpose.FAIR_COMPANIES)).one()
    words = db.get_one(ConsentText, consent.consent_text_id)
    assert (words.language, words.country, consent.recipient_ref) == ("ja", "JP", fair.event.public_id)
    page = client.get("/en/me/privacy").text
    assert "For: the companies with a booth at" in page
    assert client.get(f"/en/me/privacy/consents/{consent.public_id}").status_code == 200


def test_taken_back_no_company_sees_the_profile_and_the_seat_stays(
    app: Flask, client: FlaskClient, db: Session, now: datetime
) -> None:
    fair = make_fair()
    first = _confirm_another(fair, "A1", now)
    _signed_up(fair, client)
    assert _seen_by(db) == [first]
    ref = db.scalars(select(Consent.public_id).where(Consent.purpose == Purpose.FAIR_COMPANIES)).one()
    answer = client.post(f"/en/account/consents/{ref}/withdraw", follow_redirects=True)
    assert "Your seat stays." in answer.text
    db.expire_all()
    assert _seen_by(db) == []
    _confirm_another(fair, "A2", now)
    assert _seen_by(db) == []
    assert db.scalars(select(Registration.state)).one() is RegistrationState.SIGNED_UP
    # A card that everybody may see gives away neither the whole name nor the seat.
    company, acting = make_company_with(people.make_user("A3@demo.example"), name="A3")
    make_booth(fair, company, state=BoothState.CONFIRMED)
    student = db.scalars(select(Student)).one()
    for scope, seen in ((DisclosureScope.CARD, []), (DisclosureScope.PROFILE, [student])):
        show(student, company, scope)
        page = queries.students_at_fair(acting, fair, after=None)
        assert [row.student for row in page.rows] == seen


def test_a_company_that_comes_after_the_words_changed_sees_nobody_who_has_not_read_them(
    app: Flask, client: FlaskClient, db: Session, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    fair = make_fair()
    _signed_up(fair, client)
    change_words(monkeypatch, Purpose.FAIR_COMPANIES)
    _confirm_another(fair, "A1", now)
    assert _seen_by(db) == []


def test_who_waits_has_agreed_when_the_seat_comes(app: Flask, db: Session, now: datetime) -> None:
    fair = make_fair()
    company = _confirm_another(fair, "A1", now)
    with writing():
        fair.event.seats = 1
    users = (people.student(), people.other_student())
    for user in users:
        make_profile(user)
    with writing():
        held = event_actions.sign_up(fair.event, by=people.visitor_of(users[0]), now=now)
    with writing():
        waiting = event_actions.sign_up(fair.event, by=people.visitor_of(users[1]), now=now)
    assert waiting.state is RegistrationState.WAITING
    with writing():
        event_actions.cancel(held, by=people.visitor_of(users[0]), now=now)
    assert _seen_by(db) == [company]
    live = db.scalars(select(Consent.person_id).where(Consent.withdrawn_at.is_(None))).all()
    assert live == [users[1].person_id]


def test_who_ended_it_for_a_company_is_not_shown_by_another_booth_of_it(
    app: Flask, client: FlaskClient, db: Session, now: datetime
) -> None:
    fair = make_fair()
    _signed_up(fair, client)
    company_id = _confirm_another(fair, "A1", now)
    assert _seen_by(db) == [company_id]
    company = db.get_one(Organisation, company_id)
    assert client.post(f"/vi/me/privacy/{company.public_id}/end").status_code == 303
    booth = db.scalars(select(Booth).where(Booth.company_id == company_id)).one()
    with writing():
        actions.withdraw_booth(booth, by=people.nobody(), now=now)
        booth.state = BoothState.ASKED
        db.flush()
        actions.confirm_booth(booth, number="A1", tables=1, by=people.nobody(), now=now)
    assert _seen_by(db) == []
    # Who signs up anew has read anew who is there.
    client.post(f"/vi/fairs/{fair.event.slug}/cancel")
    client.post(f"/vi/fairs/{fair.event.slug}/sign-up")
    assert _seen_by(db) == [company_id]
