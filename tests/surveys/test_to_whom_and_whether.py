"""A survey mail goes to where the person is now, or not at all; who switched mails off is opted out once."""

from datetime import date, datetime, timedelta

from flask import Flask
from flask.testing import FlaskClient
import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session
import time_machine

from recruit.accounts.models import ContactPoint
from recruit.accounts.rules import ContactKind as PointKind
from recruit.core import clock as core_clock
from recruit.core.db import writing
from recruit.messages import actions as messages, kinds
from recruit.messages.events import MailGivenUp, MailUnknown
from recruit.messages.models import Mail
from recruit.messages.rules import MailGroup, MailState, Wish
from recruit.surveys import following, jobs
from recruit.surveys.models import Contact
from recruit.surveys.rules import ContactState
from tests import people
from tests.factories import surveys as make
from tests.mail import Outbox

NOTE = kinds.MailKind("note", "messages", "note", context=lambda _params, _language: {}, necessary=True)
THREE_MONTHS_AGO = date(2026, 8, 25)


def tick() -> int:
    return jobs.tick(core_clock.now())


def end_addresses(person_id: int) -> None:
    with writing() as rows:
        rows.execute(
            update(ContactPoint)
            .where(ContactPoint.person_id == person_id, ContactPoint.ended_at.is_(None))
            .values(ended_at=core_clock.now())
        )


def test_a_waiting_mail_goes_to_the_present_address(app: Flask, outbox: Outbox) -> None:
    placement = make.make_hire(starts_on=THREE_MONTHS_AGO, address="old@hires.example")
    tick()
    end_addresses(placement.person_id)
    with writing() as rows:
        rows.add(ContactPoint(person_id=placement.person_id, kind=PointKind.MAIL, value="new@hires.example"))
    [message] = outbox.hand_over()
    assert message["To"] == "new@hires.example"
    assert outbox.mails[0].to_address == "new@hires.example"
    assert make.contact_of(placement, "m3").state is ContactState.SENT


def test_a_waiting_mail_goes_nowhere_once_its_address_has_ended(app: Flask, outbox: Outbox) -> None:
    placement = make.make_hire(starts_on=THREE_MONTHS_AGO, address="old@hires.example")
    tick()
    end_addresses(placement.person_id)
    assert outbox.hand_over() == []
    assert outbox.mails[0].state is MailState.NOT_WANTED
    tick()
    assert make.states_of(placement)["m3"] == "unreachable no_address"
    with writing() as rows:
        rows.add(ContactPoint(person_id=placement.person_id, kind=PointKind.MAIL, value="new@hires.example"))
    tick()
    assert [message["To"] for message in outbox.hand_over()] == ["new@hires.example"]


def test_any_mail_follows_its_person(app: Flask, outbox: Outbox, db: Session, now: datetime) -> None:
    user = people.student()
    ref = user.person.public_id

    def queue(address: str, to_ref: str = ref) -> Mail:
        with writing():
            found = messages.queue(
                "survey_invitation",
                to_address=address, to_ref=to_ref, language="en", zone="UTC", params={}, unique_key=address, now=now,
            )  # fmt: skip
            assert found is not None
            return found

    def address_of(mail: Mail) -> str:
        return kinds.address_now(NOTE, {}, person_ref=mail.to_ref, queued=mail.to_address)

    assert address_of(queue(user.email)) == user.email
    with writing() as rows:
        rows.add(
            ContactPoint(
                person_id=user.person_id, kind=PointKind.MAIL, value="was@demo.example", ended_at=now
            )
        )
    assert address_of(queue("was@demo.example")) == user.email
    assert address_of(queue("Was@demo.example")) == user.email
    # Nobody of ours: an invitation to somebody without an account.
    assert address_of(queue("guest@demo.example", to_ref="")) == "guest@demo.example"


