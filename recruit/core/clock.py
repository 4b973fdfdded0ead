"""The only file that asks the time."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def now() -> datetime:
    """The present instant, aware, in UTC, whole microseconds."""
    return datetime.now(UTC)


def today_in(zone: str) -> date:
    """The calendar day it is now in that zone."""
    return now().astimezone(ZoneInfo(zone)).date()


def day_in(instant: datetime, zone: str) -> date:
    """The calendar day of an instant in that zone."""
    return instant.astimezone(ZoneInfo(zone)).date()
