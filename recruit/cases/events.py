"""What cases announces; `reactions.py` says what follows."""

from dataclasses import dataclass
from datetime import datetime

from recruit.core.visitor import Visitor


@dataclass(frozen=True)
class AlertRaised:
    """A rule found a worrying answer."""

    alert_id: int
    by: Visitor
    now: datetime


@dataclass(frozen=True)
class CaseOpened:
    """A case was opened."""

    case_id: int
    by: Visitor
    now: datetime


@dataclass(frozen=True)
class CaseClosed:
    """A case was closed."""

    case_id: int
    by: Visitor
    now: datetime
