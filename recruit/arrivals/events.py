"""What arrivals announces; `reactions.py` says what follows."""

from dataclasses import dataclass
from datetime import datetime

from recruit.core.visitor import Visitor


@dataclass(frozen=True)
class StepDone:
    """A step of the procedure is done."""

    plan_step_id: int
    by: Visitor
    now: datetime


@dataclass(frozen=True)
class StepStuck:
    """A step of the procedure cannot go on."""

    plan_step_id: int
    by: Visitor
    now: datetime
