"""Reads the follow-up simulation document: programme, person, facts, and when the worker stood still."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from recruit.surveys.planning import reading
from recruit.surveys.planning.local_time import COUNTRY_OF_ZONE, MAIL_HOURS, TOKYO, Calendar, Whereabouts
from recruit.surveys.planning.programme import (
    ARRIVAL,
    DATED_ANCHORS,
    EVENT_END,
    LEAVING,
    START,
    STATUS_EXPIRY,
    Audience,
    Budget,
    Priority,
    Programme,
    Wave,
    shipped_programme,
)
from recruit.surveys.planning.reading import BadDocument

ANCHOR_FACTS = {
    "start": START,
    "started": START,
    "arrived": ARRIVAL,
    "status_expires": STATUS_EXPIRY,
    "event_ends": EVENT_END,
    "last_working_day": LEAVING,
}
# What `status_expires` says in place of a day of a stay that has no end; null is an end that was withdrawn.
NEVER = "never"
OTHER_FACTS = (
    "answered",
    "begun",
    "opened_link",
    "opted_out",
    "bounced",
    "transferred_to",
    "employer",
    "rehired",
    "leave",
    "died",
    "planned",
)
AUDIENCES: dict[str, Audience] = {"hire": "hire", "company": "company"}
PRIORITIES: dict[str, Priority] = {"exit": "exit", "safety": "safety", "wave": "wave"}


@dataclass(frozen=True)
class Said:
    """One fact of the document. `opted_out` is a level, a wave's name, or empty where it was taken back."""

    known_at: datetime
    anchors: Mapping[str, date | None] = field(default_factory=dict)
    never_come: frozenset[str] = frozenset()
    is_planned: bool = False
    confirms_start: bool = False
    answered: str | None = None
    begun: str | None = None
    opted_out: str | None = None
    bounced: bool | None = None
    employer: str | None = None
    employer_since: date | None = None
    rehired: date | None = None
    leave: tuple[date, date | None] | None = None
    died: date | None = None


@dataclass(frozen=True)
class Scenario:
    programme: Programme
    calendar: Calendar
    whereabouts: tuple[Whereabouts, ...]
    zone_is_known: bool
    said: tuple[Said, ...]
    worker_down: tuple[tuple[datetime, datetime], ...]
    until: datetime


def read_scenario(document: object) -> Scenario:
    """Raises BadDocument with the place of the first thing that is wrong."""
    top = reading.mapping(document, "document")
    for name in ("facts", "until"):
        if name not in top:
            raise BadDocument(name, "is missing")
    rules = reading.mapping(top.get("programme", {}), "programme")
    programme = _programme(rules)
    whereabouts = _whereabouts(reading.mapping(top.get("person", {}), "person"))
    names = tuple(wave.name for wave in programme.waves)
    said = reading.item_list(top["facts"], "facts", lambda value, place: _said(value, place, names))
    if not said:
        raise BadDocument("facts", "at least one fact is expected")
    return Scenario(
        programme=programme,
        calendar=_calendar(rules),
        whereabouts=whereabouts or (TOKYO,),
        zone_is_known=bool(whereabouts),
        said=tuple(sorted(said, key=lambda fact: fact.known_at)),
        worker_down=reading.item_list(top.get("worker_down", []), "worker_down", _span),
        until=reading.instant(top["until"], "until"),
    )


def _programme(rules: Mapping[str, object]) -> Programme:
    reading.one_of(rules.get("on_holiday", "next_working_day"), "programme.on_holiday", ("next_working_day",))
    waves = shipped_programme().waves
    if "waves" in rules:
        waves = reading.item_list(rules["waves"], "programme.waves", read_wave)
    seen: set[str] = set()
    for index, wave in enumerate(waves):
        if wave.name in seen:
            raise BadDocument(f"programme.waves[{index}].name", f'"{wave.name}" is used twice')
        seen.add(wave.name)
    return Programme(waves, _budget(rules.get("budget", 4)))


def _budget(value: object) -> Budget | None:
    if value is None:
        return None
    place = "programme.budget"
    given = reading.mapping(value, place) if isinstance(value, dict) else {"mails": value}
    mails = reading.number(given.get("mails", 4), f"{place}.mails" if isinstance(value, dict) else place)
    days = reading.number(given.get("days", 30), f"{place}.days")
    if mails < 1 or days < 1:
        raise BadDocument(place, "at least 1 is expected, or null for no budget")
    return Budget(mails, days)


def read_wave(value: object, place: str) -> Wave:
    """One wave of a programme. Raises BadDocument with the wrong place."""
    given = reading.mapping(value, place)
    for name in ("name", "anchor", "close_days"):
        if name not in given:
            raise BadDocument(f"{place}.{name}", "is missing")
    if "months" in given and "days" in given:
        raise BadDocument(place, "months or days is expected, not both")
    open_days = reading.number(given.get("open_days", 0), f"{place}.open_days")
    close_days = reading.number(given["close_days"], f"{place}.close_days")
    if open_days > 0:
        raise BadDocument(f"{place}.open_days", "the window must not open after the due day")
    if close_days < 0:
        raise BadDocument(f"{place}.close_days", "the window must not close before the due day")
    send_local = reading.clock_time(given.get("send_local", "09:00"), f"{place}.send_local")
    if not MAIL_HOURS[0] <= send_local < MAIL_HOURS[1]:
        raise BadDocument(f"{place}.send_local", "mail goes between 09:00 and 19:00 only")
    anchor = _anchor(given["anchor"], f"{place}.anchor")
    audience = reading.one_of(given.get("audience", "hire"), f"{place}.audience", tuple(AUDIENCES))
    priority = reading.one_of(
        given.get("priority", "exit" if anchor == LEAVING else "wave"), f"{place}.priority", tuple(PRIORITIES)
    )
    return Wave(
        name=reading.text(given["name"], f"{place}.name"),
        anchor=anchor,
        months=reading.number(given.get("months", 0), f"{place}.months"),
        days=reading.number(given.get("days", 0), f"{place}.days"),
        open_days=open_days,
        close_days=close_days,
        reminder_days=_follow_up_days(given.get("reminder_days", []), f"{place}.reminder_days"),
        call_days=_follow_up_days(given.get("call_days", []), f"{place}.call_days"),
        send_local=send_local,
        audience=AUDIENCES[audience],
        priority=PRIORITIES[priority],
    )


