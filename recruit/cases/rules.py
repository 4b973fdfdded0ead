"""Alerts and cases, in plain Python."""

from datetime import datetime, timedelta
from enum import StrEnum


class Level(StrEnum):
    RED = "red"
    YELLOW = "yellow"


class CaseOrigin(StrEnum):
    ALERT = "alert"
    REPORT = "report"
    PERSON = "person"
    SILENCE = "silence"


class CaseState(StrEnum):
    OPEN = "open"
    IN_HAND = "in_hand"
    CLOSED = "closed"


TRANSITIONS: dict[CaseState, frozenset[CaseState]] = {
    CaseState.OPEN: frozenset({CaseState.IN_HAND, CaseState.CLOSED}),
    CaseState.IN_HAND: frozenset({CaseState.CLOSED}),
    CaseState.CLOSED: frozenset({CaseState.OPEN}),
}


class ClosingCode(StrEnum):
    SOLVED = "solved"
    REFERRED = "referred"
    PERSON_DECLINED = "person_declined"
    NOT_REACHED = "not_reached"
    NO_ACTION_NEEDED = "no_action_needed"


class ReportKind(StrEnum):
    """What anybody may report without signing in."""

    MONEY_ASKED = "money_asked"
    COMPANY = "company"
    PAGE = "page"


class CaseRefusal(StrEnum):
    """Why something about a case cannot be done."""

    NOT_THE_OWNER = "not_the_owner"
    MOVE_NOT_POSSIBLE = "move_not_possible"
    CLOSING_CODE_NEEDED = "closing_code_needed"


# A red alert is answered the same day, a yellow one within three.
TIME_TO_ACT = {Level.RED: timedelta(hours=24), Level.YELLOW: timedelta(days=3)}


def due_at(level: Level, raised_at: datetime) -> datetime:
    """By when somebody must have acted."""
    return raised_at + TIME_TO_ACT[level]
