"""When to call, whom first, when somebody else may be asked, and what is asked aloud: rules alone."""

from datetime import UTC, date, datetime, timedelta

import pytest

from recruit.accounts.ways.rules import Move, move_of
from recruit.surveys.calling.rules import (
    CallOutcome,
    CallRefusal,
    Given,
    Try,
    Turn,
    call_again_at,
    good_time,
    is_open_entry,
    lines_for_caller,
    may_ask_others,
    may_be_asked,
    turn_of,
    urgency,
    why_not_noted,
)
from recruit.surveys.forms import load_shipped, visible_items
from recruit.surveys.planning.local_time import Calendar
from recruit.surveys.rules import ContactState, Openness

NOW = datetime(2026, 11, 25, 3, tzinfo=UTC)
HOLIDAYS = Calendar(by_country={"JP": frozenset({date(2026, 11, 23)})})


def tried(
    outcome: CallOutcome, days_ago: float = 0, way: int | None = 1, again_in: float | None = None
) -> Try:
    again_at = NOW + timedelta(days=again_in) if again_in is not None else None
    return Try(NOW - timedelta(days=days_ago), outcome, way, again_at)


@pytest.mark.parametrize(
    ("earliest", "zone", "begins", "ends"),
    [
        # Wednesday noon in Tokyo: the break has just begun.
        ("2026-11-25T12:00+09:00", "Asia/Tokyo", "2026-11-25T12:00+09:00", "2026-11-25T13:00+09:00"),
        ("2026-11-25T13:00+09:00", "Asia/Tokyo", "2026-11-25T18:00+09:00", "2026-11-25T20:30+09:00"),
        ("2026-11-25T20:30+09:00", "Asia/Tokyo", "2026-11-26T12:00+09:00", "2026-11-26T13:00+09:00"),
        # The same instant is ten in the morning in Hanoi.
        ("2026-11-25T12:00+09:00", "Asia/Ho_Chi_Minh", "2026-11-25T12:00+07:00", "2026-11-25T13:00+07:00"),
        # Friday night: Saturday has other hours, Sunday and the holiday on Monday have none.
        ("2026-11-20T21:00+09:00", "Asia/Tokyo", "2026-11-21T10:00+09:00", "2026-11-21T12:00+09:00"),
        ("2026-11-21T18:00+09:00", "Asia/Tokyo", "2026-11-24T12:00+09:00", "2026-11-24T13:00+09:00"),
    ],
)
def test_good_time_to_call(earliest: str, zone: str, begins: str, ends: str) -> None:
    found = good_time(datetime.fromisoformat(earliest), zone, lambda day: HOLIDAYS.is_closed(day, "JP"))
    assert found is not None
    assert (found.begins_at, found.ends_at) == (datetime.fromisoformat(begins), datetime.fromisoformat(ends))


def test_no_good_time_where_every_day_is_closed() -> None:
    assert good_time(NOW, "Asia/Tokyo", lambda _day: True) is None


@pytest.mark.parametrize(
    ("tries", "again_in_days", "turn"),
    [
        ([], None, Turn.NOW),
        ([tried(CallOutcome.NOT_REACHED, 0.5)], 0.5, Turn.LATER),
        ([tried(CallOutcome.REACHED, 0.25)], 0.75, Turn.LATER),
        ([tried(CallOutcome.NOT_REACHED, 1.5)], -0.5, Turn.NOW),
        ([tried(CallOutcome.NOT_REACHED, 3), tried(CallOutcome.NOT_REACHED, 2)], -1, Turn.NOW),
        ([*[tried(CallOutcome.NOT_REACHED, ago) for ago in (5, 4, 2)]], 1, Turn.LATER),
        # A word with the person begins the count anew.
        (
            [
                *[tried(CallOutcome.NOT_REACHED, ago) for ago in (9, 8, 7)],
                tried(CallOutcome.REACHED, 5),
                tried(CallOutcome.NOT_REACHED, 2),
            ],
            -1,
            Turn.NOW,
        ),
        ([tried(CallOutcome.CALL_BACK, 1, again_in=2)], 2, Turn.LATER),
        ([tried(CallOutcome.CALL_BACK, 1, again_in=-0.01)], -0.01, Turn.PROMISED),
        ([tried(CallOutcome.WRONG_NUMBER, 0.01)], None, Turn.NOW),
    ],
)
def test_when_the_next_try_is_made(tries: list[Try], again_in_days: float | None, turn: Turn) -> None:
    expected = None if again_in_days is None else NOW + timedelta(days=again_in_days)
    assert call_again_at(tries) == expected
    assert turn_of(tries, NOW) is turn


def test_promises_go_first_then_what_closes_first_then_what_waits_longest() -> None:
    soon, late, old = NOW + timedelta(days=1), NOW + timedelta(days=9), NOW - timedelta(days=30)
    ordered = [
        urgency(Turn.PROMISED, again_at=NOW, closes_at=late, since=NOW),
        urgency(Turn.NOW, again_at=None, closes_at=soon, since=NOW),
        urgency(Turn.NOW, again_at=None, closes_at=late, since=old),
        urgency(Turn.NOW, again_at=None, closes_at=late, since=NOW),
        urgency(Turn.NOW, again_at=None, closes_at=None, since=old),
        urgency(Turn.LATER, again_at=soon, closes_at=late, since=NOW),
        urgency(Turn.LATER, again_at=late, closes_at=soon, since=NOW),
    ]
    assert ordered == sorted(ordered)


