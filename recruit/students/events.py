"""What students announces; `reactions.py` says what follows."""

from dataclasses import dataclass
from datetime import datetime

from recruit.core.visitor import Visitor


@dataclass(frozen=True)
class StudentConfirmed:
    """A university confirmed its student."""

    student_id: int
    education_ref: str
    by: Visitor
    now: datetime


@dataclass(frozen=True)
class ProfileTakenBack:
    """A student no longer shows anything to an organisation."""

    student_id: int
    organisation_id: int
    by: Visitor
    now: datetime
