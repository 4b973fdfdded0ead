"""What the request desk announces. `reactions.py` says what follows."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class RequestAsked:
    """Somebody without a sign-in asks; the address must be confirmed first."""

    request_id: int
    at: datetime


@dataclass(frozen=True)
class RequestReceived:
    """A request counts: the clocks run."""

    request_id: int
    at: datetime


@dataclass(frozen=True)
class RequestDecided:
    request_id: int
    at: datetime


@dataclass(frozen=True)
class RequestDone:
    """What was granted is carried out."""

    request_id: int
    at: datetime


@dataclass(frozen=True)
class RequestWaitsTooLong:
    """Nobody has answered for a day."""

    request_id: int
    at: datetime
