"""What placements announces; `reactions.py` says what follows."""

from dataclasses import dataclass
from datetime import datetime

from recruit.core.visitor import Visitor


@dataclass(frozen=True)
class StartPlanned:
    """The first working day is planned."""

    placement_id: int
    by: Visitor
    now: datetime


@dataclass(frozen=True)
class StartMoved:
    """The first working day was moved."""

    placement_id: int
    by: Visitor
    now: datetime


@dataclass(frozen=True)
class StartConfirmed:
    """The first working day has come true."""

    placement_id: int
    by: Visitor
    now: datetime


@dataclass(frozen=True)
class PlacementBroughtIn:
    """A hire was brought in from a list or by staff."""

    placement_id: int
    by: Visitor
    now: datetime


@dataclass(frozen=True)
class EndEntered:
    """The end of a hire became known."""

    placement_id: int
    by: Visitor
    now: datetime


@dataclass(frozen=True)
class EndWithdrawn:
    """An end turned out to be a mistake."""

    placement_id: int
    by: Visitor
    now: datetime


@dataclass(frozen=True)
class LeaveBegun:
    """A person is on leave."""

    placement_id: int
    by: Visitor
    now: datetime


@dataclass(frozen=True)
class LeaveEnded:
    """A person works again after a leave."""

    placement_id: int
    by: Visitor
    now: datetime


@dataclass(frozen=True)
class EmployerChanged:
    """A spell goes on with another employer of the same group."""

    placement_id: int
    by: Visitor
    now: datetime


@dataclass(frozen=True)
class Died:
    """A person has died."""

    placement_id: int
    by: Visitor
    now: datetime


@dataclass(frozen=True)
class NeverStarted:
    """An accepted offer never became work."""

    placement_id: int
    by: Visitor
    now: datetime


@dataclass(frozen=True)
class StayChanged:
    """The day of arrival, the end of the period of stay, or the application for its renewal became known or was corrected."""

    placement_id: int
    by: Visitor
    now: datetime
