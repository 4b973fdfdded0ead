"""Edited rules, without a database: which version a point is asked under, what follows, and that nothing goes twice."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from recruit.surveys.planning.contacts import (
    NOTHING_YET,
    Answer,
    Delivery,
    Journal,
    Key,
    Kind,
    PlannedContact,
    State,
)
from recruit.surveys.planning.deciding import Do, decide
from recruit.surveys.planning.facts import Facts, Known, placement_facts
from recruit.surveys.planning.local_time import Calendar
from recruit.surveys.planning.planner import plan
from recruit.surveys.planning.programme import START, Programme, Wave
from recruit.surveys.planning.versions import edited, round_of_sequence, sequence_of
from recruit.surveys.planning.written import kept_rules, read_earlier, written_earlier
from recruit.surveys.programmes.consequences import Effect, consequences, counted

START_ON = date(2026, 1, 5)
DUE = datetime(2026, 4, 6, tzinfo=UTC)  # Monday nine o'clock in Tokyo: the 5th is a Sunday
M3 = Wave("m3", months=3, call_days=(21,))
INVITATION = Key("1", "m3", Kind.INVITATION, 0)
FACTS = placement_facts("1", start_on=START_ON, registered_at=datetime(2026, 1, 5, tzinfo=UTC))


def planned(
    wave: Wave, now: datetime, journal: Journal = NOTHING_YET, facts: Facts = FACTS
) -> dict[tuple[str, int], PlannedContact]:
    found = plan(facts, Programme((wave,)), Calendar(), now=now, journal=journal)
    return {(contact.key.kind.value, contact.key.sequence): contact for contact in found}


def out(*keys: tuple[Kind, int, int]) -> Journal:
    """Given out so many days after the due day."""
    return Journal(
        tuple(
            Delivery(Key("1", "m3", kind, number), DUE + timedelta(days=days)) for kind, number, days in keys
        )
    )


@pytest.mark.parametrize(
    ("edited_after_days", "is_out", "change", "due_on", "close_on"),
    [
        # Not sent yet: the new rules altogether.
        (-20, False, {"months": 4}, date(2026, 5, 5), date(2026, 6, 4)),
        # Sent and open: its days stay, it closes no earlier than its mail said, but it may stay open longer.
        (5, True, {"months": 4}, date(2026, 4, 5), date(2026, 5, 5)),
        (5, True, {"close_days": 10}, date(2026, 4, 5), date(2026, 5, 5)),
        (5, True, {"close_days": 40}, date(2026, 4, 5), date(2026, 5, 15)),
        # Closed when the rules changed: as it was.
        (60, True, {"months": 4, "close_days": 90}, date(2026, 4, 5), date(2026, 5, 5)),
        (60, False, {"months": 4, "close_days": 90}, date(2026, 4, 5), date(2026, 5, 5)),
    ],
)
def test_which_days_hold_after_an_edit(
    edited_after_days: int, is_out: bool, change: dict[str, int], due_on: date, close_on: date
) -> None:
    now = DUE + timedelta(days=edited_after_days)
    journal = out((Kind.INVITATION, 0, 0)) if is_out else Journal()
    wanted = edited(M3, replace(M3, **change), now=now)
    contact = planned(wanted, now + timedelta(hours=1), journal)["invitation", 0]
    assert (contact.due_on, contact.close_on) == (due_on, close_on)


def test_an_answered_point_is_neither_moved_nor_asked_once_more() -> None:
    now = DUE + timedelta(days=3)
    journal = replace(
        out((Kind.INVITATION, 0, 0)), answers=(Answer("1", "m3", 0, submitted_at=now - timedelta(days=1)),)
    )
    wanted = edited(M3, replace(M3, months=9, close_days=60), now=now)
    after = planned(wanted, now + timedelta(days=200), journal)
    assert [
        (key, contact.due_on, contact.close_on) for key, contact in after.items() if key[0] == "invitation"
    ] == [(("invitation", 0), date(2026, 4, 5), date(2026, 5, 5))]
    assert after["invitation", 0].state is State.COMPLETE


def test_other_numbers_of_reminders_never_give_a_number_another_meaning() -> None:
    for first, then in (((7, 14), (3, 7, 14)), ((7, 14), (7,)), ((), (7, 14)), ((7,), ())):
        wave = edited(Wave("m3", reminder_days=first), Wave("m3", reminder_days=then), now=DUE)
        numbers = {
            (asked, index): sequence_of(wave, Kind.REMINDER, asked, index)
            for asked in range(5)
            for index in range(len(then))
        }
        assert len(set(numbers.values())) == len(numbers)
        for (asked, index), number in numbers.items():
            assert round_of_sequence(wave, Kind.REMINDER, number) == asked
            if index < len(first):
                assert number == sequence_of(Wave("m3", reminder_days=first), Kind.REMINDER, asked, index)


def test_a_second_round_keeps_its_reminders_when_a_third_is_added() -> None:
    """The second round's first reminder has gone: with the numbers of before it would go once more."""
    corrected = datetime(2026, 8, 3, tzinfo=UTC)
    facts = replace(FACTS, anchors={START: (*FACTS.versions(START), Known(date(2026, 6, 5), corrected))})
    again = datetime(2026, 9, 7, tzinfo=UTC)
    journal = Journal(
        (
            Delivery(INVITATION, DUE),
            Delivery(INVITATION._replace(sequence=1), again),
            Delivery(Key("1", "m3", Kind.REMINDER, 3), again + timedelta(days=7)),
        ),
        (Answer("1", "m3", 0, submitted_at=DUE + timedelta(days=1)),),
    )
    now = again + timedelta(days=8)
    wanted = edited(M3, replace(M3, reminder_days=(7, 14, 20)), now=now)
    later = now + timedelta(hours=1)
    contacts = plan(facts, Programme((wanted,)), Calendar(), now=later, journal=journal)
    assert {contact.key.sequence for contact in contacts if contact.key.kind is Kind.REMINDER} == {
        1, 2, 3, 4, 1002,
    }  # fmt: skip
    assert not [action for action in decide(contacts, journal.deliveries, later) if action.do is Do.SEND]


