"""Who writes which translations, and what of them is news, in plain Python."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Protocol
from zoneinfo import ZoneInfo

from recruit.core.translating import Lack, Lacking, Whose
from recruit.core.visitor import WORKER, Role


class TranslationRefusal(StrEnum):
    TAKEN = "translation_taken"
    NOT_FOR_YOU = "translation_not_for_you"


# The worker reads what any writer may read.
READER = replace(WORKER, roles=frozenset({Role.EDITOR, Role.COORDINATOR}))


class Stood(Protocol):
    """How something stood when it was looked at last."""

    @property
    def lacking(self) -> Lacking: ...

    @property
    def behind(self) -> int: ...


def is_news(before: Stood, lacking: Lacking, behind: int) -> bool:
    """Whether its writers hear of it again: what fell behind, or further behind. That somebody wrote a part is no news."""
    return lacking is Lacking.BEHIND and (before.lacking is not Lacking.BEHIND or behind > before.behind)


def writes(roles: Collection[Role]) -> frozenset[Whose]:
    """Whose translations somebody with these roles writes."""
    found = set()
    if {Role.EDITOR, Role.COORDINATOR, Role.ADMINISTRATOR}.intersection(roles):
        found.add(Whose.WRITERS)
    if {Role.COORDINATOR, Role.ADMINISTRATOR}.intersection(roles):
        found.add(Whose.COORDINATORS)
    return frozenset(found)


# What came together in a day is told together, at this hour of the reader's next morning.
MORNING = time(7)


def morning_after(now: datetime, zone: str) -> date:
    """The day of the next morning there."""
    here = now.astimezone(ZoneInfo(zone))
    return here.date() if here.time() < MORNING else here.date() + timedelta(days=1)


def morning_of(day: date, zone: str) -> datetime:
    """When it is morning there on that day."""
    return datetime.combine(day, MORNING, ZoneInfo(zone)).astimezone(UTC)


# A company is reminded on Mondays; of the very same not more often than this in so long a time.
_REMINDED_AT = time(8)
_MOST_REMINDERS = 3
REMINDERS_COUNT = timedelta(days=90)


def week_of(now: datetime, zone: str) -> date:
    """The Monday that comes next there, or that begins today as long as it is not time yet."""
    here = now.astimezone(ZoneInfo(zone))
    monday = here.date() - timedelta(days=here.weekday())
    return monday if here.weekday() == 0 and here.time() < _REMINDED_AT else monday + timedelta(days=7)


def reminded_at(monday: date, zone: str) -> datetime:
    """When companies are reminded on that Monday, at the reader's clock."""
    return datetime.combine(monday, _REMINDED_AT, ZoneInfo(zone)).astimezone(UTC)


def mark_of_lacks(lacks: Iterable[Lack]) -> str:
    """What is lacking, as a short mark: the same as long as the same things lack the same languages."""
    named = sorted(f"{lack.kind}/{lack.ref}/{lack.language}/{lack.lacking}/{lack.behind}" for lack in lacks)
    return sha256(" ".join(named).encode()).hexdigest()[:16]


def is_enough(told: Sequence[str], mark: str) -> bool:
    """Whether the same was told so often that it is known; `told` are the marks of earlier weeks, the newest first."""
    return len(told) >= _MOST_REMINDERS and set(told[:_MOST_REMINDERS]) == {mark}
