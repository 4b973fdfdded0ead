"""What is true about a hire, in plain Python. A placement is one employment spell."""

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


MOVES: dict[PlacementState, frozenset[PlacementState]] = {
    PlacementState.EXPECTED: frozenset({PlacementState.WORKING, PlacementState.NEVER_STARTED}),
    PlacementState.WORKING: frozenset({PlacementState.LEFT, PlacementState.ON_LEAVE}),
    PlacementState.ON_LEAVE: frozenset({PlacementState.WORKING, PlacementState.LEFT}),
    PlacementState.LEFT: frozenset({PlacementState.WORKING}),
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