@pytest.mark.parametrize("whose", ["person", "address"])
@pytest.mark.parametrize("what", [MailGroup.SURVEYS, "survey_invitation"])
def test_mails_switched_off_are_an_opt_out_once_and_no_row_an_hour(
    app: Flask, outbox: Outbox, clock: time_machine.Traveller, whose: str, what: str
) -> None:
    placement = make.make_hire(starts_on=THREE_MONTHS_AGO, address="H1@hires.example")
    tick()
    with writing():
        messages.set_wish(
            what,
            Wish.OFF,
            now=core_clock.now(),
            person_ref=placement.person.public_id if whose == "person" else "",
            address="h1@hires.example" if whose == "address" else "",
        )
    assert outbox.hand_over() == []
    for _hour in range(5):
        clock.shift(timedelta(hours=1))
        tick()
        assert outbox.hand_over() == []
    assert len(outbox.mails) == 1
    assert make.states_of(placement)["m3"] == "opted_out surveys"
    assert make.states_of(placement)["m12"] == "opted_out surveys"


def test_reminders_switched_off_leave_invitations(
    app: Flask, outbox: Outbox, clock: time_machine.Traveller
) -> None:
    placement = make.make_hire(starts_on=THREE_MONTHS_AGO)
    with writing():
        messages.set_wish(
            "survey_reminder", Wish.OFF, now=core_clock.now(), person_ref=placement.person.public_id
        )
    tick()
    assert len(outbox.hand_over()) == 1
    for _day in range(9):
        clock.shift(timedelta(days=1))
        tick()
        outbox.hand_over()
    assert outbox.kinds == ["survey_invitation"]


def wishes(browser: FlaskClient, **changed: str) -> dict[str, str]:
    """What the page of mail wishes holds now, with some of it changed."""
    page = browser.get("/en/account/mail").text
    held = {str(group): "on" for group in MailGroup if f'name="{group}"' in page}
    assert set(changed) <= set(held)
    return {**held, **changed}


def test_switching_off_takes_back_at_once_and_switching_on_blames_nobody(
    client: FlaskClient, outbox: Outbox, clock: time_machine.Traveller, db: Session
) -> None:
    user = people.student()
    placement = make.make_hire(starts_on=THREE_MONTHS_AGO, user=user)
    tick()
    browser = people.sign_in(client, user)
    assert browser.post("/en/account/mail", data=wishes(browser, surveys="off")).status_code == 303
    assert make.states_of(placement)["m3"] == "opted_out surveys"
    assert [mail.state for mail in outbox.of_kind("survey_invitation")] == [MailState.CANCELLED]
    closes_at = db.scalar(select(Contact.closes_at).where(Contact.id == make.contact_of(placement, "m3").id))
    assert closes_at is not None
    clock.move_to(closes_at + timedelta(hours=1))
    tick()
    browser = people.sign_in(client, user)
    assert browser.post("/en/account/mail", data=wishes(browser, surveys="on")).status_code == 303
    states = make.states_of(placement)
    # What was closed by then was never ours to send; what comes is asked again.
    assert (states["m3"], states["m6"]) == ("opted_out surveys", "planned")


@pytest.mark.parametrize("state", [MailState.UNKNOWN, MailState.FAILED])
def test_what_a_person_sends_again_really_goes(
    app: Flask, outbox: Outbox, state: MailState, now: datetime
) -> None:
    placement = make.make_hire(starts_on=THREE_MONTHS_AGO)
    tick()
    mail = outbox.mails[0]
    news, follow = {
        MailState.UNKNOWN: (MailUnknown, following.note_unknown),
        MailState.FAILED: (MailGivenUp, following.note_given_up),
    }[state]
    with writing() as rows:
        rows.execute(update(Mail).values(state=state))
        follow(news(mail.id, mail.kind, "contact", mail.subject_ref, mail.to_ref, mail.to_address, now))  # ty: ignore[invalid-argument-type]
    tick()
    mail, by = outbox.mails[0], people.visitor_of(people.coordinator())
    with writing():
        messages.send_again(mail, by=by, now=now)
    assert len(outbox.hand_over()) == 1
    assert outbox.mails[0].state is MailState.SENT
    assert make.contact_of(placement, "m3").state is ContactState.SENT
