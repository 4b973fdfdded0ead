"""Closing an account: fourteen days in which it can be kept, then every room lets go."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
import threading

import pytest
from sqlalchemy import select

from recruit.accounts import actions, closing, privacy as account_privacy
from recruit.accounts.invitation_rules import TeamRefusal
from recruit.accounts.models import Person, User
from recruit.core import clock as the_clock
from recruit.core.db import writing
from recruit.core.errors import Refused
from recruit.core.models import AuditEntry
from recruit.core.visitor import Role
from recruit.messages.rules import MailState
from recruit.organisations.rules import OrganisationRefusal, OrganisationState
from tests import people
from tests.accounts.steps import path_in, type_in
from tests.factories import organisations

CLOSE, KEEP = "/en/account/close", "/en/account/keep"


@pytest.fixture
def student(client):
    person = people.student()
    people.sign_in(client, person)
    return person


def due():
    return closing.close_due(the_clock.now())


def test_closing_tells_what_goes_and_what_stays(client, student, clock):
    page = client.get(CLOSE)
    assert page.status_code == 200
    assert "After 14 days" in page.text
    for words in ("What is deleted", "What stays, without your name"):
        assert words in page.text
    assert CLOSE in client.get("/en/account/").text
    clock.shift(timedelta(minutes=31))
    for answer in (client.get(CLOSE), client.post(CLOSE)):
        assert "/account/prove" in answer.headers["Location"]
    assert student.closes_at is None


def test_after_the_days_of_grace_every_room_lets_go(client, student, outbox, clock, db, now):
    ref, person_id = student.person.public_id, student.person_id
    other = people.sign_in(client.application.test_client(), student)
    answer = client.post(CLOSE)
    assert other.get("/en/account/").status_code == 303
    assert "/account/sign-in" in answer.headers["Location"]
    assert "9 December 2026" in client.get(answer.headers["Location"]).text
    assert client.get("/en/account/").status_code == 303
    (mail,) = outbox.hand_over()
    assert mail["To"] == "student@demo.example"
    assert path_in(mail, "/account/keep") == "/vi/account/keep"
    clock.move_to(now + timedelta(days=14) - timedelta(seconds=1))
    assert due() == 0
    clock.move_to(now + timedelta(days=14))
    assert due() == 1
    assert due() == 0
    person = db.scalar(select(Person).where(Person.id == person_id))
    assert (person.display_name, person.anonymised_at is not None) == ("", True)
    assert db.scalar(select(User).where(User.person_id == person_id)) is None
    moves = db.scalars(select(AuditEntry.action).where(AuditEntry.subject_ref == ref)).all()
    assert {"account_closing", "person.erased"} <= set(moves)


def test_who_signs_in_again_is_asked_and_may_keep_the_account(app, client, student, outbox, clock, db):
    client.post(CLOSE)
    clock.shift(timedelta(days=13))
    browser = app.test_client()
    answer = type_in(browser, student, next="/en/account/password")
    assert answer.headers["Location"].endswith("/account/keep")
    page = browser.get(KEEP)
    assert "9 December 2026" in page.text
    assert browser.get(CLOSE).headers["Location"] == KEEP
    assert browser.post(KEEP).headers["Location"] == "/en/account/"
    db.refresh(student)
    assert student.closes_at is None
    assert outbox.mails[0].state is MailState.CANCELLED
    clock.shift(timedelta(days=2))
    assert due() == 0
    assert browser.get(KEEP).status_code == 303
    assert type_in(app.test_client(), student).headers["Location"] != KEEP


def test_who_closes_again_is_told_again_and_twice_is_once(app, client, student, outbox, clock, now):
    first = client.post(CLOSE)
    assert first.status_code == 303
    browser = people.sign_in(app.test_client(), student)
    assert browser.post(CLOSE).headers["Location"] == KEEP
    browser.post(KEEP)
    clock.shift(timedelta(days=1))
    browser = people.sign_in(app.test_client(), student)
    browser.post(CLOSE)
    assert [mail.state for mail in outbox.mails] == [MailState.CANCELLED, MailState.QUEUED]
    assert closing.closes_at_of(student.id) == now + timedelta(days=15)


def test_the_last_administrator_makes_another_one_first(client, db, app):
    first = people.administrator()
    people.sign_in(client, first)
    page = client.get(CLOSE)
    assert "make somebody else an administrator first" in page.text
    assert "Close my account</button>" not in page.text
    assert client.post(CLOSE).status_code == 422
    assert first.closes_at is None
    second = people.make_user("second@kakehashi.example", roles=(Role.ADMINISTRATOR,))
    assert client.post(CLOSE).status_code == 303
    # Who is about to go does not count on.
    other = people.sign_in(app.test_client(), second)
    assert other.post(CLOSE).status_code == 422
    assert second.closes_at is None


def test_the_last_owner_makes_another_one_first(app, client, db, now):
    owner, second = people.company_member(), people.company_viewer()
    visitor = people.visitor_of(owner)
    company = organisations.make_company()
    organisations.join(owner, company)
    people.sign_in(client, owner)
    assert "make somebody else an owner first" in client.get(CLOSE).text
    with pytest.raises(Refused) as refused, writing():
        actions.close_account(by=visitor, now=now)
    assert refused.value.reason is OrganisationRefusal.LAST_OWNER
    organisations.join(second, company)
    assert client.post(CLOSE).status_code == 303
    other = people.sign_in(app.test_client(), second)
    assert other.post(CLOSE).status_code == 422
    with writing():
        company.state = OrganisationState.LEFT
    assert other.post(CLOSE).status_code == 303


def test_two_administrators_who_go_at_once_leave_one(own_database, own_app, now):
    with own_database.scope():
        visitors = [
            people.visitor_of(people.make_user(f"{name}@kakehashi.example", roles=(Role.ADMINISTRATOR,)))
            for name in ("a", "b")
        ]
    barrier = threading.Barrier(2, timeout=60)

    def go(visitor):
        with own_database.scope():
            barrier.wait()
            try:
                with writing():
                    actions.close_account(by=visitor, now=now)
            except Refused as refusal:
                return refusal.reason
            return None

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(go, visitors), key=str) == [None, TeamRefusal.LAST_ADMINISTRATOR]


def test_two_workers_close_an_account_once(own_database, own_app, now):
    with own_database.scope():
        person = people.student()
        with writing():
            actions.close_account(by=people.visitor_of(person), now=now)
    barrier = threading.Barrier(2, timeout=60)

    def work(_number):
        with own_database.scope():
            barrier.wait()
            return closing.close_due(now + timedelta(days=14))

    with ThreadPoolExecutor(2) as pool:
        assert sum(pool.map(work, range(2))) == 1


def test_what_breaks_in_one_room_keeps_no_other_account_open(app, db, now, monkeypatch, caplog):
    persons = [people.student(), people.other_student()]
    broken = persons[0].person_id
    for person in persons:
        with writing():
            actions.close_account(by=people.visitor_of(person), now=now)
    erase = account_privacy.erase

    def break_for_one(person_id, at):
        if person_id == broken:
            raise RuntimeError("cannot let go")
        erase(person_id, at)

    monkeypatch.setattr(account_privacy, "erase", break_for_one)
    assert closing.close_due(now + timedelta(days=14)) == 1
    assert "account could not be closed" in caplog.text
    assert db.scalar(select(User.closes_at).where(User.person_id == broken)) is not None


@pytest.mark.parametrize("closes_again", [False, True])
def test_who_keeps_the_account_at_the_last_moment_keeps_it(app, db, now, monkeypatch, caplog, closes_again):
    person, later = people.student(), now + timedelta(days=14)
    asks = people.visitor_of(person)
    with writing():
        actions.close_account(by=asks, now=now)

    @contextmanager
    def writing_after_the_owner_came():
        """The worker has its list, and the owner comes before its transaction begins."""
        with writing():
            actions.keep_account(by=asks, now=later)
        if closes_again:
            with writing():
                actions.close_account(by=asks, now=later)
        with writing() as rows:
            yield rows

    monkeypatch.setattr(closing, "writing", writing_after_the_owner_came)
    assert closing.close_due(later) == 0
    assert "could not be closed" not in caplog.text
    db.expire_all()
    assert person.person.anonymised_at is None
    assert person.closes_at == (later + timedelta(days=14) if closes_again else None)
