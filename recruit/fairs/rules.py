"""What is true about fairs, in plain Python."""

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


class MeetingState(StrEnum):
    PLANNED = "planned"
    RUNNING = "running"
    HELD = "held"
    NO_SHOW = "no_show"
    DROPPED = "dropped"
    MOVED = "moved"


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


# Weight of a wish pair in the timetable: what both want counts most. A "no" of either side is never arranged.
_WEIGHT = {Mark.MUST: 8, Mark.YES: 4}
RANK_BONUS = 3


def weight_of(
    student: Mark | None, company: Mark | None, *, student_rank: int | None = None, company_rank: int | None = None
) -> int | None:
    """The weight of a meeting for the solver, at least 1; None where the two are not to meet.

    Both sides must have been asked: a meeting needs the company's wish and the student's; a student's "must" or a
    high rank only weighs more. A company's ask without the student's answer is not enough, as the student decides.
    """
    if student is None or company is None or Mark.NO in (student, company):
        return None
    bonus = sum(max(0, RANK_BONUS + 1 - rank) for rank in (student_rank, company_rank) if rank is not None)
    return _WEIGHT[student] + _WEIGHT[company] + bonus
