"""The zone a person lives in, closed days and the hours in which mail may go."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

MAIL_HOURS = (time(9), time(19))
SUNDAY = 6
FARTHEST_SEARCH_DAYS = 3660

COUNTRY_OF_ZONE = {
    "Asia/Tokyo": "JP",
    "Asia/Ho_Chi_Minh": "VN",
    "Asia/Saigon": "VN",
    "Asia/Jakarta": "ID",
    "Asia/Pontianak": "ID",
    "Asia/Makassar": "ID",
    "Asia/Jayapura": "ID",
}


@dataclass(frozen=True)
class Whereabouts:
    """From `since` on (a local date) the person lives in this zone, under this country's holidays."""

    since: date
    zone: str
    country: str | None = None


TOKYO = Whereabouts(date.min, "Asia/Tokyo", "JP")


@dataclass(frozen=True)
class Calendar:
    """Days on which no mail goes: Sundays everywhere, `everywhere`, and each country's own holidays."""

    everywhere: frozenset[date] = frozenset()
    by_country: Mapping[str, frozenset[date]] = field(default_factory=dict)

    def is_closed(self, day: date, country: str | None) -> bool:
        if day.weekday() == SUNDAY or day in self.everywhere:
            return True
        return country is not None and day in self.by_country.get(country, frozenset())


def whereabouts_on(whereabouts: Sequence[Whereabouts], day: date) -> Whereabouts:
    """Where the person lives on that day; before the first known day, where they are first known to be."""
    for place in reversed(whereabouts):
        if place.since <= day:
            return place
    return whereabouts[0]


def local_clock(whereabouts: Sequence[Whereabouts], instant: datetime) -> datetime:
    """The wall clock of the person at that instant."""
    for place in reversed(whereabouts):
        local = instant.astimezone(ZoneInfo(place.zone))
        if place.since <= local.date():
            return local
    return instant.astimezone(ZoneInfo(whereabouts[0].zone))


def instant_at(whereabouts: Sequence[Whereabouts], day: date, clock: time) -> datetime:
    zone = ZoneInfo(whereabouts_on(whereabouts, day).zone)
    return datetime.combine(day, clock, tzinfo=zone).astimezone(UTC)


def end_of_day(whereabouts: Sequence[Whereabouts], day: date) -> datetime:
    """The first instant that no longer belongs to that local day."""
    zone = ZoneInfo(whereabouts_on(whereabouts, day).zone)
    return datetime.combine(day + timedelta(days=1), time(0), tzinfo=zone).astimezone(UTC)


def next_mail_instant(
    earliest: datetime,
    *,
    whereabouts: Sequence[Whereabouts],
    calendar: Calendar,
    send_local: time,
    away: Sequence[tuple[date, date | None]] = (),
) -> datetime | None:
    """The first instant from `earliest` on at which mail may go.

    Inside the mail hours of an open day that is at once, otherwise at the next `send_local`. `away` are spans
    of days (both included, the end may be open) in which nothing goes. None where no day is in sight.
    """
    local = local_clock(whereabouts, earliest)
    day = local.date()
    opens, shuts = MAIL_HOURS
    for offset in range(FARTHEST_SEARCH_DAYS):
        candidate = day + timedelta(days=offset)
        if _is_away(candidate, away) or calendar.is_closed(
            candidate, whereabouts_on(whereabouts, candidate).country
        ):
            continue
        if offset == 0 and opens <= local.time() < shuts:
            return earliest
        at_send_time = instant_at(whereabouts, candidate, send_local)
        if at_send_time >= earliest:
            return at_send_time
    return None


def _is_away(day: date, away: Sequence[tuple[date, date | None]]) -> bool:
    return any(first <= day and (last is None or day <= last) for first, last in away)
