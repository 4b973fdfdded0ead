"""What postings announces; `reactions.py` says what follows."""

from dataclasses import dataclass
from datetime import datetime

from recruit.core.visitor import Visitor


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
class PostingReturned:
    """Staff sent a position back."""

    posting_id: int
    by: Visitor
    now: datetime


@dataclass(frozen=True)
class PostingClosed:
    """A position was closed."""

    posting_id: int
    by: Visitor
    now: datetime
