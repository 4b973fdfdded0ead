"""On which days an event is made again, in plain Python."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
import re
from zoneinfo import ZoneInfo

MOST_AT_ONCE = 26
_ENDS_IN_DAY = re.compile(r"-\d{4}(-\d{2}-\d{2})?(-\d+)?$")
_LONGEST_SLUG = 70


class RepeatingRefusal(StrEnum):
    """Why an event cannot be made again like this."""

    NO_DAY = "no_day_to_repeat"
    IN_THE_PAST = "repeated_in_the_past"
    TOO_MANY_DAYS = "too_many_days_to_repeat"
    NOTHING_CHOSEN = "nothing_of_series_chosen"


def days_of(first: date, *, weeks: int, chosen: Iterable[date]) -> list[date]:
    """So many weeks after the first day, and the days that were chosen; each once, never the first day itself."""
    weekly = (first + timedelta(weeks=number) for number in range(1, weeks + 1))
    return sorted({*weekly, *chosen} - {first})


def why_not_days(days: Iterable[date], today: date) -> RepeatingRefusal | None:
    wanted = list(days)
    if not wanted:
        return RepeatingRefusal.NO_DAY
    if len(wanted) > MOST_AT_ONCE:
        return RepeatingRefusal.TOO_MANY_DAYS
    return RepeatingRefusal.IN_THE_PAST if any(day <= today for day in wanted) else None


def moved_by_days(instant: datetime, days: int, zone: str) -> datetime:
    """The same time on the venue's clock so many days later, whatever the clock does in between."""
    local = instant.astimezone(ZoneInfo(zone))
    moved = datetime.combine(local.date() + timedelta(days=days), local.time(), tzinfo=ZoneInfo(zone))
    return moved.astimezone(UTC)


def slug_on(slug: str, day: date, taken: Iterable[str]) -> str:
    """An address for the event on that day that no other event has."""
    base = f"{_ENDS_IN_DAY.sub('', slug)[:_LONGEST_SLUG]}-{day.isoformat()}"
    known, number, found = set(taken), 1, base
    while found in known:
        number += 1
        found = f"{base}-{number}"
    return found
