"""What is true about requests to the desk, in plain Python: states, moves, and the clocks of three laws.

The clocks are data (`limits_of_laws.json`), each with its source and the day somebody checked it. Holidays are not taken out of working
days: they could only lengthen a time, and who answers earlier keeps the law.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
import json
from pathlib import Path
from zoneinfo import ZoneInfo

from recruit.core.disclosure.limits import LEAST_OF_COMPLAINTS
from recruit.core.periods import UNCONFIRMED

# Somebody who has not answered within this time is called by name.
ALARM_AFTER = timedelta(hours=24)
UNCONFIRMED_KEPT_FOR = timedelta(days=UNCONFIRMED.days)
SATURDAY = 5
HANOI = "Asia/Ho_Chi_Minh"
TOKYO = "Asia/Tokyo"
SHIPPED = Path(__file__).parent / "limits_of_laws.json"


class RequestKind(StrEnum):
    """What somebody asks for."""

    ACCESS = "access"
    CORRECT = "correct"
    ERASE = "erase"
    RESTRICT = "restrict"
    COMPLAIN = "complain"


class Law(StrEnum):
    """The country whose law the person names."""

    JAPAN = "JP"
    INDONESIA = "ID"
    VIETNAM = "VN"


class RequestState(StrEnum):
    UNCONFIRMED = "unconfirmed"
    RECEIVED = "received"
    DECIDED = "decided"
    DONE = "done"
    TAKEN_BACK = "taken_back"


class Outcome(StrEnum):
    """What was decided."""

    GRANTED = "granted"
    PARTLY = "partly"
    REFUSED = "refused"


class RequestRefusal(StrEnum):
    """Why something about a request cannot be done."""

    MOVE_NOT_POSSIBLE = "request_move_not_possible"
    TOO_MANY_OPEN = "too_many_open_requests"


TRANSITIONS: dict[RequestState, frozenset[RequestState]] = {
    RequestState.UNCONFIRMED: frozenset({RequestState.RECEIVED}),
    RequestState.RECEIVED: frozenset({RequestState.DECIDED, RequestState.DONE, RequestState.TAKEN_BACK}),
    RequestState.DECIDED: frozenset({RequestState.DONE, RequestState.TAKEN_BACK}),
    RequestState.DONE: frozenset(),
    RequestState.TAKEN_BACK: frozenset(),
}
WAITING = (RequestState.RECEIVED, RequestState.DECIDED)
OVER = (RequestState.DONE, RequestState.TAKEN_BACK)
# Nobody needs more at once, and a program must not fill the desk.
MOST_OPEN = 10


def why_not_moved(before: RequestState, after: RequestState) -> RequestRefusal | None:
    return None if after in TRANSITIONS[before] else RequestRefusal.MOVE_NOT_POSSIBLE


def state_after(outcome: Outcome) -> RequestState:
    """What is refused is over; what is granted has still to be carried out."""
    return RequestState.DONE if outcome is Outcome.REFUSED else RequestState.DECIDED


class ClockStep(StrEnum):
    """What a law counts the time for: the answer, or that the thing is done."""

    ANSWER = "answer"
    FINISH = "finish"


@dataclass(frozen=True)
class Limit:
    """One time that a law (or the house: `law` is None) gives, with its source and the day it was checked."""

    law: Law | None
    step: ClockStep
    kinds: frozenset[RequestKind]
    source: str
    checked_on: date
    verified: bool
    hours: int | None = None
    working_days: int | None = None
    days: int | None = None
    # Where a company or somebody who works for us has to act too.
    days_with_others: int | None = None

    def applies(self, step: ClockStep, kind: RequestKind, law: Law) -> bool:
        return self.step is step and kind in self.kinds and self.law in (None, law)

    def ends_at(self, received_at: datetime, *, with_others: bool = False) -> datetime:
        """The last moment. Hours and days run through the weekend, as the laws say."""
        if self.hours is not None:
            return received_at + timedelta(hours=self.hours)
        if self.working_days is not None:
            return after_working_days(received_at, self.working_days, HANOI)
        days = self.days_with_others if with_others and self.days_with_others else self.days
        return received_at + timedelta(days=days or 0)


@lru_cache(maxsize=1)
def limits_of_laws() -> tuple[Limit, ...]:
    """All limits that ship with the program."""
    return tuple(
        Limit(
            law=Law(row["law"]) if row["law"] else None,
            step=ClockStep(row["step"]),
            kinds=frozenset(map(RequestKind, row["kinds"])),
            source=row["source"],
            checked_on=date.fromisoformat(row["checked_on"]),
            verified=row["verified"],
            hours=row.get("hours"),
            working_days=row.get("working_days"),
            days=row.get("days"),
            days_with_others=row.get("days_with_others"),
        )
        for row in json.loads(SHIPPED.read_text(encoding="utf-8"))
    )


def after_working_days(start: datetime, days: int, zone: str) -> datetime:
    """The same time of day, so many days later in that zone, Saturdays and Sundays left out."""
    found, left = start.astimezone(ZoneInfo(zone)), days
    while left:
        found += timedelta(days=1)
        left -= found.weekday() < SATURDAY
    return found.astimezone(start.tzinfo)


@dataclass(frozen=True)
class Deadline:
    """A last moment, and the limit it comes from."""

    at: datetime
    limit: Limit


@dataclass(frozen=True)
class Clocks:
    """By when a request is answered, and by when what was granted is done."""

    answer_by: Deadline
    finish_by: Deadline


def clocks_for(kind: RequestKind, law: Law, received_at: datetime, *, with_others: bool = False) -> Clocks:
    """The earliest of the times that the law and the house give. Nothing has to be done before it has to be answered."""

    def first(step: ClockStep) -> Deadline:
        found = (
            Deadline(limit.ends_at(received_at, with_others=with_others), limit)
            for limit in limits_of_laws()
            if limit.applies(step, kind, law)
        )
        return min(found, key=lambda deadline: deadline.at)

    return Clocks(first(ClockStep.ANSWER), first(ClockStep.FINISH))


def due_at(
    state: RequestState, answer_by_at: datetime | None, finish_by_at: datetime | None
) -> datetime | None:
    """The clock that runs now; None where none does."""
    if state is RequestState.RECEIVED:
        return answer_by_at
    return finish_by_at if state is RequestState.DECIDED else None


def is_alarming(state: RequestState, received_at: datetime | None, now: datetime) -> bool:
    """Nobody has answered for a day: administrators are told."""
    return state is RequestState.RECEIVED and received_at is not None and now - received_at >= ALARM_AFTER


def law_of(country: str) -> Law:
    """The law that a country's people come under here; Japan's for all others, where the service is."""
    return Law(country) if country in set(Law) else Law.JAPAN


def number_of(letter: str, year: int, count: int) -> str:
    """The number people are given, for example R-2026-0042."""
    return f"{letter}-{year}-{count:04}"


@dataclass(frozen=True)
class Counted:
    """What counts of one complaint."""

    received_at: datetime
    answer_by_at: datetime
    decided_at: datetime | None
    state: RequestState


@dataclass(frozen=True)
class MonthCount:
    """The complaints that came in one month, by its first day in Tokyo."""

    month: date
    received: int
    in_time: int
    late: int
    waiting: int
    taken_back: int


def by_month(complaints: Iterable[Counted], now: datetime) -> list[MonthCount]:
    """Counts of complaints by the month in which they came, the newest month first."""
    months: dict[date, Counter[str]] = {}
    for one in complaints:
        month = one.received_at.astimezone(ZoneInfo(TOKYO)).date().replace(day=1)
        months.setdefault(month, Counter())[_fate(one, now)] += 1
    return [
        MonthCount(
            month,
            received=sum(counts.values()),
            in_time=counts["in_time"],
            late=counts["late"],
            waiting=counts["waiting"],
            taken_back=counts["taken_back"],
        )
        for month, counts in sorted(months.items(), reverse=True)
    ]


def _fate(one: Counted, now: datetime) -> str:
    if one.decided_at is not None:
        return "in_time" if one.decided_at <= one.answer_by_at else "late"
    if one.state is RequestState.TAKEN_BACK:
        return "taken_back"
    return "waiting" if now <= one.answer_by_at else "late"


def shown_to_everybody(counts: Sequence[MonthCount]) -> list[tuple[date, int | None]]:
    """(month, how many complaints came in it); None where it were few enough to guess who."""
    return [
        (one.month, one.received if one.received >= LEAST_OF_COMPLAINTS else None)
        for one in counts
        if one.received
    ]
