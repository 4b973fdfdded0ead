"""When a help line is open, read from the short form in which its hours are kept (`Mon-Fri 09:00-17:00; Sat 10:00-12:00`)."""

from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum
import re

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
HOLIDAYS = "holidays"
ALWAYS = "24/7"
_SPAN = re.compile(r"(?P<days>.+?) (?P<since>\d\d:\d\d)-(?P<until>\d\d:\d\d)")


class Opening(StrEnum):
    """How a line stands at an instant; UNKNOWN where its hours are not known so exactly."""

    ALWAYS = "always"
    NOW = "now"
    LATER_TODAY = "later_today"
    NOT_ANY_MORE_TODAY = "not_any_more_today"
    NOT_TODAY = "not_today"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Today:
    """How a line stands now; `at` is when it opens or closes today."""

    opening: Opening
    at: time | None = None


@dataclass(frozen=True)
class Span:
    days: frozenset[str]
    since: time
    until: time


def spans_of(hours: str) -> list[Span]:
    """The spans of the short form. Nothing where it gives days alone, or nothing at all."""
    found = []
    for part in filter(None, (one.strip() for one in hours.split(";"))):
        hit = _SPAN.fullmatch(part)
        if hit is None:
            return []
        days = frozenset(day for one in hit["days"].split(",") for day in _days(one.strip()))
        found.append(Span(days, time.fromisoformat(hit["since"]), time.fromisoformat(hit["until"])))
    return found


def _days(words: str) -> tuple[str, ...]:
    if words == "daily":
        return (*DAYS, HOLIDAYS)
    if words == HOLIDAYS:
        return (HOLIDAYS,)
    first, _dash, last = words.partition("-")
    return DAYS[DAYS.index(first) : DAYS.index(last or first) + 1]


def today(hours: str, at: datetime, *, is_holiday: bool) -> Today:
    """How a line stands at a local instant. Around the New Year offices keep hours of their own: then nothing is said."""
    if hours == ALWAYS:
        return Today(Opening.ALWAYS)
    spans = spans_of(hours)
    if not spans or (at.month, at.day) >= (12, 29) or (at.month, at.day) <= (1, 3):
        return Today(Opening.UNKNOWN)
    day = HOLIDAYS if is_holiday else DAYS[at.weekday()]
    of_today = sorted((span for span in spans if day in span.days), key=lambda span: span.since)
    if not of_today:
        return Today(Opening.NOT_TODAY)
    for span in of_today:
        if at.time() < span.since:
            return Today(Opening.LATER_TODAY, span.since)
        if at.time() < span.until:
            return Today(Opening.NOW, span.until)
    return Today(Opening.NOT_ANY_MORE_TODAY)