def _follow_up_days(value: object, place: str) -> tuple[int, ...]:
    days = reading.item_list(value, place, reading.number)
    if any(day < 1 for day in days):
        raise BadDocument(place, "days count from the real send, so each is at least 1")
    if list(days) != sorted(set(days)):
        raise BadDocument(place, "days must rise")
    return days


def _anchor(value: object, place: str) -> str:
    anchor = reading.text(value, place)
    if anchor in DATED_ANCHORS:
        return anchor
    try:
        if len(anchor) != 5:
            raise ValueError
        date.fromisoformat(f"2000-{anchor}")
    except ValueError:
        allowed = ", ".join(DATED_ANCHORS)
        raise BadDocument(place, f'"{anchor}" is none of {allowed} and no day such as 10-01') from None
    return anchor


def _calendar(rules: Mapping[str, object]) -> Calendar:
    """Holidays are one list, or one list for each country ({"JP": […], "VN": […]})."""
    given = rules.get("holidays", [])
    place = "programme.holidays"
    if isinstance(given, dict):
        return Calendar(
            by_country={
                country: frozenset(reading.item_list(days, f"{place}.{country}", reading.day))
                for country, days in reading.mapping(given, place).items()
            }
        )
    return Calendar(everywhere=frozenset(reading.item_list(given, place, reading.day)))


def _whereabouts(person: Mapping[str, object]) -> tuple[Whereabouts, ...]:
    def read(value: object, place: str) -> Whereabouts:
        since, zone = reading.pair(value, place)
        name = reading.zone_name(zone, f"{place}[1]")
        return Whereabouts(reading.day(since, f"{place}[0]"), name, COUNTRY_OF_ZONE.get(name))

    if "language" in person and person["language"] is not None:
        reading.text(person["language"], "person.language")
    found = reading.item_list(person.get("timezones", []), "person.timezones", read)
    return tuple(sorted(found, key=lambda whereabouts: whereabouts.since))


def _span(value: object, place: str) -> tuple[datetime, datetime]:
    first, last = reading.pair(value, place)
    begin, end = reading.instant(first, f"{place}[0]"), reading.instant(last, f"{place}[1]")
    if end < begin:
        raise BadDocument(place, "ends before it begins")
    return begin, end


def _said(value: object, place: str, waves: tuple[str, ...]) -> Said:
    given = reading.mapping(value, place)
    if "known_at" not in given:
        raise BadDocument(f"{place}.known_at", "is missing")
    if not any(name in given for name in (*ANCHOR_FACTS, *OTHER_FACTS)):
        raise BadDocument(place, "says nothing that is known here")
    if "start" in given and "started" in given:
        raise BadDocument(place, "start or started is expected, not both")
    has_no_end = given.get("status_expires") == NEVER
    days = {**given, "status_expires": None} if has_no_end else given
    anchors = {
        anchor: (reading.day_or_null if name not in {"start", "started"} else reading.day)(
            days[name], f"{place}.{name}"
        )
        for name, anchor in ANCHOR_FACTS.items()
        if name in given
    }

    def named(name: str) -> str | None:
        return reading.one_of(given[name], f"{place}.{name}", waves) if name in given else None

    named("opened_link")
    employer = given.get("transferred_to", given.get("employer"))
    known_at = reading.instant(given["known_at"], f"{place}.known_at")
    return Said(
        known_at=known_at,
        anchors=anchors,
        never_come=frozenset({STATUS_EXPIRY} if has_no_end else ()),
        is_planned=reading.truth(given.get("planned", False), f"{place}.planned"),
        confirms_start="started" in given,
        answered=named("answered"),
        begun=named("begun"),
        opted_out=_opt_out(given, place, waves),
        bounced=reading.truth(given["bounced"], f"{place}.bounced") if "bounced" in given else None,
        employer=reading.text(employer, f"{place}.transferred_to") if employer is not None else None,
        employer_since=reading.day(given["on"], f"{place}.on") if "on" in given else None,
        rehired=reading.day(given["rehired"], f"{place}.rehired") if "rehired" in given else None,
        leave=_leave(given["leave"], f"{place}.leave") if "leave" in given else None,
        died=reading.day(given["died"], f"{place}.died") if "died" in given else None,
    )


def _opt_out(given: Mapping[str, object], place: str, waves: tuple[str, ...]) -> str | None:
    if "opted_out" not in given:
        return None
    value = given["opted_out"]
    return "" if value is None else reading.one_of(value, f"{place}.opted_out", ("surveys", "all", *waves))


def _leave(value: object, place: str) -> tuple[date, date | None]:
    first, last = reading.pair(value, place)
    begins, ends = reading.day(first, f"{place}[0]"), reading.day_or_null(last, f"{place}[1]")
    if ends is not None and ends < begins:
        raise BadDocument(place, "ends before it begins")
    return begins, ends
