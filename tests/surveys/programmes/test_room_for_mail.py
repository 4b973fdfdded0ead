"""The people behind the numbers of the contact budget."""

from datetime import date, timedelta

from flask import Flask
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from recruit.core import clock as core_clock
from recruit.core.db import writing
from recruit.messages.models import Mail
from recruit.messages.rules import MailState
from recruit.surveys import jobs
from recruit.surveys.models import Contact
from recruit.surveys.planning.contacts import Outcome
from recruit.surveys.planning.programme import Budget
from recruit.surveys.programmes import room_for_mail
from recruit.surveys.rules import ContactKind
from tests import people
from tests.conftest import CountQueries
from tests.factories import surveys as make
from tests.mail import Outbox


@pytest.fixture
def asked(app: Flask, outbox: Outbox, db: Session) -> list[str]:
    """Two hires were asked today; the first was reminded three days ago, too, the second asked about an event the day before.
    The third was not asked, and has had an invitation to an event, which does not count.
    """
    hires = [
        make.make_hire(starts_on=date(2026, 8, 25)),
        make.make_hire(starts_on=date(2026, 8, 25), address="dewi@hires.example"),
        make.make_hire(starts_on=date(2026, 10, 1), address="andi@hires.example"),
    ]
    jobs.tick(core_clock.now())
    outbox.hand_over()
    jobs.tick(core_clock.now())
    with writing():
        reminder = db.scalars(
            select(Contact).where(Contact.placement_id == hires[0].id, Contact.kind == ContactKind.REMINDER)
        ).first()
        assert reminder is not None
        reminder.outcome, reminder.sent_at = Outcome.SENT, core_clock.now() - timedelta(days=3)
        yesterday = core_clock.now() - timedelta(days=1)
        for hire, kind in ((hires[1], "event_survey"), (hires[2], "event_opened")):
            db.add(
                Mail(
                    kind=kind,
                    to_address="somebody@hires.example",
                    to_ref=hire.person.public_id,
                    language="vi",
                    zone="Asia/Tokyo",
                    unique_key=kind,
                    queued_at=yesterday,
                    due_at=yesterday,
                    state=MailState.SENT,
                    handed_over_at=yesterday,
                )
            )
    return [hire.public_id for hire in hires]


def test_who_waits_and_until_when(asked: list[str], count_queries: CountQueries) -> None:
    now = core_clock.now()
    for budget, expected in (
        (Budget(1, 30), {asked[0]: (2, 30), asked[1]: (2, 30)}),
        (Budget(2, 30), {asked[0]: (2, 27), asked[1]: (2, 29)}),
        (Budget(2, 2), {asked[1]: (2, 1)}),
        (Budget(2, 1), {}),
        (Budget(3, 30), {}),
    ):
        with count_queries(2):
            found = room_for_mail.people_without_room(budget, now, first=0, most=10)
            assert room_for_mail.how_many_without_room(budget, now) == len(expected)
        assert {one.placement_ref: (one.mails, (one.room_at - now).days) for one in found} == expected
    first, second = (
        room_for_mail.people_without_room(Budget(1, 30), now, first=place, most=1) for place in (0, 1)
    )
    assert {first[0].placement_ref, second[0].placement_ref} == set(asked[:2])


def test_each_number_leads_to_its_people(app: Flask, asked: list[str]) -> None:
    officer = people.sign_in(app.test_client(), people.retention_officer())
    page = "/en/staff/followups/budget?mails=1&days=30"
    shown = officer.get(page).text
    assert "2 people have no room" in shown
    assert "people=then#list" in shown
    # Under the rules in force everybody has room: there is nothing to lead to.
    assert "people=now" not in shown
    assert asked[0] not in shown
    assert officer.get(page + f"&people=then&page={10**18}").status_code == 200
    behind = officer.get(page + "&people=then").text
    assert asked[0] in behind
    assert asked[1] in behind
    assert asked[2] not in behind
    assert 'name="people"' not in behind
