"""When a first working day can be confirmed and an end entered."""

from datetime import date

import pytest

from recruit.placements.rules import (
    MOVES,
    PlacementRefusal,
    PlacementState,
    why_not_confirm_start,
    why_not_end,
)

TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("state", "started_on", "refusal"),
    [
        (PlacementState.EXPECTED, TODAY, None),
        (PlacementState.EXPECTED, date(2026, 11, 26), PlacementRefusal.START_IN_THE_FUTURE),
        (PlacementState.WORKING, TODAY, PlacementRefusal.ALREADY_STARTED),
        (PlacementState.NEVER_STARTED, TODAY, PlacementRefusal.ALREADY_STARTED),
    ],
)
def test_confirming_a_start(
    state: PlacementState, started_on: date, refusal: PlacementRefusal | None
) -> None:
    assert why_not_confirm_start(state, started_on, TODAY) is refusal


@pytest.mark.parametrize(
    ("state", "started_on", "last_day", "refusal"),
    [
        (PlacementState.WORKING, date(2026, 4, 1), date(2026, 4, 1), None),
        (PlacementState.ON_LEAVE, date(2026, 4, 1), date(2027, 3, 31), None),
        (PlacementState.WORKING, date(2026, 4, 1), date(2026, 3, 31), PlacementRefusal.END_BEFORE_START),
        (PlacementState.EXPECTED, None, date(2026, 4, 1), PlacementRefusal.NOT_WORKING),
        (PlacementState.LEFT, date(2026, 4, 1), date(2026, 9, 1), PlacementRefusal.NOT_WORKING),
    ],
)
def test_entering_an_end(
    state: PlacementState, started_on: date | None, last_day: date, refusal: PlacementRefusal | None
) -> None:
    assert why_not_end(state, started_on, last_day) is refusal


def test_what_never_started_stays_so() -> None:
    assert MOVES[PlacementState.NEVER_STARTED] == frozenset()
