"""Alerts and cases, in plain Python."""

from collections.abc import Collection
from datetime import datetime, timedelta
from enum import StrEnum


class Level(StrEnum):
    """How soon a person must look; red first."""

    RED = "red"
    ORANGE = "orange"
    YELLOW = "yellow"


ORDER = tuple(Level)


class CaseOrigin(StrEnum):
    ALERT = "alert"
    REPORT = "report"
    PERSON = "person"
    SILENCE = "silence"
    PROCEDURE = "procedure"


class AboutKind(StrEnum):
    """What brought a case about, where that is neither an answer nor a report."""

    BOOTH = "booth"
    STEP = "plan_step"


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


class HelpAnswer(StrEnum):
    """What a person says of the help that came of a case, a month after it was closed."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class ReportKind(StrEnum):
    """What anybody may report without signing in."""

    MONEY_ASKED = "money_asked"
    COMPANY = "company"
    POSITION = "position"
    PAGE = "page"


class AlertRule(StrEnum):
    """The rules that questionnaires name."""

    DANGER_NOW = "danger_now"
    VIOLENCE = "violence"
    PASSPORT_KEPT = "passport_kept"
    INJURY_NOT_REPORTED = "injury_not_reported"
    UNPAID_WAGES = "unpaid_wages"
    HARASSMENT = "harassment"
    WORK_OUTSIDE_CONTRACT = "work_outside_contract"
    MONEY_ASKED = "money_asked"
    UNWELL = "unwell"
    WANTS_TO_TALK = "wants_to_talk"
    THINKS_OF_LEAVING = "thinks_of_leaving"
    STAY_LOW = "stay_low"
    SAFETY_NOT_TAUGHT = "safety_not_taught"
    LONELY = "lonely"


class MayHear(StrEnum):
    """Who may be told what a note says, besides those who see to the case."""

    NOBODY = "nobody"
    ADVISERS = "advisers"
    COMPANY = "company"


class HelpKind(StrEnum):
    """What a help line is for; the order is that of the page."""

    EMERGENCY = "emergency"
    SUICIDE_PREVENTION = "suicide_prevention"
    HEALTH = "health"
    WORK = "work"
    LEGAL = "legal"
    IMMIGRATION = "immigration"
    EMBASSY = "embassy"


# Shown at once to somebody who has just answered that something is wrong.
KINDS_AT_ONCE = (HelpKind.EMERGENCY, HelpKind.SUICIDE_PREVENTION, HelpKind.HEALTH, HelpKind.WORK)
_FITS: dict[str, tuple[HelpKind, ...]] = {
    AlertRule.DANGER_NOW: (HelpKind.EMERGENCY, HelpKind.SUICIDE_PREVENTION, HelpKind.EMBASSY),
    AlertRule.VIOLENCE: (HelpKind.EMERGENCY, HelpKind.SUICIDE_PREVENTION, HelpKind.WORK, HelpKind.EMBASSY),
    AlertRule.PASSPORT_KEPT: (HelpKind.EMERGENCY, HelpKind.WORK, HelpKind.EMBASSY),
    AlertRule.INJURY_NOT_REPORTED: (HelpKind.EMERGENCY, HelpKind.HEALTH, HelpKind.WORK),
    AlertRule.UNPAID_WAGES: (HelpKind.WORK, HelpKind.LEGAL),
    AlertRule.HARASSMENT: (HelpKind.WORK, HelpKind.LEGAL, HelpKind.SUICIDE_PREVENTION),
    AlertRule.WORK_OUTSIDE_CONTRACT: (HelpKind.WORK, HelpKind.IMMIGRATION),
    AlertRule.MONEY_ASKED: (HelpKind.WORK, HelpKind.LEGAL),
    AlertRule.UNWELL: (HelpKind.SUICIDE_PREVENTION, HelpKind.HEALTH),
    AlertRule.WANTS_TO_TALK: (HelpKind.SUICIDE_PREVENTION, HelpKind.WORK),
}


def kinds_at_once(found: Collection[str]) -> tuple[HelpKind, ...]:
    """The kinds of lines that fit what was answered, those for danger first; for what fits none, the usual ones."""
    fitting = {kind for rule in found for kind in _FITS.get(rule, ())}
    return tuple(kind for kind in HelpKind if kind in fitting) or KINDS_AT_ONCE


class CaseRefusal(StrEnum):
    """Why something about a case cannot be done."""

    NOT_THE_OWNER = "not_the_owner"
    FOR_OFFICERS_ONLY = "for_officers_only"
    CANNOT_SEE_TO_CASES = "cannot_see_to_cases"
    MOVE_NOT_POSSIBLE = "move_not_possible"
    DAY_HAS_PASSED = "day_has_passed"


# A red case is seen to within a day, whatever day it is; the others within working days.
RED_TIME = timedelta(hours=24)
DANGER_TIME = timedelta(hours=1)
WORKING_DAYS = {Level.ORANGE: 2, Level.YELLOW: 10}
SATURDAY = 5
# Somebody may be in danger at this moment.
DANGER_RULE = "danger_now"


# A month after a case was closed the person is asked whether it helped; the key in that mail lives for two months more.
ASK_AFTER = timedelta(days=30)
KEY_LIVES_FOR = timedelta(days=90)


def is_asked_about(code: ClosingCode | None) -> bool:
    """Who was not reached, wanted no help or needed none is not asked whether it helped."""
    return code in (ClosingCode.SOLVED, ClosingCode.REFERRED)


def is_key_alive(closed_at: datetime | None, now: datetime) -> bool:
    """Whether the link in the mail still opens the question."""
    return closed_at is not None and now < closed_at + KEY_LIVES_FOR


def due_at(level: Level, raised_at: datetime, *, rule: str = "") -> datetime:
    """By when somebody must have acted."""
    if rule == DANGER_RULE:
        return raised_at + DANGER_TIME
    if level is Level.RED:
        return raised_at + RED_TIME
    found, left = raised_at, WORKING_DAYS[level]
    while left:
        found += timedelta(days=1)
        left -= found.weekday() < SATURDAY
    return found


def more_urgent(one: Level, other: Level) -> Level:
    """The level that must be seen to first."""
    return min(one, other, key=ORDER.index)


def level_of_report(kind: ReportKind) -> Level:
    """Money asked from a person who looks for work is never a small thing."""
    return Level.RED if kind is ReportKind.MONEY_ASKED else Level.ORANGE


def why_not_taken(state: CaseState, *, is_retention_officer: bool) -> CaseRefusal | None:
    """Whoever takes a case reads its answers, so nobody but a retention officer takes one. A closed one is opened first."""
    if not is_retention_officer:
        return CaseRefusal.FOR_OFFICERS_ONLY
    return CaseRefusal.MOVE_NOT_POSSIBLE if state is CaseState.CLOSED else None


def why_not_handed_over(
    state: CaseState, *, is_retention_officer: bool, taker_sees_to_cases: bool
) -> CaseRefusal | None:
    """A retention officer may hand a case to another one or to a coordinator, who reads its answers from then on."""
    refusal = why_not_taken(state, is_retention_officer=is_retention_officer)
    return refusal or (None if taker_sees_to_cases else CaseRefusal.CANNOT_SEE_TO_CASES)


def why_not_closed(state: CaseState, *, owner_id: int | None, by_id: int | None) -> CaseRefusal | None:
    """Who closes a case has taken it first, so that somebody answers for it."""
    if state is CaseState.CLOSED:
        return CaseRefusal.MOVE_NOT_POSSIBLE
    return None if owner_id is not None and owner_id == by_id else CaseRefusal.NOT_THE_OWNER


def why_not_reopened(state: CaseState, *, is_retention_officer: bool) -> CaseRefusal | None:
    """Only what is closed is opened again, and only by who may take it."""
    if not is_retention_officer:
        return CaseRefusal.FOR_OFFICERS_ONLY
    return None if may_move(state, CaseState.OPEN) else CaseRefusal.MOVE_NOT_POSSIBLE


def why_not_planned(
    state: CaseState, *, owner_id: int | None, by_id: int | None, due_at: datetime, now: datetime
) -> CaseRefusal | None:
    """Who has taken a case says what comes next, and by when."""
    if state is not CaseState.IN_HAND or owner_id is None or owner_id != by_id:
        return CaseRefusal.NOT_THE_OWNER
    return CaseRefusal.DAY_HAS_PASSED if due_at <= now else None


def may_see_answers(
    *, is_retention_officer: bool, is_coordinator: bool, owner_id: int | None, by_id: int | None
) -> bool:
    """Single answers are for retention officers, and for the coordinator to whom one of them handed the case."""
    return is_retention_officer or (is_coordinator and owner_id is not None and owner_id == by_id)


def why_not_noted(*, may_see_answers: bool) -> CaseRefusal | None:
    """Notes repeat what people said: they are written by who may read them."""
    return None if may_see_answers else CaseRefusal.NOT_THE_OWNER


def is_late(state: CaseState, due_at: datetime, now: datetime) -> bool:
    """Somebody should have acted by now."""
    return state is not CaseState.CLOSED and due_at < now


def may_move(before: CaseState, after: CaseState) -> bool:
    """Whether a case may go from one state to another."""
    return after in TRANSITIONS[before]
