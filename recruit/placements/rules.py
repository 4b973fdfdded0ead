"""What is true about a hire, in plain Python. A placement is one employment spell."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum


class PlacementState(StrEnum):
    EXPECTED = "expected"
    WORKING = "working"
    ON_LEAVE = "on_leave"
    LEFT = "left"
    NEVER_STARTED = "never_started"


class PlacementSource(StrEnum):
    """How the programme came to know of the hire."""

    PLATFORM = "platform"
    COMPANY = "company"
    STAFF = "staff"
    IMPORT = "import"


class PlacementFactKind(StrEnum):
    """What may become known about a placement; facts are added, never overwritten."""

    PLANNED_START = "planned_start"
    STARTED = "started"
    EMPLOYER = "employer"
    STATUS_OF_RESIDENCE = "status_of_residence"
    LEAVE = "leave"
    ENDED = "ended"
    ENDED_WITHDRAWN = "ended_withdrawn"
    DIED = "died"
    ARRIVED = "arrived"
    STAY_UNTIL = "stay_until"
    RENEWAL_APPLIED = "renewal_applied"


class ExitKind(StrEnum):
    """Where a person went, as the retention figures count competing exits."""

    MOVED_EMPLOYER_JAPAN = "moved_employer_japan"
    RETURNED_HOME = "returned_home"
    CONTRACT_END = "contract_end"
    THIRD_COUNTRY = "third_country"
    DEATH = "death"
    UNKNOWN = "unknown"


class EmployerSize(StrEnum):
    """The size of an employer that is not one of our organisations, as lists name it."""

    SMALL = "small"
    MID_SIZE = "mid_size"
    LARGE = "large"


class SaidBy(StrEnum):
    """Who said a fact."""

    COMPANY = "company"
    PERSON = "person"
    STAFF = "staff"
    IMPORT = "import"
    PLATFORM = "platform"


class ConfirmationKind(StrEnum):
    START = "start"
    STILL_EMPLOYED = "still_employed"


class PlacementRefusal(StrEnum):
    """Why something about a hire cannot be done."""

    ALREADY_STARTED = "already_started"
    NOT_WORKING = "not_working"
    END_BEFORE_START = "end_before_start"
    START_IN_THE_FUTURE = "start_in_the_future"
    NOT_ON_LEAVE = "not_on_leave"
    DAY_IN_THE_FUTURE = "day_in_the_future"
    DAY_BEFORE_START = "day_before_start"
    LEAVE_ENDS_TOO_EARLY = "leave_ends_too_early"
    EMPLOYER_UNKNOWN = "employer_unknown"


MOVES: dict[PlacementState, frozenset[PlacementState]] = {
    PlacementState.EXPECTED: frozenset({PlacementState.WORKING, PlacementState.NEVER_STARTED}),
    PlacementState.WORKING: frozenset({PlacementState.LEFT, PlacementState.ON_LEAVE}),
    PlacementState.ON_LEAVE: frozenset({PlacementState.WORKING, PlacementState.LEFT}),
    PlacementState.LEFT: frozenset({PlacementState.WORKING, PlacementState.ON_LEAVE}),
    PlacementState.NEVER_STARTED: frozenset(),
}


def why_not_confirm_start(state: PlacementState, started_on: date, today: date) -> PlacementRefusal | None:
    """A first working day can be confirmed once, and only when it has come."""
    if state is not PlacementState.EXPECTED:
        return PlacementRefusal.ALREADY_STARTED
    return PlacementRefusal.START_IN_THE_FUTURE if started_on > today else None


def why_not_end(
    state: PlacementState, started_on: date | None, last_working_day: date
) -> PlacementRefusal | None:
    """An end belongs to somebody who works, and lies on or after the first working day."""
    if state not in (PlacementState.WORKING, PlacementState.ON_LEAVE) or started_on is None:
        return PlacementRefusal.NOT_WORKING
    return PlacementRefusal.END_BEFORE_START if last_working_day < started_on else None


AT_WORK = (PlacementState.WORKING, PlacementState.ON_LEAVE)
GOES_ON = (PlacementState.EXPECTED, *AT_WORK)


def _why_not_day(started_on: date | None, day: date, today: date) -> PlacementRefusal | None:
    """What is said of a spell lies in it, and has come."""
    if day > today:
        return PlacementRefusal.DAY_IN_THE_FUTURE
    return PlacementRefusal.DAY_BEFORE_START if started_on is not None and day < started_on else None


def state_after_all(last_day_of_leave: str | None, today: date) -> PlacementState:
    """Where somebody stands whose end was a mistake: a leave that is not over goes on, so that it can be ended.

    `last_day_of_leave` is empty for a leave without a known end, None where there was no leave.
    """
    goes_on = last_day_of_leave is not None and (
        not last_day_of_leave or date.fromisoformat(last_day_of_leave) >= today
    )
    return PlacementState.ON_LEAVE if goes_on else PlacementState.WORKING


def why_not_begin_leave(
    state: PlacementState, started_on: date | None, first_on: date, last_on: date | None, today: date
) -> PlacementRefusal | None:
    """A leave is entered when it has begun, for somebody who works."""
    if state is not PlacementState.WORKING:
        return PlacementRefusal.NOT_WORKING
    if last_on is not None and last_on < first_on:
        return PlacementRefusal.LEAVE_ENDS_TOO_EARLY
    return _why_not_day(started_on, first_on, today)


def why_not_end_leave(
    state: PlacementState, begun_on: date | None, last_on: date, today: date
) -> PlacementRefusal | None:
    """A leave ends on or after its first day, and when its last day has come."""
    if state is not PlacementState.ON_LEAVE or begun_on is None:
        return PlacementRefusal.NOT_ON_LEAVE
    if last_on < begun_on:
        return PlacementRefusal.LEAVE_ENDS_TOO_EARLY
    return PlacementRefusal.DAY_IN_THE_FUTURE if last_on > today else None


def why_not_transfer(
    state: PlacementState, started_on: date | None, from_on: date, today: date
) -> PlacementRefusal | None:
    """Who works may go on with another employer of the group."""
    if state not in AT_WORK:
        return PlacementRefusal.NOT_WORKING
    return _why_not_day(started_on, from_on, today)


def employer_on(history: Sequence[tuple[date, str]], day: date) -> str | None:
    """Who employs on a day. `history` is in the order in which it became known: transfers are also learned of out of order,
    and what was said last about a day holds for it.
    """
    in_force = [entry for entry in history if entry[0] <= day]
    return max(enumerate(in_force), key=lambda place: (place[1][0], place[0]))[1][1] if in_force else None


def why_not_died(
    state: PlacementState, started_on: date | None, died_on: date, today: date
) -> PlacementRefusal | None:
    """A death is entered for a spell that goes on or is expected, and only when it has happened."""
    if state not in (*AT_WORK, PlacementState.EXPECTED):
        return PlacementRefusal.NOT_WORKING
    return _why_not_day(started_on, died_on, today)
