"""The procedure before and after arrival: step states and dates, in plain Python."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from recruit.placements.rules import PlacementState


class StepState(StrEnum):
    WAITING = "waiting"
    OPEN = "open"
    DONE = "done"
    NOT_NEEDED = "not_needed"
    STUCK = "stuck"


class StepOwner(StrEnum):
    """Who must act."""

    STUDENT = "student"
    COMPANY = "company"
    STAFF = "staff"
    UNIVERSITY = "university"
    SUPPORT = "support"


class Timing(StrEnum):
    """How a step stands to its last day."""

    IN_TIME = "in_time"
    LATE = "late"
    TO_TICK_OFF = "to_tick_off"


class ArrivalRefusal(StrEnum):
    """Why a step cannot be marked."""

    NOT_YOURS = "not_yours"
    NOT_OPEN = "not_open"
    ALREADY_DONE = "already_done"


class Anchor(StrEnum):
    """The day a step with a fixed offset is counted from."""

    OFFER_ACCEPTED = "offer_accepted"
    START = "start"
    ARRIVAL = "arrival"
    END = "end"


@dataclass(frozen=True)
class Rule:
    """A step of the procedure as data. `offset_days` None: planned backwards from the start through the graph."""

    key: str
    owner: StepOwner
    lead_days: int
    depends_on: tuple[str, ...]
    applies_when: str
    needed_for_start: bool
    anchor: Anchor
    offset_days: int | None


@dataclass(frozen=True)
class Scheduled:
    """When a step should begin and be done. `slack_days`: how long it can slip before the start slips (0: critical)."""

    key: str
    owner: StepOwner
    start_on: date
    due_on: date
    slack_days: int
    depends_on: tuple[str, ...]


@dataclass(frozen=True)
class Schedule:
    """A whole procedure. `earliest_start_on` is the first day of work that the lead times allow."""

    steps: tuple[Scheduled, ...]
    earliest_start_on: date
    start_on: date


# People arrive about a week before they begin, to register and to settle.
ARRIVAL_BEFORE_START = timedelta(days=7)


# How a step says that it is due so many days before the period of stay ends.
_BEFORE_EXPIRY = "before_expiry:"


def is_of_renewal(due_rule: str) -> bool:
    """Whether a step belongs to the end of a period of stay."""
    return due_rule.startswith(_BEFORE_EXPIRY)


def day_by_stay(rule: Rule, due_rule: str, *, arrived_on: date, stay_until_on: date | None) -> date | None:
    """The last day of a step that counts from the arrival, the real one or the one that is reckoned with, or from the end of
    the period of stay where it is known; None for all others.
    """
    if is_of_renewal(due_rule) and stay_until_on is not None:
        return stay_until_on - timedelta(days=int(due_rule.removeprefix(_BEFORE_EXPIRY)))
    if rule.anchor is Anchor.ARRIVAL and rule.offset_days is not None:
        return arrived_on + timedelta(days=rule.offset_days)
    return None


def reckoned_arrival(wished_start_on: date, earliest_start_on: date | None) -> date:
    """When somebody arrives who begins as planned, as long as nobody has entered the day."""
    return max(filter(None, (wished_start_on, earliest_start_on))) - ARRIVAL_BEFORE_START


# An end that becomes known later than this after its day asks for no papers any more.
LEAVING_NEWS_FOR = timedelta(days=30)


def is_of_leaving(rule: Rule) -> bool:
    """Whether a step belongs to the end of an employment."""
    return rule.applies_when == "leaving" and rule.anchor is Anchor.END


def is_leaving_news(ended_on: date, today: date) -> bool:
    """Whether anybody still has to act because of an end."""
    return today <= ended_on + LEAVING_NEWS_FOR


# A mail about what is open names the steps that begin within this time.
SOON = timedelta(days=14)
# The hour at which people read in the morning what has opened for them.
MORNING = time(9)


def next_morning(now: datetime, zone: str) -> datetime:
    """The next morning of a reader, today's where it is still to come."""
    local = now.astimezone(ZoneInfo(zone))
    day = local.date() if local.time() < MORNING else local.date() + timedelta(days=1)
    return datetime.combine(day, MORNING, ZoneInfo(zone)).astimezone(UTC)


def applies(rule: Rule, country: str) -> bool:
    """Whether a step belongs to a person of that nationality who has accepted an offer."""
    return rule.applies_when in ("always", f"country:{country}")


