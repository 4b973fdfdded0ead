"""What postings announces; `reactions.py` says what follows."""

from dataclasses import dataclass
from datetime import datetime

from recruit.core.visitor import Visitor
from recruit.postings.rules import MoveCause


@dataclass(frozen=True)
class PostingSubmitted:
    """A company asked staff to check a position."""

    posting_id: int
    by: Visitor
    now: datetime


@dataclass(frozen=True)
class PostingPublished:
    """Staff published a position."""

    posting_id: int
    by: Visitor
    now: datetime


@dataclass(frozen=True)
class PostingScheduled:
    """Staff approved a position that opens later."""

    posting_id: int
    by: Visitor
    now: datetime


@dataclass(frozen=True)
class PostingAsked:
    """A company is asked whether a position is still right, or reminded of it."""

    posting_id: int
    question_id: int
    is_reminder: bool
    now: datetime


@dataclass(frozen=True)
class PostingReturned:
    """A position needs a change: staff sent it back, or it could not open."""

    posting_id: int
    by: Visitor
    now: datetime


@dataclass(frozen=True)
class PostingClosed:
    """A position takes no more applications; the cause says why, where it was not its company by hand."""

    posting_id: int
    by: Visitor
    now: datetime
    cause: MoveCause | None = None
