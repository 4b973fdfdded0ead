"""What the log of failures announces. `reactions.py` says what follows."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class BreachLogged:
    """Somebody entered a failure, or the suspicion of one."""

    breach_id: int
    by_ref: str
    at: datetime


@dataclass(frozen=True)
class AffectedToTell:
    """A letter goes to somebody whose data is affected."""

    breach_id: int
    person_id: int
    at: datetime