def schedule(rules: Sequence[Rule], *, accepted_on: date, wished_start_on: date, country: str) -> Schedule:
    """Dates of every step by the critical path method (Kelley & Walker 1959): forwards for the earliest possible start,
    backwards from the start for the latest days.

    Steps that do not apply are left out of the graph. A wished start that the lead times do not allow is moved to
    the earliest honest one. Raises ValueError where the graph has a circle.
    """
    chosen = {rule.key: rule for rule in rules if applies(rule, country)}
    order = _in_order(chosen)
    earliest_end: dict[str, date] = {}
    for key in order:
        rule = chosen[key]
        begin = max(
            (earliest_end[before] for before in rule.depends_on if before in chosen), default=accepted_on
        )
        earliest_end[key] = begin + timedelta(days=rule.lead_days)
    needed = [key for key in order if chosen[key].needed_for_start]
    ready_on = max((earliest_end[key] for key in needed), default=accepted_on)
    earliest_start_on = ready_on + ARRIVAL_BEFORE_START
    start_on = max(wished_start_on, earliest_start_on)
    arrival_on = start_on - ARRIVAL_BEFORE_START

    latest_end = dict.fromkeys(needed, arrival_on)
    for key in reversed(needed):
        for before in chosen[key].depends_on:
            if before in latest_end:
                latest_end[before] = min(
                    latest_end[before], latest_end[key] - timedelta(days=chosen[key].lead_days)
                )

    anchors = {Anchor.OFFER_ACCEPTED: accepted_on, Anchor.START: start_on, Anchor.ARRIVAL: arrival_on}
    steps = []
    for key in order:
        rule = chosen[key]
        if rule.offset_days is not None and rule.anchor in anchors:
            due_on = anchors[rule.anchor] + timedelta(days=rule.offset_days)
            if key in latest_end:
                due_on = min(due_on, latest_end[key])
        else:
            due_on = latest_end.get(key, arrival_on)
        slack = (
            (latest_end[key] - earliest_end[key]).days
            if key in latest_end
            else max(0, (due_on - earliest_end[key]).days)
        )
        steps.append(
            Scheduled(
                key=key,
                owner=rule.owner,
                start_on=max(accepted_on, due_on - timedelta(days=rule.lead_days)),
                due_on=due_on,
                slack_days=slack,
                depends_on=tuple(before for before in rule.depends_on if before in chosen),
            )
        )
    return Schedule(tuple(steps), earliest_start_on, start_on)


def _in_order(rules: Mapping[str, Rule]) -> list[str]:
    order: list[str] = []
    seen: dict[str, bool] = {}

    def visit(key: str) -> None:
        if key in seen:
            if not seen[key]:
                raise ValueError(f"the procedure has a circle through {key}")
            return
        seen[key] = False
        for before in rules[key].depends_on:
            if before in rules:
                visit(before)
        seen[key] = True
        order.append(key)

    for key in rules:
        visit(key)
    return order


def state_of(depends_on: Sequence[str], done: frozenset[str]) -> StepState:
    """A step is open once everything before it is done (or not needed)."""
    return StepState.OPEN if all(before in done for before in depends_on) else StepState.WAITING


NOT_DONE = (StepState.WAITING, StepState.OPEN, StepState.STUCK)
BEGUN = (PlacementState.WORKING, PlacementState.ON_LEAVE, PlacementState.LEFT)


def timing_of(
    state: StepState, due_on: date, *, needed_for_start: bool, today: date, placement: PlacementState
) -> Timing:
    """A step whose last day has passed is late and holds up the start, until the person works.

    From then on nobody knows but its owners whether it was done: what the start needed is done or was done without,
    and the day of what follows the start has passed. A count of days would say nothing, and an earlier step that was
    never ticked off is in the way of nothing; they are asked to tick it off.
    """
    has_passed = due_on < today
    may_be_done = needed_for_start or (state is not StepState.STUCK and has_passed)
    if placement in BEGUN and state in NOT_DONE and may_be_done:
        return Timing.TO_TICK_OFF
    return Timing.LATE if state in (StepState.OPEN, StepState.STUCK) and has_passed else Timing.IN_TIME


def why_not_done(
    state: StepState, *, owner_may: bool, timing: Timing = Timing.IN_TIME
) -> ArrivalRefusal | None:
    """Why a step cannot be marked as done, or None. What only waits to be ticked off waits for no other step."""
    if not owner_may:
        return ArrivalRefusal.NOT_YOURS
    if state is StepState.DONE:
        return ArrivalRefusal.ALREADY_DONE
    may = state in (StepState.OPEN, StepState.STUCK) or timing is Timing.TO_TICK_OFF
    return None if may else ArrivalRefusal.NOT_OPEN
