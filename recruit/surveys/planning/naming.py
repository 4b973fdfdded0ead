"""Keys of points that staff add. A key says for ever which day its point counts from, so it can be read as a name."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
import re

from recruit.surveys.planning.programme import ARRIVAL, EVENT_END, LEAVING, START, STATUS_EXPIRY

# Short, because a key has to fit into twenty characters.
_WRITTEN = {
    START: "start",
    ARRIVAL: "arrival",
    LEAVING: "leaving",
    STATUS_EXPIRY: "expiry",
    EVENT_END: "event",
}
_READ = {written: anchor for anchor, written in _WRITTEN.items()}
_KEY = re.compile(r"(?P<anchor>[a-z]+|\d\d-\d\d)\.(?P<unit>[md])(?P<count>-?\d{1,3})(?:\.\d{1,2})?")


@dataclass(frozen=True)
class PointDay:
    """The day of a point: so many months or days after its anchor, or before it where they are negative."""

    anchor: str
    months: int = 0
    days: int = 0

    @property
    def yearly_on(self) -> date | None:
        """The day of the year, in a leap year, of a point that returns."""
        return date.fromisoformat(f"2000-{self.anchor}") if self.anchor[:1].isdigit() else None


def key_of_point(day: PointDay, taken: Collection[str]) -> str:
    """A key that nothing has had before: a point that was ended and is added anew is another one."""
    unit, count = ("m", day.months) if day.months else ("d", day.days)
    key = f"{_WRITTEN.get(day.anchor, day.anchor)}.{unit}{count}"
    return next(name for name in (key, *(f"{key}.{again}" for again in range(2, 100))) if name not in taken)


def day_of_key(key: str) -> PointDay | None:
    """The day that a key says; None for those that ship with the program, and whatever is no key."""
    found = _KEY.fullmatch(key)
    if found is None:
        return None
    anchor = _READ.get(found["anchor"], found["anchor"])
    if anchor not in _WRITTEN and not anchor[:1].isdigit():
        return None
    count = int(found["count"])
    day = PointDay(anchor, **({"months": count} if found["unit"] == "m" else {"days": count}))
    try:
        _is_a_day = day.yearly_on
    except ValueError:
        return None
    return day
