"""What is true about fairs, in plain Python."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from enum import StrEnum


class BoothState(StrEnum):
    ASKED = "asked"
    WAITING = "waiting"
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"


class Mark(StrEnum):
    """How much one side wants to meet the other."""

    MUST = "must"
    YES = "yes"
    NO = "no"


class Side(StrEnum):
    STUDENT = "student"
    COMPANY = "company"


class TimetableState(StrEnum):
    SOLVING = "solving"
    DRAFT = "draft"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    CANCELLED = "cancelled"
    REFUSED = "refused"
    """The solver answered, and its answer was found wrong: nothing of it is kept."""


class Closing(StrEnum):
    """Why nobody meets in a slot."""

    LUNCH = "lunch"
    PRAYER = "prayer"
    REST = "rest"


class RepairState(StrEnum):
    """What becomes of proposals to mend a published timetable."""

    ASKED = "asked"
    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    DISCARDED = "discarded"
    FAILED = "failed"


class ReportKind(StrEnum):
    """What a company says on the day."""

    NO_SHOW = "no_show"
    RUNS_LATE = "runs_late"


class MeetingState(StrEnum):
    PLANNED = "planned"
    RUNNING = "running"
    HELD = "held"
    NO_SHOW = "no_show"
    DROPPED = "dropped"
    MOVED = "moved"


# A conversation that did not take place needs no answer.
MAY_BE_ANSWERED = (MeetingState.PLANNED, MeetingState.RUNNING, MeetingState.HELD)


class Outcome(StrEnum):
    """What the company answers after a meeting."""

    NEXT_STEP = "next_step"
    MAYBE = "maybe"
    NO = "no"


class FairRefusal(StrEnum):
    """Why something at a fair cannot be done."""

    NOT_AT_THE_FAIR = "not_at_the_fair"
    COMPANY_NOT_AT_THE_FAIR = "company_not_at_the_fair"
    STUDENT_NOT_AT_THE_FAIR = "student_not_at_the_fair"
    WISHES_CLOSED = "wishes_closed"
    ARRANGING_NOT_ALLOWED = "arranging_not_allowed"
    NOTHING_TO_ARRANGE = "nothing_to_arrange"
    ALREADY_PUBLISHED = "already_published"
    NOT_YET_SOLVED = "not_yet_solved"
    MOVE_NOT_POSSIBLE = "move_not_possible"
    COMPANY_NOT_APPROVED = "company_not_approved"
    BOOTHS_CLOSED = "booths_closed"
    RANK_TWICE = "rank_twice"
    RANK_NOT_A_NUMBER = "rank_not_a_number"
    SLOTS_OUTSIDE_FAIR = "slots_outside_fair"
    WISHES_TOO_LATE = "wishes_too_late"
    NOT_YET_HELD = "not_yet_held"
    ALREADY_ANSWERED = "already_answered"
    PINS_CONTRADICT = "pins_contradict"
    PINS_STAND_OTHERWISE = "pins_stand_otherwise"
    NO_SUCH_WISH = "no_such_wish"
    NOTHING_IS_WRONG = "nothing_is_wrong"
    FAIR_IS_OVER = "fair_is_over"
    PLAN_HAS_CHANGED = "plan_has_changed"


# Weight of a wish pair in the timetable: what both want counts most. A "no" of either side is never arranged.
_WEIGHT = {Mark.MUST: 8, Mark.YES: 4}
RANK_BONUS = 3


def weight_of(
    student: Mark | None,
    company: Mark | None,
    *,
    student_rank: int | None = None,
    company_rank: int | None = None,
) -> int | None:
    """The weight of a meeting for the solver, at least 1; None where the two are not to meet.

    Both sides must have been asked: a meeting needs the company's wish and the student's; a student's "must" or a
    high rank only weighs more. A company's ask without the student's answer is not enough, as the student decides.
    """
    if student is None or company is None or Mark.NO in (student, company):
        return None
    bonus = sum(max(0, RANK_BONUS + 1 - rank) for rank in (student_rank, company_rank) if rank is not None)
    return _WEIGHT[student] + _WEIGHT[company] + bonus


MOST_TABLES = 5
MOST_SLOTS = 60
MOST_RANK = 50
# How long companies may think after the fair before they answer.
ANSWER_WITHIN = timedelta(days=14)
# A worker that has not finished by then is taken for dead, and another one begins anew.
SOLVING_LEASE = timedelta(minutes=10)
# A process that was ended from outside, as for want of memory, is begun again then.
BEGIN_AGAIN_AFTER = timedelta(minutes=1)
SOLVING_SECONDS = 60.0
MOST_SOLVING_SECONDS = 300.0


def seconds_for(requests: int) -> float:
    """For how long to search at most: an answer that is proven the best comes sooner, a large fair may take longer."""
    return min(MOST_SOLVING_SECONDS, SOLVING_SECONDS + requests / 100)


def slot_starts(first: datetime, number: int, minutes: int) -> tuple[datetime, ...]:
    """When each slot begins: one directly after the other."""
    return tuple(first + timedelta(minutes=minutes * place) for place in range(number))


def why_not_slots(
    starts: tuple[datetime, ...], minutes: int, *, begins_at: datetime, ends_at: datetime
) -> FairRefusal | None:
    """Every conversation lies within the fair."""
    fits = bool(starts) and starts[0] >= begins_at and starts[-1] + timedelta(minutes=minutes) <= ends_at
    return None if fits else FairRefusal.SLOTS_OUTSIDE_FAIR


def why_not_wish(*, wishes_until: datetime, is_published: bool, now: datetime) -> FairRefusal | None:
    """Wishes count until their deadline, and never after the timetable that was made of them is public."""
    return FairRefusal.WISHES_CLOSED if is_published or now >= wishes_until else None


def why_not_arrange(*, operator_may: bool, fair_arranges: bool, is_published: bool) -> FairRefusal | None:
    """Only a placement office may arrange interviews; one published timetable stays."""
    if not (operator_may and fair_arranges):
        return FairRefusal.ARRANGING_NOT_ALLOWED
    return FairRefusal.ALREADY_PUBLISHED if is_published else None


def why_not_answer(
    *, starts_at: datetime, outcome: Outcome | None, wanted: Outcome, now: datetime
) -> FairRefusal | None:
    """A company answers once, after the meeting has begun; saying the same again is harmless."""
    if now < starts_at:
        return FairRefusal.NOT_YET_HELD
    return FairRefusal.ALREADY_ANSWERED if outcome not in (None, wanted) else None


def doubled_ranks(given: Mapping[str, int], kept: Collection[int]) -> list[str]:
    """Whose rank stands for another wish already: one further up in the list, or one `kept` on another page of it. Each rank
    stands for one wish; leaving ranks out is fine.
    """
    seen, doubled = set(kept), []
    for ref, rank in given.items():
        if rank in seen:
            doubled.append(ref)
        seen.add(rank)
    return doubled
