"""What surveys announces; `reactions.py` says what follows."""

from dataclasses import dataclass
from datetime import datetime

from recruit.core.visitor import Visitor


@dataclass(frozen=True)
class ResponseSubmitted:
    """A person submitted the answers of a wave."""

    response_id: int
    by: Visitor
    now: datetime
