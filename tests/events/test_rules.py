"""Dates, seats and what the clock brings. Pure."""

from datetime import UTC, datetime, timedelta

import pytest

from recruit.events import rules
from recruit.events.rules import EventKind, EventRefusal, EventState, RegistrationState

STARTS = datetime(2027, 1, 16, 1, 30, tzinfo=UTC)
ENDS = STARTS + timedelta(hours=8)
UNTIL = STARTS - timedelta(days=8)
TICK = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("state", "now", "after"),
    [
        (EventState.DRAFT, ENDS, None),
        (EventState.OPEN, UNTIL - TICK, None),
        (EventState.OPEN, UNTIL, EventState.CLOSED),
        (EventState.OPEN, STARTS, EventState.RUNNING),
        (EventState.CLOSED, STARTS - TICK, None),
        (EventState.CLOSED, ENDS, EventState.RUNNING),
        (EventState.RUNNING, ENDS, EventState.FINISHED),
        (EventState.FINISHED, ENDS, None),
    ],
)
def test_the_clock(state, now, after):
    found = rules.moved_by_time(state, sign_up_until=UNTIL, starts_at=STARTS, ends_at=ENDS, now=now)
    assert found is after
    assert found is None or rules.may_move(state, found)


def test_dates_and_sign_up():
    assert rules.why_not_dates(STARTS, ENDS, STARTS) is None
    assert rules.why_not_dates(STARTS, STARTS, UNTIL) is EventRefusal.ENDS_TOO_EARLY
    assert rules.why_not_dates(STARTS, ENDS, STARTS + TICK) is EventRefusal.DEADLINE_TOO_LATE
    assert rules.why_not_sign_up(EventState.OPEN, UNTIL, UNTIL - TICK) is None
    assert rules.why_not_sign_up(EventState.OPEN, UNTIL, UNTIL) is EventRefusal.TOO_LATE
    assert rules.why_not_sign_up(EventState.DRAFT, UNTIL, STARTS) is EventRefusal.NOT_OPEN
    assert rules.state_for_newcomer(4, 5) is RegistrationState.SIGNED_UP
    assert rules.state_for_newcomer(5, 5) is RegistrationState.WAITING
    assert rules.state_for_newcomer(999, None) is RegistrationState.SIGNED_UP
    assert [rules.where_of(kind) for kind in (EventKind.FAIR, EventKind.SEMINAR)] == ["fairs", "events"]