@pytest.mark.parametrize(
    ("days", "gone", "change", "expected"),
    [
        (-20, (), {"months": 4}, {Effect.MOVES: 1}),
        (-20, (), {"send_local": M3.send_local.replace(hour=15)}, {Effect.MOVES: 1}),
        (-20, (), {"months": 2}, {Effect.MOVES: 1, Effect.AT_ONCE: 1}),
        (-2, (), {"months": 1}, {Effect.TOO_LATE: 1}),
        (5, ((Kind.INVITATION, 0, 0),), {"call_days": ()}, {Effect.VANISHES: 1}),
        (5, ((Kind.INVITATION, 0, 0),), {"reminder_days": (7, 14, 25)}, {Effect.NEW: 1}),
        (5, ((Kind.INVITATION, 0, 0),), {"reminder_days": (2, 14)}, {Effect.MOVES: 1, Effect.AT_ONCE: 1}),
        (8, ((Kind.INVITATION, 0, 0), (Kind.REMINDER, 1, 7)), {"reminder_days": (2, 20)}, {Effect.MOVES: 1}),
        (60, ((Kind.INVITATION, 0, 0),), {"months": 6, "reminder_days": (1, 2, 3)}, {}),
    ],
)  # fmt: skip
def test_what_follows_is_counted_and_nothing_is_sent_again(
    days: int, gone: tuple[tuple[Kind, int, int], ...], change: dict[str, object], expected: dict[Effect, int]
) -> None:
    now = DUE + timedelta(days=days)
    journal = out(*gone)
    wanted = edited(M3, replace(M3, **change), now=now)
    found = consequences(
        planned(M3, now, journal).values(), planned(wanted, now, journal).values(), journal=journal, now=now
    )
    assert {effect: number for effect, number in counted(found).items() if number} == expected


def test_a_longer_window_is_told_of_what_is_out() -> None:
    now, journal = DUE + timedelta(days=5), out((Kind.INVITATION, 0, 0))
    wanted = edited(M3, replace(M3, close_days=40), now=now)
    found = consequences(
        planned(M3, now, journal).values(), planned(wanted, now, journal).values(), journal=journal, now=now
    )
    assert (Effect.OPEN_LONGER, Kind.INVITATION) in {(one.effect, one.key.kind) for one in found}


def test_a_version_stands_by_itself_in_words() -> None:
    wave = edited(edited(M3, replace(M3, close_days=40), now=DUE), replace(M3, months=4), now=DUE)
    kept = kept_rules(Programme((wave,)))
    assert [read_earlier(one) for one in kept["earlier"]["m3"]] == [
        replace(one, wave=replace(one.wave, reminder_places=None, call_places=None)) for one in wave.earlier
    ]
    assert kept["places"] == {"m3": [2, 1]}
    assert written_earlier(wave.earlier[0])["until"] == "2026-04-06T00:00:00+00:00"
