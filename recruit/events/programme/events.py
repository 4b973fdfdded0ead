"""What the programme announces; `reactions.py` says what follows."""

from dataclasses import dataclass
from datetime import datetime

from recruit.core.visitor import Visitor


@dataclass(frozen=True)
class SessionSeatGiven:
    """Who waited for a seat in a session has one."""

    registration_id: int
    session_id: int
    by: Visitor
    now: datetime
