"""What people say about a fair, on its way from a form to a move."""

from dataclasses import dataclass
from datetime import datetime

from recruit.fairs.rules import Mark


@dataclass(frozen=True)
class SlotPlan:
    """When the conversations are: so many, of so many minutes, from a first instant on."""

    first_at: datetime
    number: int
    minutes: int
    wishes_until: datetime
    meetings_per_student: int


# A mark and a rank; None where nothing was chosen.
Entry = tuple[Mark | None, int | None]
