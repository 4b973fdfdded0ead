"""What staff typed about somebody who is made up, as the document that `recruit followups simulate` reads. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from recruit.core.months import months_after
from recruit.surveys.planning.document import NEVER
from recruit.surveys.planning.local_time import Calendar
from recruit.surveys.planning.programme import Programme
from recruit.surveys.planning.written import written_programme

# Three years and the time in which the last point can still be answered.
MONTHS_SHOWN, DAYS_AFTER = 36, 60
# A fact is entered at noon in Japan on the day it becomes known.
ENTERED_AT = time(3)


@dataclass(frozen=True)
class Story:
    """A hire who is made up. Every later fact comes with the day on which we hear of it."""

    start_on: date
    zone: str
    language: str
    is_planned: bool = False
    registered_on: date | None = None
    confirmed_on: date | None = None
    moved_to: date | None = None
    moved_known_on: date | None = None
    later_zone: str = ""
    later_zone_since: date | None = None
    arrived_on: date | None = None
    stay_until_on: date | None = None
    no_end_since: date | None = None
    leave_from: date | None = None
    leave_to: date | None = None
    last_day: date | None = None
    last_day_known_on: date | None = None
    refuses: str = ""
    refuses_on: date | None = None
    transferred_on: date | None = None
    bounced_on: date | None = None
    rehired_on: date | None = None


def document_of(story: Story, programme: Programme, calendar: Calendar) -> dict[str, Any]:
    """The document: the rules in force, the person, the facts in the order in which they become known."""
    newest_start = max(filter(None, (story.start_on, story.moved_to, story.rehired_on)))
    until = months_after(newest_start, MONTHS_SHOWN) + timedelta(days=DAYS_AFTER)
    facts = sorted(_facts(story), key=lambda fact: fact["known_at"])
    first = datetime.fromisoformat(facts[0]["known_at"]).date()
    zones = [[min(first, story.start_on).isoformat(), story.zone]]
    if story.later_zone and story.later_zone_since is not None:
        zones.append([story.later_zone_since.isoformat(), story.later_zone])
    return {
        "programme": {
            **written_programme(programme),
            "holidays": {
                country: [day.isoformat() for day in sorted(days) if first <= day <= until]
                for country, days in sorted(calendar.by_country.items())
            },
        },
        "person": {"language": story.language, "timezones": zones},
        "facts": facts,
        "until": _at(until),
    }


def _facts(story: Story) -> list[dict[str, Any]]:
    registered_on = story.registered_on or story.start_on
    start: dict[str, Any] = {"known_at": _at(registered_on), "start": story.start_on.isoformat()}
    found = [
        start | {"planned": True} if story.is_planned else start,
        {"known_at": _at(registered_on), "employer": "A"},
    ]

    def tell(on: date | None, fact: Mapping[str, Any]) -> None:
        if on is not None:
            # Nothing is heard of somebody before they are registered.
            found.append({"known_at": _at(max(on, registered_on)), **fact})

    if story.moved_to is not None:
        tell(story.moved_known_on or story.moved_to, {"start": story.moved_to.isoformat()})
    if story.is_planned and story.confirmed_on is not None:
        tell(story.confirmed_on, {"started": (story.moved_to or story.start_on).isoformat()})
    if story.arrived_on is not None:
        tell(story.arrived_on, {"arrived": story.arrived_on.isoformat()})
    if story.stay_until_on is not None:
        tell(story.arrived_on or registered_on, {"status_expires": story.stay_until_on.isoformat()})
    if story.no_end_since is not None:
        tell(story.no_end_since, {"status_expires": NEVER})
    if story.leave_from is not None:
        leave_to = story.leave_to.isoformat() if story.leave_to else None
        tell(story.leave_from, {"leave": [story.leave_from.isoformat(), leave_to]})
    if story.last_day is not None:
        tell(story.last_day_known_on or story.last_day, {"last_working_day": story.last_day.isoformat()})
    if story.refuses:
        tell(story.refuses_on or registered_on, {"opted_out": story.refuses})
    if story.transferred_on is not None:
        tell(story.transferred_on, {"transferred_to": "B", "on": story.transferred_on.isoformat()})
    tell(story.bounced_on, {"bounced": True})
    if story.rehired_on is not None:
        tell(story.rehired_on, {"rehired": story.rehired_on.isoformat()})
    return found


def _at(day: date) -> str:
    return f"{datetime.combine(day, ENTERED_AT, UTC):%Y-%m-%dT%H:%M:%SZ}"
