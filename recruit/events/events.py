"""What events announces; `reactions.py` says what follows."""

from dataclasses import dataclass
from datetime import datetime

from recruit.core.visitor import Visitor


@dataclass(frozen=True)
class SignedUp:
    """A person has a seat. `language` is that of the page on which it was taken; `is_first` says that there was no sign-up of
    this person before, not even one that was cancelled.
    """

    registration_id: int
    by: Visitor
    now: datetime
    language: str = ""
    is_first: bool = False


@dataclass(frozen=True)
class PutOnWaitingList:
    """A person waits for a seat, which was asked for on a page in that language; `is_first` as above."""

    registration_id: int
    by: Visitor
    now: datetime
    language: str = ""
    is_first: bool = False


@dataclass(frozen=True)
class SeatOffered:
    """A person who waited has a seat now."""

    registration_id: int
    by: Visitor
    now: datetime


@dataclass(frozen=True)
class SignUpCancelled:
    """A person gave the seat (or the place in line) back."""

    registration_id: int
    by: Visitor
    now: datetime


@dataclass(frozen=True)
class EventEnded:
    """The last hour of an event is over."""

    event_id: int
    by: Visitor
    now: datetime
