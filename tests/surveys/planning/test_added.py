"""Points that staff add or end, without a database: who is asked, what stands, and that nobody is asked twice."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from recruit.surveys.planning.added import horizon_at
from recruit.surveys.planning.contacts import (
    NOTHING_YET,
    Answer,
    Delivery,
    Journal,
    Key,
    Kind,
    Outcome,
    PlannedContact,
    State,
)
from recruit.surveys.planning.facts import Facts, Known, placement_facts
from recruit.surveys.planning.local_time import Calendar
from recruit.surveys.planning.naming import PointDay, day_of_key, key_of_point
from recruit.surveys.planning.planner import plan
from recruit.surveys.planning.programme import ARRIVAL, LEAVING, START, STATUS_EXPIRY, Programme, Wave
from recruit.surveys.planning.versions import edited

START_ON = date(2026, 1, 5)
# Monday nine o'clock in Tokyo: the 5th of April is a Sunday.
DUE = datetime(2026, 4, 6, tzinfo=UTC)
FACTS = placement_facts("1", start_on=START_ON, registered_at=datetime(2026, 1, 5, tzinfo=UTC))
WAVE = Wave("start.m3", months=3, call_days=(21,))
INVITATION = Key("1", "start.m3", Kind.INVITATION, 0)
REMINDER = Key("1", "start.m3", Kind.REMINDER, 1)


def planned(
    wave: Wave, now: datetime, journal: Journal = NOTHING_YET, facts: Facts = FACTS
) -> dict[tuple[str, int], PlannedContact]:
    found = plan(facts, Programme((wave,)), Calendar(), now=now, journal=journal, horizon=horizon_at(now))
    return {(contact.key.kind.value, contact.key.sequence): contact for contact in found}


def days(number: float) -> datetime:
    return DUE + timedelta(days=number)


@pytest.mark.parametrize(
    ("added_after", "looked_after", "expected"),
    [
        (-30, -29, (State.PLANNED, DUE)),
        # In its window: it goes at the next hour of mail after it was added, and was never late before.
        (5, 5, (State.PLANNED, days(5))),
        (5, 40, (State.MISSED_BY_US, days(5))),
        # Closed when it was added: it was never a point, so nobody missed it.
        (31, 31, None),
        (31, 200, None),
    ],
)
def test_who_is_asked_at_a_point_that_is_added(
    added_after: int, looked_after: int, expected: tuple[State, datetime] | None
) -> None:
    wave = replace(WAVE, added_at=days(added_after))
    found = planned(wave, days(looked_after)).get(("invitation", 0))
    assert (None if found is None else (found.state, found.due_at)) == expected


def test_what_was_asked_stays_when_a_corrected_start_moves_it_before_the_day_on_which_it_was_added() -> None:
    wave = replace(WAVE, added_at=days(5))
    earlier = replace(FACTS, anchors={START: (*FACTS.versions(START), Known(date(2025, 11, 3), days(8)))})
    asked = Journal((Delivery(INVITATION, days(6)),))
    assert planned(wave, days(9), facts=earlier) == {}
    assert planned(wave, days(9), asked, earlier)["invitation", 0].state is State.EXPIRED


def test_an_ended_point_sends_nothing_more_and_what_went_out_stays() -> None:
    ended = replace(WAVE, ended_at=days(3))
    for asked, expected in (
        (NOTHING_YET, State.CANCELLED),
        (Journal((Delivery(INVITATION, days(0)),)), State.SENT),
        (Journal((Delivery(INVITATION, days(0), Outcome.BOUNCED),)), State.BOUNCED),
        (Journal((), (Answer("1", "start.m3", 0, days(1), days(2)),)), State.COMPLETE),
        (Journal((Delivery(INVITATION, days(0)),), (Answer("1", "start.m3", 0, days(1)),)), State.STARTED),
    ):
        assert planned(ended, days(4), asked)["invitation", 0].state is expected
    sent = Journal((Delivery(INVITATION, days(0)), Delivery(REMINDER, days(2))))
    after = planned(ended, days(4), sent)
    assert {key: contact.state for key, contact in after.items() if key[0] != "invitation"} == {
        ("reminder", 1): State.SENT,
        ("reminder", 2): State.CANCELLED,
        ("call", 1): State.CANCELLED,
    }
    assert after["reminder", 2].reason == "point_ended"


def test_who_has_begun_without_a_mail_may_finish_and_gets_none() -> None:
    ended = replace(WAVE, ended_at=days(-3))
    begun = Journal((), (Answer("1", "start.m3", 0, days(-4)),))
    contact = planned(ended, days(1), begun)["invitation", 0]
    assert (contact.state, contact.reason, contact.next_send_at) == (State.HELD, "point_ended", None)
    assert planned(ended, days(60), begun)["invitation", 0].state is State.CANCELLED


def test_what_closed_before_the_end_keeps_its_history() -> None:
    before = planned(WAVE, days(60))["invitation", 0]
    after = planned(replace(WAVE, ended_at=days(50)), days(60))["invitation", 0]
    assert before.state is after.state is State.MISSED_BY_US


YEARLY = Wave("10-01.d0", anchor="10-01")


def test_a_day_of_the_year_always_has_its_next_time_planned_and_no_more() -> None:
    wave = replace(YEARLY, added_at=datetime(2027, 5, 1, tzinfo=UTC))
    found = planned(wave, datetime(2027, 5, 2, tzinfo=UTC))
    assert [(contact.key.sequence, contact.due_on) for contact in found.values()] == [
        (1, date(2027, 10, 1)),
    ]
    later = planned(wave, datetime(2027, 9, 25, tzinfo=UTC))
    assert [contact.due_on for contact in later.values()] == [date(2027, 10, 1), date(2028, 10, 1)]


def test_a_day_of_the_year_ends_with_the_employment() -> None:
    left = replace(
        FACTS,
        anchors={**FACTS.anchors, LEAVING: (Known(date(2026, 12, 31), datetime(2026, 12, 1, tzinfo=UTC)),)},
    )
    now = datetime(2031, 1, 10, tzinfo=UTC)
    asked = Journal((Delivery(Key("1", "10-01.d0", Kind.INVITATION, 0), datetime(2026, 10, 1, tzinfo=UTC)),))
    found = planned(YEARLY, now, asked, left)
    invitations = [contact for contact in found.values() if contact.key.kind is Kind.INVITATION]
    assert [(contact.due_on, contact.state) for contact in invitations] == [
        (date(2026, 10, 1), State.EXPIRED),
        (date(2027, 10, 1), State.CANCELLED),
    ]


def test_edited_rules_of_a_yearly_day_leave_the_times_that_have_closed_alone() -> None:
    first = datetime(2026, 10, 1, tzinfo=UTC)
    asked = Journal((Delivery(Key("1", "10-01.d0", Kind.INVITATION, 0), first),))
    wave = edited(YEARLY, replace(YEARLY, close_days=180), now=datetime(2026, 12, 1, tzinfo=UTC))
    found = planned(wave, datetime(2027, 1, 10, tzinfo=UTC), asked)
    assert found["invitation", 0].state is State.EXPIRED
    assert found["invitation", 1].close_on == date(2027, 10, 1) + timedelta(days=180)


def test_an_edit_does_not_make_a_point_older_than_it_is() -> None:
    """Of whom had no point when it was added, none is missed because its rules are edited: the form knows no day of adding."""
    added = replace(WAVE, added_at=days(31))
    for wanted in (replace(WAVE, close_days=20), replace(WAVE, reminder_days=(3,))):
        wave = edited(added, wanted, now=days(40))
        assert wave.added_at == added.added_at
        assert planned(wave, days(41)) == {}
    # Who has the time still is asked under the new rules, and was not late before.
    assert planned(edited(replace(WAVE, added_at=days(5)), wanted, now=days(6)), days(6))[
        "invitation", 0
    ].due_at == days(5)


def test_an_end_is_kept_through_edits_and_an_ended_yearly_day_returns_no_more() -> None:
    ended = replace(YEARLY, ended_at=datetime(2026, 11, 10, tzinfo=UTC))
    # The form knows nothing of an end.
    assert edited(ended, replace(YEARLY, close_days=10), now=days(400)).ended_at == ended.ended_at
    found = planned(ended, datetime(2033, 1, 10, tzinfo=UTC))
    assert {(contact.due_on, contact.state, contact.reason) for contact in found.values()} == {
        # Closed before the end: its history stays.
        (date(2026, 10, 1), State.MISSED_BY_US, None),
        (date(2027, 10, 1), State.CANCELLED, "point_ended"),
    }


@pytest.mark.parametrize(
    ("day", "key"),
    [
        (PointDay(START, months=18), "start.m18"),
        (PointDay(ARRIVAL, days=30), "arrival.d30"),
        (PointDay(STATUS_EXPIRY, days=-90), "expiry.d-90"),
        (PointDay(LEAVING), "leaving.d0"),
        (PointDay("02-29"), "02-29.d0"),
    ],
)
def test_a_key_says_the_day_of_its_point(day: PointDay, key: str) -> None:
    assert key_of_point(day, ()) == key
    assert day_of_key(key) == day
    again = key_of_point(day, {key, f"{key}.2"})
    assert (again, day_of_key(again)) == (f"{key}.3", day)
    assert len(key_of_point(PointDay(STATUS_EXPIRY, days=-400), {"expiry.d-400"})) <= 20


def test_what_is_no_key_has_no_day() -> None:
    for word in ("m3", "exit", "", "start.m", "02-30.d0", "99-99.d0", "moon.d3", "start.m3.x", "start.m1234"):
        assert day_of_key(word) is None
