"""What fairs announces; `reactions.py` says what follows."""

from dataclasses import dataclass
from datetime import datetime

from recruit.core.visitor import Visitor
from recruit.fairs.rules import Side


@dataclass(frozen=True)
class BoothAsked:
    """A company asked for a booth."""

    booth_id: int
    by: Visitor
    now: datetime


@dataclass(frozen=True)
class BoothConfirmed:
    """Staff confirmed a booth."""

    booth_id: int
    by: Visitor
    now: datetime


@dataclass(frozen=True)
class BoothWaits:
    """All booths are given; a company waits for one."""

    booth_id: int
    by: Visitor
    now: datetime


@dataclass(frozen=True)
class BoothWithdrawn:
    """A company that had a booth does not come after all."""

    booth_id: int
    by: Visitor
    now: datetime


@dataclass(frozen=True)
class TimetablePublished:
    """Staff published a timetable."""

    timetable_id: int
    by: Visitor
    now: datetime


@dataclass(frozen=True)
class MeetingAnswered:
    """A company answered after a meeting. `posting_ref` names the position it thinks of, where it named one."""

    meeting_id: int
    by: Visitor
    now: datetime
    posting_ref: str = ""


@dataclass(frozen=True)
class AnswerOverdue:
    """A company has not answered after a meeting, and its day has passed."""

    meeting_id: int
    by: Visitor
    now: datetime


@dataclass(frozen=True)
class MeetingsDropped:
    """A student or a company left the fair after its timetable was published: these meetings do not take place. `told` is
    the side that waits for who left.
    """

    meeting_ids: tuple[int, ...]
    by: Visitor
    now: datetime
    told: Side = Side.COMPANY


@dataclass(frozen=True)
class TimetableMended:
    """Staff took a way to mend a published timetable; these meetings changed by it."""

    repair_id: int
    meeting_ids: tuple[int, ...]
    by: Visitor
    now: datetime
