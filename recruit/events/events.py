"""What events announces; `reactions.py` says what follows."""

from dataclasses import dataclass
from datetime import datetime

from recruit.core.visitor import Visitor
from recruit.events.values import Newcomer


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
class SeatAsked:
    """A person asked for a seat that staff or the draw give; the words are those of `SignedUp`."""

    registration_id: int
    by: Visitor
    now: datetime
    language: str = ""
    is_first: bool = False


@dataclass(frozen=True)
class SignedUpTogether:
    """Several people came at the same moment. What follows for each is what follows `SignedUp`, `PutOnWaitingList` or
    `SeatAsked`, but in a few statements for all of them.
    """

    event_id: int
    newcomers: tuple[Newcomer, ...]
    now: datetime


@dataclass(frozen=True)
class SeatGiven:
    """Who asked for a seat, or was held one, has it now."""

    registration_id: int
    by: Visitor
    now: datetime


@dataclass(frozen=True)
class StillWaiting:
    """Who asked for a seat may come, and waits for one: there are no more."""

    registration_id: int
    by: Visitor
    now: datetime


@dataclass(frozen=True)
class SeatRefused:
    """Staff gave this person no seat."""

    registration_id: int
    by: Visitor
    now: datetime


@dataclass(frozen=True)
class SeatHeld:
    """A seat is held for a person who waited, until a time."""

    registration_id: int
    by: Visitor
    now: datetime


@dataclass(frozen=True)
class SeatPassedOn:
    """Nobody took the seat that was held; it went to the next in line."""

    registration_id: int
    by: Visitor
    now: datetime


@dataclass(frozen=True)
class SeatOffered:
    """A person who waited has a seat now."""

    registration_id: int
    by: Visitor
    now: datetime


@dataclass(frozen=True)
class SignUpCancelled:
    """A person gave the seat (or the place in line) back; `had_seat` where it was a seat, which a calendar may hold."""

    registration_id: int
    by: Visitor
    now: datetime
    had_seat: bool = False


@dataclass(frozen=True)
class EventCalledOff:
    """Staff called an event off; who had signed up is told one by one."""

    event_id: int
    by: Visitor
    now: datetime


@dataclass(frozen=True)
class SeatCalledOff:
    """The event that this person signed up for does not take place."""

    registration_id: int
    by: Visitor
    now: datetime
    had_seat: bool


@dataclass(frozen=True)
class EventEnded:
    """The last hour of an event is over."""

    event_id: int
    by: Visitor
    now: datetime
