"""The rules of a follow-up programme: waves, windows, reminders, contact budget."""

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Literal, Self

Audience = Literal["hire", "company"]
Priority = Literal["exit", "safety", "wave"]

START = "start"
ARRIVAL = "arrival"
LEAVING = "leaving"
STATUS_EXPIRY = "status_expiry"
EVENT_END = "event_end"
DATED_ANCHORS = (START, ARRIVAL, LEAVING, STATUS_EXPIRY, EVENT_END)

PRIORITY_ORDER: dict[Priority, int] = {"exit": 0, "safety": 1, "wave": 2}


@dataclass(frozen=True)
class Wave:
    """One questionnaire at one time point. All day counts are calendar days from the due day.

    `anchor` is one of DATED_ANCHORS or a fixed day of the year as "MM-DD"; the due day is the anchor plus
    `months` calendar months plus `days` days. `reminder_days` and `call_days` count from the real send.
    `earlier` are the rules that held before, the oldest first; `reminder_places` and `call_places` are how many follow-ups
    the first of them had: follow-ups are numbered by these for ever (None: as many as there are). `added_at` and `ended_at`
    are when staff added the wave to rules in force or ended it (None: it was always there, it goes on).
    """

    name: str
    anchor: str = START
    months: int = 0
    days: int = 0
    open_days: int = -7
    close_days: int = 30
    reminder_days: tuple[int, ...] = (7, 14)
    call_days: tuple[int, ...] = ()
    send_local: time = time(9)
    audience: Audience = "hire"
    priority: Priority = "wave"
    earlier: tuple["EarlierRules", ...] = ()
    reminder_places: int | None = None
    call_places: int | None = None
    added_at: datetime | None = None
    ended_at: datetime | None = None

    @property
    def is_yearly(self) -> bool:
        return self.anchor not in DATED_ANCHORS


@dataclass(frozen=True)
class EarlierRules:
    """A wave as it was asked until it was edited."""

    wave: Wave
    until: datetime


@dataclass(frozen=True)
class Budget:
    """The most mails a person gets in any span of this length, over all instruments. Calls do not count."""

    mails: int = 4
    days: int = 30

    @property
    def span(self) -> timedelta:
        return timedelta(days=self.days)


@dataclass(frozen=True)
class Programme:
    waves: tuple[Wave, ...]
    budget: Budget | None = Budget()

    def going_on(self) -> Self:
        """Without what staff have ended."""
        return replace(self, waves=tuple(wave for wave in self.waves if wave.ended_at is None))

    def for_audience(self, audience: Audience) -> Self:
        return replace(self, waves=tuple(wave for wave in self.waves if wave.audience == audience))


def shipped_programme() -> Programme:
    """Week 1, months 1 to 36 after the start, and the exit survey on the last working day."""
    later = tuple(
        Wave(f"m{months}", months=months, open_days=-7, close_days=30, reminder_days=(7, 14), call_days=(21,))
        for months in (3, 6, 12, 24, 36)
    )
    return Programme(
        waves=(
            Wave("w1", days=7, open_days=0, close_days=14, reminder_days=(3, 7)),
            Wave("m1", months=1, open_days=-7, close_days=21, reminder_days=(7, 14)),
            *later,
            Wave("exit", anchor=LEAVING, call_days=(21,), priority="exit"),
        )
    )
