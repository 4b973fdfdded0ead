"""Reminders: who is told what, when, and once; an event that moves takes its reminders along."""

from dataclasses import replace
from datetime import timedelta

import pytest

from recruit.core.db import writing
from recruit.events import actions
from recruit.events.models import Event
from recruit.events.reminding import rules
from recruit.events.reminding.jobs import remind
from recruit.events.reminding.rules import Step, Word
from recruit.events.rules import EventKind, EventState, RegistrationState
from recruit.events.values import EventFacts, EventWords
from tests import people
from tests.factories.events import FAIR_DAY, make_event, make_registration

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def facts_of(event):
    """The event as the form of staff has it, unchanged."""
    return EventFacts(
        kind=event.kind, country=event.country, zone=event.zone, starts_at=event.starts_at, ends_at=event.ends_at,
        sign_up_until=event.sign_up_until, seats=event.seats,
        texts={row.language: EventWords(title=row.title, place=row.place) for row in event.texts},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("before", "step"),
    [
        (7 * DAY + HOUR, None),
        (7 * DAY, Step.WEEK),
        (DAY + HOUR, Step.WEEK),
        (DAY, Step.DAY),
        (2 * HOUR, Step.HOURS),
        (timedelta(0), None),
    ],
)
def test_steps(before, step):
    assert rules.step_reached(FAIR_DAY, FAIR_DAY - before) is step


@pytest.mark.parametrize(
    ("known", "moves", "step", "word"),
    [
        ("", 0, None, None),
        ("", 0, Step.WEEK, Word.REMINDER),
        ("0:week", 0, Step.WEEK, None),
        # A worker that stood still for days says the newest thing only.
        ("0:week", 0, Step.HOURS, Word.REMINDER),
        # Moved: that is told first, and is reminder enough for the step that has come.
        ("0:day", 1, None, Word.MOVED),
        ("0:day", 1, Step.WEEK, Word.MOVED),
        ("1:", 1, Step.WEEK, Word.REMINDER),
        ("1:week", 1, Step.WEEK, None),
    ],
)
def test_what_is_due(known, moves, step, word):
    assert rules.word_due(known, moves, step) is word


def test_everybody_with_a_seat_is_told_once_for_each_step(app, db, outbox, clock):
    event = make_event(kind=EventKind.SEMINAR, seats=None, vi="Hội thảo", starts_at=FAIR_DAY)
    with writing():
        event.sign_up_until = FAIR_DAY - HOUR
    lan, budi = people.student(), people.other_student()
    make_registration(event, lan)
    make_registration(event, people.company_member(), state=RegistrationState.CANCELLED)
    make_registration(event, people.university_member(), state=RegistrationState.ASKED)
    make_registration(make_event(starts_at=FAIR_DAY, state=EventState.DRAFT), people.support_member())

    def told_at(now):
        clock.move_to(now)
        before = len(outbox.mails)
        remind(now)
        assert remind(now) == 0
        return sorted((mail.kind, mail.to_ref) for mail in outbox.mails[before:])

    reminder, moved = "event_reminder", "event_moved"
    assert told_at(FAIR_DAY - 8 * DAY) == []
    assert told_at(FAIR_DAY - 7 * DAY) == [(reminder, lan.person.public_id)]
    # Who signs up late is not reminded of what is past.
    with writing() as rows:
        actions.sign_up(rows.get_one(Event, event.id), by=people.visitor_of(budi), now=FAIR_DAY - 3 * DAY)
    assert told_at(FAIR_DAY - 3 * DAY + HOUR) == []
    both = [lan.person.public_id, budi.person.public_id]
    assert told_at(FAIR_DAY - DAY) == sorted((reminder, ref) for ref in both)
    # Two days later: everybody with a seat is told at once, and reminded anew a day before.
    staff = people.visitor_of(people.coordinator())
    facts = facts_of(event)
    with writing() as rows:
        later = replace(facts, starts_at=FAIR_DAY + 2 * DAY, ends_at=FAIR_DAY + 2 * DAY + 4 * HOUR)
        actions.change_event(rows.get_one(Event, event.id), later, by=staff, now=FAIR_DAY - 20 * HOUR)
    assert told_at(FAIR_DAY - 20 * HOUR) == sorted((moved, ref) for ref in both)
    assert told_at(FAIR_DAY - 2 * HOUR) == []
    assert told_at(FAIR_DAY + DAY) == sorted((reminder, ref) for ref in both)
    # What changes neither hours nor place moves nothing.
    with writing() as rows:
        actions.change_event(rows.get_one(Event, event.id), replace(later, seats=50), by=staff, now=FAIR_DAY)
    assert told_at(FAIR_DAY + DAY + HOUR) == []
    # Another way in is another place.
    with writing() as rows:
        online = replace(later, seats=50, online_link="https://meet.example/room")
        actions.change_event(rows.get_one(Event, event.id), online, by=staff, now=FAIR_DAY + DAY + HOUR)
    assert told_at(FAIR_DAY + DAY + 2 * HOUR) == sorted((moved, ref) for ref in both)


def test_a_reminder_has_both_clocks_and_goes_to_nobody_who_gave_the_seat_back(app, db, outbox, clock):
    event = make_event(seats=None, vi="Ngày hội Hà Nội")
    lan, budi = people.student(), people.other_student()
    make_registration(event, lan)
    gone = make_registration(event, budi)
    with writing():
        lan.person.zone = "Asia/Tokyo"
    clock.move_to(FAIR_DAY - DAY)
    assert remind(FAIR_DAY - DAY) == 2
    with writing():
        gone.state = RegistrationState.CANCELLED
    [message] = outbox.hand_over()
    body = message.get_body(("plain",)).get_content()
    assert "Ngày hội Hà Nội" in message["Subject"]
    assert "08:30" in body and "10:30" in body and "Nhật Bản" in body
    assert [part.get_filename() for part in message.iter_attachments()] == [
        f"{event.slug}-ticket.png",
        f"{event.slug}.ics",
    ]
