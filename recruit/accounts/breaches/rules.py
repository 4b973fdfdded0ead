"""What is true about failures of protection, in plain Python: whom to tell, by when, and when the matter may be closed.

The times are data (`limits_of_laws.json`), each with its source and the day somebody checked it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
import json
from pathlib import Path

SHIPPED = Path(__file__).parent / "limits_of_laws.json"
LETTERS = Path(__file__).parent / "letters"
# More people than this are a trigger of their own in Japan.
MANY_PEOPLE = 1000
# What a letter still has to say stands in it like this.
GAP = "["


class Trigger(StrEnum):
    """What makes a failure one that has to be reported in Japan; for the first three one person is enough."""

    SENSITIVE = "sensitive"
    PROPERTY = "property"
    WRONGFUL = "wrongful"
    MANY = "many"


class Country(StrEnum):
    """Where the people who are affected come from."""

    JAPAN = "JP"
    INDONESIA = "ID"
    VIETNAM = "VN"


class Item(StrEnum):
    """What the full report to the Commission in Japan has to say, in its order; the number of people is a column."""

    OVERVIEW = "overview"
    WHICH_DATA = "which_data"
    CAUSE = "cause"
    HARM = "harm"
    PERSONS_TOLD = "persons_told"
    PUBLISHED = "published"
    PREVENTION = "prevention"
    OTHER = "other"


class BreachState(StrEnum):
    SUSPECTED = "suspected"
    CONFIRMED = "confirmed"
    NO_BREACH = "no_breach"
    CLOSED = "closed"


class NoticeKind(StrEnum):
    """Who has to be told what."""

    JP_FIRST = "jp_first"
    JP_FULL = "jp_full"
    JP_PERSONS = "jp_persons"
    ID_AUTHORITY = "id_authority"
    ID_PERSONS = "id_persons"
    VN_AUTHORITY = "vn_authority"


class BreachRefusal(StrEnum):
    """Why something about a failure cannot be done."""

    MOVE_NOT_POSSIBLE = "breach_move_not_possible"
    NOTICES_MISSING = "breach_notices_missing"
    KNOWN_LATER_THAN_NOW = "breach_known_later_than_now"
    NOBODY_FOUND = "breach_nobody_found"
    LETTER_HAS_GAPS = "breach_letter_has_gaps"
    NO_LETTER = "breach_no_letter"


TRANSITIONS: dict[BreachState, frozenset[BreachState]] = {
    BreachState.SUSPECTED: frozenset({BreachState.CONFIRMED, BreachState.NO_BREACH}),
    BreachState.CONFIRMED: frozenset({BreachState.CLOSED, BreachState.NO_BREACH}),
    BreachState.NO_BREACH: frozenset({BreachState.SUSPECTED}),
    BreachState.CLOSED: frozenset({BreachState.CONFIRMED}),
}
OPEN = (BreachState.SUSPECTED, BreachState.CONFIRMED)


@dataclass(frozen=True)
class Limit:
    """One time that a law gives, with its source and the day it was checked."""

    notice: NoticeKind
    country: Country
    source: str
    checked_on: date
    verified: bool
    hours: int | None = None
    days: int | None = None
    days_if_wrongful: int | None = None
    latest_days: int | None = None

    def ends_at(self, known_at: datetime, *, wrongful: bool) -> datetime:
        if self.hours is not None:
            return known_at + timedelta(hours=self.hours)
        days = self.days_if_wrongful if wrongful and self.days_if_wrongful else self.days
        return known_at + timedelta(days=days or 0)


@lru_cache(maxsize=1)
def limits_of_laws() -> tuple[Limit, ...]:
    """All limits that ship with the program."""
    return tuple(
        Limit(
            notice=NoticeKind(row["notice"]),
            country=Country(row["country"]),
            source=row["source"],
            checked_on=date.fromisoformat(row["checked_on"]),
            verified=row["verified"],
            hours=row.get("hours"),
            days=row.get("days"),
            days_if_wrongful=row.get("days_if_wrongful"),
            latest_days=row.get("latest_days"),
        )
        for row in json.loads(SHIPPED.read_text(encoding="utf-8"))
    )


@dataclass(frozen=True)
class Facts:
    """What decides whom to tell: all of it may still change while the matter is looked into."""

    known_at: datetime
    triggers: frozenset[Trigger] = frozenset()
    countries: frozenset[Country] = frozenset()
    persons: int = 0
    # So strongly that nobody can read what got out: then nothing is reported in Japan.
    encrypted: bool = False

    @property
    def all_triggers(self) -> frozenset[Trigger]:
        return self.triggers | ({Trigger.MANY} if self.persons > MANY_PEOPLE else frozenset())

    def has_to_tell(self, country: Country) -> bool:
        if country is Country.JAPAN:
            return bool(self.all_triggers) and not self.encrypted
        return country in self.countries


@dataclass(frozen=True)
class Notice:
    """Somebody who has to be told: by when, where the law names a span until when at the latest, and since when it is done."""

    limit: Limit
    due_at: datetime
    latest_at: datetime | None
    given_at: datetime | None

    @property
    def kind(self) -> NoticeKind:
        return self.limit.notice

    def is_late(self, now: datetime) -> bool:
        return self.given_at is None and self.due_at < now


def notices_for(facts: Facts, given: dict[NoticeKind, datetime]) -> list[Notice]:
    """Whom to tell, the earliest first. What was given stays in the list even where the facts no longer demand it."""
    wrongful = Trigger.WRONGFUL in facts.triggers
    notices = [
        Notice(
            limit,
            due_at=limit.ends_at(facts.known_at, wrongful=wrongful),
            latest_at=facts.known_at + timedelta(days=limit.latest_days) if limit.latest_days else None,
            given_at=given.get(limit.notice),
        )
        for limit in limits_of_laws()
        if facts.has_to_tell(limit.country) or limit.notice in given
    ]
    return sorted(notices, key=lambda notice: notice.due_at)


def next_due_at(notices: Collection[Notice]) -> datetime | None:
    """The first of the times that still run."""
    return min((notice.due_at for notice in notices if notice.given_at is None), default=None)


def why_not_moved(
    before: BreachState, after: BreachState, notices: Collection[Notice]
) -> BreachRefusal | None:
    """A matter is closed when everybody who has to be told has been told."""
    if after not in TRANSITIONS[before]:
        return BreachRefusal.MOVE_NOT_POSSIBLE
    if after is BreachState.CLOSED and any(notice.given_at is None for notice in notices):
        return BreachRefusal.NOTICES_MISSING
    return None


def why_not_sent(letter: str) -> BreachRefusal | None:
    """A letter goes out only when nothing is left to fill in."""
    if not letter.strip():
        return BreachRefusal.NO_LETTER
    return BreachRefusal.LETTER_HAS_GAPS if GAP in letter else None


@lru_cache(maxsize=8)
def letter_template(language: str) -> str:
    """What a letter to the people affected has to say, with gaps in brackets."""
    return (LETTERS / f"notice.{language}.txt").read_text(encoding="utf-8")
