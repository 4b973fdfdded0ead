"""The schedule of the procedure: the longest chain decides, everything else has slack."""

from datetime import date, timedelta
from typing import Any

import pytest

from recruit.arrivals.rules import (
    ARRIVAL_BEFORE_START,
    Anchor,
    ArrivalRefusal,
    Rule,
    StepOwner,
    StepState,
    Timing,
    schedule,
    state_of,
    timing_of,
    why_not_done,
)
from recruit.placements.rules import PlacementState

ACCEPTED = date(2026, 11, 25)


def rule(key: str, days: int, *before: str, when: str = "always", needed: bool = True, **more: Any) -> Rule:
    options: dict[str, Any] = {"anchor": Anchor.START, "offset_days": None, **more}
    return Rule(key, StepOwner.COMPANY, days, before, when, needed, **options)


# Accept, then papers (60 days) beside a course (20 days), then a flight that takes 5.
CHAIN = (
    rule("a", 1),
    rule("papers", 60, "a"),
    rule("course", 20, "a"),
    rule("flight", 5, "papers", "course"),
)


def test_the_earliest_start_is_the_longest_chain_and_a_week_to_settle() -> None:
    found = schedule(CHAIN, accepted_on=ACCEPTED, wished_start_on=ACCEPTED, country="VN")
    assert found.earliest_start_on == ACCEPTED + timedelta(days=66) + ARRIVAL_BEFORE_START
    assert found.start_on == found.earliest_start_on
    assert {step.key: step.slack_days for step in found.steps} == {
        "a": 0,
        "papers": 0,
        "course": 40,
        "flight": 0,
    }


def test_backwards_from_a_later_start() -> None:
    start_on = date(2027, 4, 1)
    found = schedule(CHAIN, accepted_on=ACCEPTED, wished_start_on=start_on, country="VN")
    due = {step.key: step.due_on for step in found.steps}
    arrival_on = start_on - ARRIVAL_BEFORE_START
    assert due == {
        "flight": arrival_on,
        "papers": arrival_on - timedelta(days=5),
        "course": arrival_on - timedelta(days=5),
        "a": arrival_on - timedelta(days=65),
    }
    assert all(step.start_on >= ACCEPTED for step in found.steps)


def test_steps_of_another_country_are_left_out_of_the_graph() -> None:
    rules = (rule("a", 1), rule("abroad", 90, "a", when="country:ID"), rule("flight", 5, "abroad"))
    of_vietnam = schedule(rules, accepted_on=ACCEPTED, wished_start_on=ACCEPTED, country="VN")
    of_indonesia = schedule(rules, accepted_on=ACCEPTED, wished_start_on=ACCEPTED, country="ID")
    assert [step.key for step in of_vietnam.steps] == ["a", "flight"]
    assert of_vietnam.steps[1].depends_on == ()
    assert of_indonesia.earliest_start_on - of_vietnam.earliest_start_on == timedelta(days=91)


def test_a_step_with_a_day_of_its_own_keeps_it() -> None:
    rules = (*CHAIN, rule("weeks", 3, needed=False, offset_days=14))
    found = schedule(rules, accepted_on=ACCEPTED, wished_start_on=date(2027, 4, 1), country="VN")
    assert next(step for step in found.steps if step.key == "weeks").due_on == date(2027, 4, 15)


def test_a_circle_is_refused() -> None:
    with pytest.raises(ValueError, match="circle"):
        schedule(
            (rule("a", 1, "b"), rule("b", 1, "a")),
            accepted_on=ACCEPTED,
            wished_start_on=ACCEPTED,
            country="VN",
        )


def test_a_step_opens_when_all_before_it_is_done() -> None:
    assert state_of(("a", "b"), frozenset({"a"})) is StepState.WAITING
    assert state_of(("a", "b"), frozenset({"a", "b"})) is StepState.OPEN


@pytest.mark.parametrize(
    ("state", "may", "refusal"),
    [
        (StepState.OPEN, True, None),
        (StepState.STUCK, True, None),
        (StepState.WAITING, True, ArrivalRefusal.NOT_OPEN),
        (StepState.NOT_NEEDED, True, ArrivalRefusal.NOT_OPEN),
        (StepState.DONE, True, ArrivalRefusal.ALREADY_DONE),
        (StepState.OPEN, False, ArrivalRefusal.NOT_YOURS),
    ],
)
def test_who_marks_what(state: StepState, *, may: bool, refusal: ArrivalRefusal | None) -> None:
    assert why_not_done(state, owner_may=may) is refusal


YESTERDAY, TODAY, TOMORROW = date(2027, 3, 1), date(2027, 3, 2), date(2027, 3, 3)


@pytest.mark.parametrize(
    ("state", "due_on", "needed", "placement", "expected"),
    [
        (StepState.OPEN, YESTERDAY, True, PlacementState.EXPECTED, Timing.LATE),
        (StepState.STUCK, YESTERDAY, False, PlacementState.EXPECTED, Timing.LATE),
        (StepState.WAITING, YESTERDAY, True, PlacementState.EXPECTED, Timing.IN_TIME),
        (StepState.OPEN, TODAY, True, PlacementState.EXPECTED, Timing.IN_TIME),
        # Who works has what the start needed behind them, whatever its day and whatever it waited for.
        (StepState.OPEN, YESTERDAY, True, PlacementState.WORKING, Timing.TO_TICK_OFF),
        (StepState.WAITING, TOMORROW, True, PlacementState.WORKING, Timing.TO_TICK_OFF),
        (StepState.STUCK, YESTERDAY, True, PlacementState.LEFT, Timing.TO_TICK_OFF),
        (StepState.DONE, YESTERDAY, True, PlacementState.WORKING, Timing.IN_TIME),
        (StepState.NOT_NEEDED, YESTERDAY, True, PlacementState.WORKING, Timing.IN_TIME),
        # What follows the start keeps its day.
        (StepState.OPEN, TOMORROW, False, PlacementState.WORKING, Timing.IN_TIME),
        (StepState.OPEN, YESTERDAY, False, PlacementState.ON_LEAVE, Timing.TO_TICK_OFF),
        (StepState.WAITING, YESTERDAY, False, PlacementState.WORKING, Timing.TO_TICK_OFF),
        (StepState.STUCK, YESTERDAY, False, PlacementState.WORKING, Timing.LATE),
    ],
)
def test_who_works_is_not_late_any_more(
    state: StepState, due_on: date, needed: bool, placement: PlacementState, expected: Timing
) -> None:
    assert timing_of(state, due_on, needed_for_start=needed, today=TODAY, placement=placement) is expected


def test_what_only_waits_to_be_ticked_off_waits_for_no_other_step() -> None:
    assert why_not_done(StepState.WAITING, owner_may=True) is ArrivalRefusal.NOT_OPEN
    assert why_not_done(StepState.WAITING, owner_may=True, timing=Timing.TO_TICK_OFF) is None
    assert (
        why_not_done(StepState.WAITING, owner_may=False, timing=Timing.TO_TICK_OFF)
        is ArrivalRefusal.NOT_YOURS
    )
