"""Reads values out of a JSON document and refuses what is wrong with the place named."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import TypeVar
from zoneinfo import ZoneInfo

Value = TypeVar("Value")
YEARS = range(1900, 2201)


class BadDocument(ValueError):
    """One wrong place in the document, said in one line."""

    def __init__(self, place: str, problem: str) -> None:
        super().__init__(f"{place}: {problem}")
        self.place = place
        self.problem = problem


def mapping(value: object, place: str) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise BadDocument(place, f"an object is expected, not {shown(value)}")
    return {str(key): item for key, item in value.items()}


def items(value: object, place: str) -> Sequence[object]:
    if not isinstance(value, list):
        raise BadDocument(place, f"a list is expected, not {shown(value)}")
    return value


def item_list(value: object, place: str, read: Callable[[object, str], Value]) -> tuple[Value, ...]:
    return tuple(read(item, f"{place}[{index}]") for index, item in enumerate(items(value, place)))


def text(value: object, place: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise BadDocument(place, f"a text is expected, not {shown(value)}")
    return value


def number(value: object, place: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not -4000 <= value <= 4000:
        raise BadDocument(place, f"a whole number is expected, not {shown(value)}")
    return value


def truth(value: object, place: str) -> bool:
    if not isinstance(value, bool):
        raise BadDocument(place, f"true or false is expected, not {shown(value)}")
    return value


def day(value: object, place: str) -> date:
    found = None
    if isinstance(value, str) and len(value) == 10:
        try:
            found = date.fromisoformat(value)
        except ValueError:
            found = None
    if found is None or found.year not in YEARS:
        raise BadDocument(place, f"a date such as 2024-04-01 is expected, not {shown(value)}")
    return found


def day_or_null(value: object, place: str) -> date | None:
    return None if value is None else day(value, place)


def instant(value: object, place: str) -> datetime:
    found = None
    if isinstance(value, str):
        try:
            found = datetime.fromisoformat(value)
        except ValueError:
            found = None
    if found is None or found.year not in YEARS:
        raise BadDocument(place, f"an instant such as 2024-04-01T00:00:00Z is expected, not {shown(value)}")
    if found.tzinfo is None:
        raise BadDocument(place, f"the instant {shown(value)} needs a zone, such as a Z at its end")
    return found.astimezone(UTC)


def clock_time(value: object, place: str) -> time:
    found = None
    if isinstance(value, str) and len(value) == 5:
        try:
            found = time.fromisoformat(value)
        except ValueError:
            found = None
    if found is None:
        raise BadDocument(place, f"a time of day such as 09:00 is expected, not {shown(value)}")
    return found


def zone_name(value: object, place: str) -> str:
    name = text(value, place)
    try:
        ZoneInfo(name)
    except (KeyError, OSError, ValueError):
        raise BadDocument(place, f"{shown(name)} is not a known time zone") from None
    return name


def one_of(value: object, place: str, allowed: Sequence[str]) -> str:
    if not isinstance(value, str) or value not in allowed:
        raise BadDocument(place, f"{shown(value)} is not one of {', '.join(allowed)}")
    return value


def pair(value: object, place: str) -> tuple[object, object]:
    found = items(value, place)
    if len(found) != 2:
        raise BadDocument(place, "two values are expected")
    return found[0], found[1]


def shown(value: object) -> str:
    written = repr(value) if not isinstance(value, str) else f'"{value}"'
    return written if len(written) <= 40 else f"{written[:37]}…"
