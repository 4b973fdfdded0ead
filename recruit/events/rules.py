"""What is true about events and sign-ups, in plain Python."""

from datetime import datetime
from enum import StrEnum


class EventKind(StrEnum):
    FAIR = "fair"
    SEMINAR = "seminar"
    MEETING = "meeting"
    VISIT = "visit"
    BRIEFING = "briefing"


class EventState(StrEnum):
    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"
    RUNNING = "running"
    FINISHED = "finished"
    ARCHIVED = "archived"


TRANSITIONS: dict[EventState, frozenset[EventState]] = {
    EventState.DRAFT: frozenset({EventState.OPEN}),
    EventState.OPEN: frozenset({EventState.CLOSED, EventState.RUNNING}),
    EventState.CLOSED: frozenset({EventState.OPEN, EventState.RUNNING}),
    EventState.RUNNING: frozenset({EventState.FINISHED}),
    EventState.FINISHED: frozenset({EventState.ARCHIVED}),
    EventState.ARCHIVED: frozenset(),
}


class SignUpWay(StrEnum):
    """How seats are given out."""

    FIRST_COME = "first_come"
    APPROVAL = "approval"
    LOTTERY = "lottery"


class RegistrationState(StrEnum):
    WAITING = "waiting"
    OFFERED = "offered"
    SIGNED_UP = "signed_up"
    CANCELLED = "cancelled"
    REFUSED = "refused"


class EventRefusal(StrEnum):
    """Why a sign-up cannot be done."""

    NOT_OPEN = "not_open"
    TOO_LATE = "too_late"
    ALREADY_SIGNED_UP = "already_signed_up"
    NOT_SIGNED_UP = "not_signed_up"
    PROFILE_NEEDED = "profile_needed"


def why_not_sign_up(state: EventState, sign_up_until: datetime, now: datetime) -> EventRefusal | None:
    """The reason why nobody can sign up now, or None."""
    if state is not EventState.OPEN:
        return EventRefusal.NOT_OPEN
    return EventRefusal.TOO_LATE if now >= sign_up_until else None


def state_for_newcomer(seats_taken: int, seats: int | None) -> RegistrationState:
    """Where a newcomer stands: a seat while there is one, else the waiting list."""
    return RegistrationState.SIGNED_UP if seats is None or seats_taken < seats else RegistrationState.WAITING
