"""What is announced where both sides agree on times; `reactions.py` says what follows."""

from dataclasses import dataclass
from datetime import datetime

from recruit.core.visitor import Visitor
from recruit.fairs.rules import Side


@dataclass(frozen=True)
class TimeProposed:
    """One side proposed a time to the other."""

    proposal_id: int
    by: Visitor
    now: datetime


@dataclass(frozen=True)
class ProposalWaits:
    """A proposal has not been answered, and its day comes near."""

    proposal_id: int
    by: Visitor
    now: datetime


@dataclass(frozen=True)
class ProposalClosed:
    """A proposal came to nothing: declined, withdrawn, or lapsed. `by_side`: who ended it; None where time did."""

    proposal_id: int
    by_side: Side | None
    by: Visitor
    now: datetime


@dataclass(frozen=True)
class MeetingAgreed:
    """Two agreed on a time, or on another one than before."""

    meeting_id: int
    by: Visitor
    now: datetime


@dataclass(frozen=True)
class MeetingCalledOff:
    """One side called an agreed meeting off."""

    meeting_id: int
    by_side: Side
    by: Visitor
    now: datetime
