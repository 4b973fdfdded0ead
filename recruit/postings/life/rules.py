"""How long a position stands unasked, when it opens and closes, and what its company does next, in plain Python."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from recruit.postings.rules import PostingRefusal, PostingState

# What people are told of work must be kept accurate (職業安定法 5条の4): so long nobody is asked.
ASKED_AFTER = timedelta(days=30)
REMINDED_AFTER = timedelta(days=7)
CLOSED_AFTER = timedelta(days=14)
# Nobody is closed who was not reminded: where the clock stood still for long, so much time is left after the reminder.
LEFT_AFTER_REMINDER = timedelta(days=2)
# A closed position is opened again as it was checked only so long; later it is checked anew.
REOPENED_WITHIN = timedelta(days=90)
# So long before its last day the company is told of it on its list.
ENDS_SOON = timedelta(days=7)


class AskedBecause(StrEnum):
    """Why a company is asked whether a position is still right."""

    UNTOUCHED = "untouched"
    MINIMUM_WAGE = "minimum_wage"


class QuestionEnd(StrEnum):
    """What became of the question."""

    STILL_RIGHT = "still_right"
    TAKEN_BACK = "taken_back"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    UNANSWERED = "unanswered"


class NextStep(StrEnum):
    """The one thing that comes next for a position, as its company's list says it."""

    SAY_STILL_RIGHT = "say_still_right"
    ANSWER_STAFF = "answer_staff"
    FINISH = "finish"
    OPEN_AGAIN = "open_again"
    MOVE_CLOSING_DAY = "move_closing_day"
    STAFF_CHECK = "staff_check"
    WAIT_FOR_OPENING = "wait_for_opening"
    NOTHING = "nothing"


# What the company itself must do, the most urgent first.
OURS = (NextStep.SAY_STILL_RIGHT, NextStep.ANSWER_STAFF, NextStep.FINISH)


@dataclass(frozen=True)
class Step:
    """What comes next, and by when where there is a day for it."""

    what: NextStep
    by: datetime | None = None

    @property
    def is_ours(self) -> bool:
        return self.what in OURS


def next_step(
    state: PostingState,
    *,
    asked_back: bool,
    answer_by_at: datetime | None,
    opens_at: datetime | None,
    closes_at: datetime | None,
    may_reopen: bool,
    now: datetime,
) -> Step:
    """What comes next for a position. `answer_by_at` belongs to the question that is open, where one is."""
    match state:
        case PostingState.DRAFT:
            return Step(NextStep.ANSWER_STAFF if asked_back else NextStep.FINISH)
        case PostingState.IN_REVIEW:
            return Step(NextStep.STAFF_CHECK)
        case PostingState.SCHEDULED:
            return Step(NextStep.WAIT_FOR_OPENING, opens_at)
        case PostingState.PUBLISHED:
            if answer_by_at is not None:
                return Step(NextStep.SAY_STILL_RIGHT, answer_by_at)
            if closes_at is not None and closes_at <= now + ENDS_SOON:
                return Step(NextStep.MOVE_CLOSING_DAY, closes_at)
            return Step(NextStep.NOTHING, closes_at)
        case PostingState.CLOSED:
            return Step(NextStep.OPEN_AGAIN if may_reopen else NextStep.NOTHING)
        case _:
            return Step(NextStep.NOTHING)


def why_not_times(
    opens_at: datetime | None, closes_at: datetime | None, *, now: datetime
) -> PostingRefusal | None:
    """Why a position cannot open and close then; no opening day means at once."""
    if closes_at is None:
        return None
    if closes_at <= now:
        return PostingRefusal.CLOSING_DAY_OVER
    if opens_at is not None and closes_at <= opens_at:
        return PostingRefusal.CLOSES_BEFORE_OPENING
    return None


def why_not_reopen(
    state: PostingState, *, closed_at: datetime | None, closes_at: datetime | None, now: datetime
) -> PostingRefusal | None:
    """Why a position cannot be opened again as it was checked."""
    if state is not PostingState.CLOSED or closed_at is None:
        return PostingRefusal.MOVE_NOT_POSSIBLE
    if now - closed_at > REOPENED_WITHIN:
        return PostingRefusal.CLOSED_TOO_LONG
    return why_not_times(None, closes_at, now=now)


def is_asked(*, closes_at: datetime | None, now: datetime) -> bool:
    """Whether asking makes sense: what closes by itself before an answer is due is not asked about."""
    return closes_at is None or closes_at > now + CLOSED_AFTER