@pytest.mark.parametrize(
    ("own", "tries", "may"),
    [
        ([], [], True),
        ([1], [], False),
        ([1], [tried(CallOutcome.NOT_REACHED)], False),
        ([1], [tried(CallOutcome.NOT_REACHED)] * 2, True),
        ([1, 2], [tried(CallOutcome.NOT_REACHED)] * 2, False),
        ([1, 2], [tried(CallOutcome.NOT_REACHED)] * 2 + [tried(CallOutcome.NOT_REACHED, way=2)] * 2, True),
        ([1], [tried(CallOutcome.NOT_REACHED)] * 2 + [tried(CallOutcome.REACHED)], False),
        ([1], [tried(CallOutcome.NOT_REACHED, way=None)] * 5, False),
    ],
)
def test_somebody_else_is_asked_only_when_no_other_way_works(
    own: list[int], tries: list[Try], may: bool
) -> None:
    assert may_ask_others(own, tries) is may


@pytest.mark.parametrize(
    ("outcome", "has_way", "again_in", "refusal"),
    [
        (CallOutcome.NOT_REACHED, False, None, None),
        (CallOutcome.CALL_BACK, True, None, CallRefusal.TIME_MISSING),
        (CallOutcome.CALL_BACK, True, 0, CallRefusal.TIME_PASSED),
        (CallOutcome.CALL_BACK, True, 1, None),
        (CallOutcome.WRONG_NUMBER, False, None, CallRefusal.WAY_MISSING),
        (CallOutcome.WRONG_NUMBER, True, None, None),
    ],
)
def test_what_a_try_needs(
    outcome: CallOutcome, has_way: bool, again_in: int | None, refusal: CallRefusal | None
) -> None:
    again_at = None if again_in is None else NOW + timedelta(hours=again_in)
    assert why_not_noted(outcome, has_way=has_way, again_at=again_at, now=NOW) is refusal


@pytest.mark.parametrize(
    ("state", "reason", "openness", "may"),
    [
        (ContactState.SENT, "", Openness.OPEN, True),
        (ContactState.UNREACHABLE, "no_address", Openness.OPEN, True),
        (ContactState.EXPIRED, "unfinished", Openness.LATE, True),
        (ContactState.SENT, "", Openness.CLOSED, False),
        (ContactState.HELD, "consent_awaited", Openness.OPEN, False),
        (ContactState.OPTED_OUT, "surveys", Openness.OPEN, False),
        (ContactState.SENT, "died", Openness.OPEN, False),
        (ContactState.PAUSED, "leave", Openness.OPEN, False),
    ],
)
def test_who_may_be_asked_on_the_telephone(
    state: ContactState, reason: str, openness: Openness, may: bool
) -> None:
    assert may_be_asked(state, reason, openness) is may


def test_the_caller_sees_this_call_alone_and_nothing_that_gives_other_answers_away() -> None:
    form = next(form for form in load_shipped() if form.key == "hire_m1")
    asked = next(item for item in form.items if len(item.show_if) == 1 and not item.show_if_known)
    met = asked.show_if[0]
    first = form.items[0].name if form.items[0].name != met.item else form.items[1].name

    def lines(here: dict[str, str], earlier: set[str], alone: set[str]) -> dict[str, tuple[Given, str]]:
        found = lines_for_caller(
            lambda answers: visible_items(form, answers), here=here, earlier=earlier, alone=alone
        )
        return {line.item.name: (line.given, line.value) for line in found}

    by_self = lines({}, {first}, {met.item})
    assert by_self[met.item] == (Given.ALONE, "")
    assert by_self[first] == (Given.EARLIER_CALL, "")
    assert asked.name not in by_self
    here = lines({met.item: met.values[0]}, set(), set())
    assert here[met.item] == (Given.HERE, met.values[0])
    assert here[asked.name] == (Given.OPEN, "")
    # What stands there from this call is shown as this call's, even where the same question was asked before.
    assert lines({first: "4"}, {first}, set())[first] == (Given.HERE, "4")


def test_an_entry_nobody_hands_in_closes_to_its_caller() -> None:
    assert is_open_entry(NOW, None, NOW + timedelta(hours=3, minutes=59))
    assert not is_open_entry(NOW, None, NOW + timedelta(hours=4))
    assert not is_open_entry(NOW, NOW, NOW)


@pytest.mark.parametrize(
    ("expected_on", "ended_on", "stay_until_on", "move"),
    [
        (date(2026, 12, 25), None, None, Move.START),
        (date(2026, 12, 26), None, None, None),
        (date(2026, 11, 24), None, None, None),
        (None, date(2026, 12, 25), None, Move.END),
        (None, date(2026, 11, 11), None, Move.END),
        (None, date(2026, 11, 10), None, None),
        (None, None, date(2026, 12, 25), Move.STAY),
        (None, None, date(2026, 12, 26), None),
        (None, None, date(2026, 11, 24), None),
        (None, date(2026, 12, 1), date(2026, 12, 1), Move.END),
        (None, None, None, None),
    ],
)
def test_with_which_moves_numbers_are_asked_again(
    expected_on: date | None, ended_on: date | None, stay_until_on: date | None, move: Move | None
) -> None:
    found = move_of(
        expected_on=expected_on,
        ended_on=ended_on,
        stay_until_on=stay_until_on,
        today=date(2026, 11, 25),
    )
    assert found is move
