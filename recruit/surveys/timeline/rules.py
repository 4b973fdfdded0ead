"""The order of a hire's plan and its place on paper, in plain Python."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from math import sqrt

# Three years and the time in which the last point can still be answered.
DAYS_SHOWN = 1096 + 60
# So many days before the start lie on the piece of road in front of it.
DAYS_BEFORE = 120


class Kind(StrEnum):
    """What stands on the line."""

    FACT = "fact"
    INVITATION = "invitation"
    REMINDER = "reminder"
    CALL = "call"


@dataclass(frozen=True)
class Earlier:
    """A plan that held before: the day, and why and when it was changed."""

    due_on: date
    state: str
    reason: str
    changed_at: datetime


@dataclass(frozen=True)
class Entry:
    """Something on the line. `on` is the day it stands at: when it went out, else when it is due; `at` its instant where it has one."""

    kind: Kind
    on: date
    title: str
    state: str = "none"
    words: str = ""
    at: datetime | None = None
    zone: str = ""
    open_on: date | None = None
    close_on: date | None = None
    due_on: date | None = None
    until: date | None = None
    known_at: datetime | None = None
    begun_at: datetime | None = None
    answered_at: datetime | None = None
    earlier: tuple[Earlier, ...] = ()
    mail_ref: str = ""
    tasks: tuple[str, ...] = ()
    mark: str = ""
    is_out: bool = False

    @property
    def came_to_nothing(self) -> bool:
        """A reminder or call that was not needed: kept, but not in the way."""
        return self.kind in (Kind.REMINDER, Kind.CALL) and self.state == "none" and not self.earlier


_RANK = {Kind.FACT: 0, Kind.INVITATION: 1, Kind.REMINDER: 2, Kind.CALL: 3}


def in_order(entries: Sequence[Entry]) -> list[Entry]:
    """By day; on one day what became known before what was sent because of it."""
    return sorted(entries, key=lambda one: (one.on, _RANK[one.kind]))


def share_of_line(day: date, start: date) -> float:
    """Where a day stands: -1 to 0 in front of the start, 0 to 1 after it. The first months, in which most happens, are drawn wider:
    the share grows with the root of the days.
    """
    days = (day - start).days
    if days < 0:
        return max(-1.0, days / DAYS_BEFORE)
    return min(1.0, sqrt(days / DAYS_SHOWN))


def spread(wanted: Sequence[float], least: float, most: float) -> list[float]:
    """Places in the same order, none nearer to the one before than `least`, the last not past `most` where they all fit."""
    placed: list[float] = []
    for place in wanted:
        placed.append(max(place, placed[-1] + least) if placed else place)
    limit = most
    for at in range(len(placed) - 1, -1, -1):
        if placed[at] <= limit:
            break
        placed[at] = limit
        limit -= least
    return placed


def next_coming(entries: Sequence[Entry], today: date, *, state: str = "planned") -> Entry | None:
    """The next contact that still comes; with the state `held`, the next one that something holds back."""
    coming = [
        one
        for one in in_order(entries)
        if one.kind is not Kind.FACT and one.on >= today and one.state == state
    ]
    return coming[0] if coming else None


def last_day_of(first_day_gone: date) -> date:
    """The end of an employment is kept as the first day not employed; people say the last day."""
    return first_day_gone - timedelta(days=1)
