"""What somebody who joins a fair late can still do, in plain Python."""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum


class Chance(StrEnum):
    """What is open to a student who has no meeting although wishes are closed."""

    NONE = "none"
    """Nothing to ask for: wishes are open, meetings are there, both sides propose, or the fair is over."""
    ASK = "ask"
    ASKED = "asked"


def chance_of(
    *,
    arranges: bool,
    wishes_closed: bool,
    is_published: bool,
    has_wishes: bool,
    has_meeting: bool,
    has_asked: bool,
    ends_at: datetime,
    now: datetime,
) -> Chance:
    """Whoever has chosen in time waits for the timetable; who could not, or has nothing in it, may ask staff for free places."""
    waits = has_wishes and not is_published
    if not arranges or not wishes_closed or has_meeting or waits or now >= ends_at:
        return Chance.NONE
    return Chance.ASKED if has_asked else Chance.ASK


def is_late_company(company: str, known: Collection[str], *, has_meeting: bool) -> bool:
    """Whether a timetable was made before this company had a booth. `known`: the companies it was made for."""
    return company not in known and not has_meeting
