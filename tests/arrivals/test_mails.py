"""Who acts next is told in the morning, once, and not by several mails."""

from datetime import UTC, datetime, timedelta

from flask import Flask
import pytest
from sqlalchemy.orm import Session
from time_machine import Traveller

from recruit.accounts.models import User
from recruit.arrivals import actions, rules
from recruit.arrivals.events import StepDone
from recruit.core.db import writing
from recruit.core.events import announce
from recruit.messages.rules import MailState
from recruit.placements.rules import PlacementState
from tests import people
from tests.factories.arrivals import make_plan, step_of
from tests.factories.placements import make_company, make_member
from tests.mail import Outbox


@pytest.mark.parametrize(
    ("now", "zone", "morning"),
    [
        ("2026-11-25T03:00:00Z", "Asia/Tokyo", "2026-11-26T00:00:00Z"),
        ("2026-11-24T23:59:00Z", "Asia/Tokyo", "2026-11-25T00:00:00Z"),
        ("2026-11-25T00:00:00Z", "Asia/Tokyo", "2026-11-26T00:00:00Z"),
        ("2026-11-25T01:00:00Z", "Asia/Ho_Chi_Minh", "2026-11-25T02:00:00Z"),
    ],
)
def test_the_next_morning_is_the_readers(now: str, zone: str, morning: str) -> None:
    found = rules.next_morning(datetime.fromisoformat(now), zone)
    assert found == datetime.fromisoformat(morning)
    assert found.tzinfo is UTC


def test_what_opens_is_told_to_its_owners_in_one_mail_the_next_morning(
    app: Flask, db: Session, now: datetime, outbox: Outbox, clock: Traveller
) -> None:
    student: User = people.student()
    company = make_company()
    owner = people.company_member()
    make_member(owner, company)
    _placement, plan = make_plan(person=student.person, employer=company, country="VN")
    staff = people.visitor_of(people.coordinator())
    with writing():
        actions.mark_done(step_of(plan, "S08"), by=staff, now=now)
        announce(StepDone(step_of(plan, "S08").id, staff, now))
    (first,) = outbox.of_kind("steps_open")
    assert (first.to_ref, first.params["step"]) == (
        student.person.public_id,
        step_of(plan, "S10").public_id,
    )
    assert first.due_at == rules.next_morning(now, student.person.zone)
    # The papers of the company need its own list (S02), which no plan holds, and the contract (S07).
    with writing():
        actions.mark_done(step_of(plan, "S07"), by=staff, now=now)
    assert {mail.to_ref for mail in outbox.of_kind("steps_open")} == {
        student.person.public_id,
        owner.person.public_id,
    }
    clock.move_to(now + timedelta(days=2))
    mails = [one for one in outbox.hand_over() if one["To"] in (student.email, owner.email)]
    assert sorted(one["To"] for one in mails) == sorted((student.email, owner.email))
    texts = {one["To"]: one.get_body(("plain",)).get_content() for one in mails}
    assert "lao" in texts[student.email]
    assert "手続が1件あります" in texts[owner.email]


def test_who_ticked_it_off_and_who_works_already_get_no_mail(
    app: Flask, db: Session, now: datetime, outbox: Outbox
) -> None:
    student: User = people.student()
    placement, plan = make_plan(person=student.person, country="VN")
    with writing():
        actions.mark_done(step_of(plan, "S08"), by=people.visitor_of(student), now=now)
    assert outbox.of_kind("steps_open") == []
    staff = people.visitor_of(people.coordinator())
    with writing():
        placement.state = PlacementState.WORKING
    with writing():
        actions.mark_done(step_of(plan, "S07"), by=staff, now=now)
    assert outbox.of_kind("steps_open") == []


def test_done_in_the_meantime_it_is_not_sent(
    app: Flask, db: Session, now: datetime, outbox: Outbox, clock: Traveller
) -> None:
    student: User = people.student()
    _placement, plan = make_plan(person=student.person, country="VN")
    staff = people.visitor_of(people.coordinator())
    with writing():
        actions.mark_done(step_of(plan, "S08"), by=staff, now=now)
        actions.mark_done(step_of(plan, "S10"), by=staff, now=now)
    clock.move_to(now + timedelta(days=2))
    outbox.hand_over()
    assert {mail.state for mail in outbox.of_kind("steps_open")} == {MailState.NOT_WANTED}
