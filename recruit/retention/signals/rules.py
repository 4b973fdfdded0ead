"""What may announce that somebody will leave, and whether it ever did. Plain Python.

A signal counts from the day on which it was first seen of a person, once a person. From that day on the person is watched for six
months. Beside it stands how many leave within six months anyway: everybody, in every half year since their first working day. A
signal that cannot be told from that after enough cases is switched off.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

from recruit.retention.analysis.curves import kaplan_meier
from recruit.retention.analysis.intervals import Interval
from recruit.retention.analysis.lifetimes import Lifetimes
from recruit.retention.analysis.spells import EmploymentRecord, month_boundary, months_between

WATCHED_MONTHS = 6
# Agreement with "I would like to still be here in a year", from 1 to 5.
LOW_UNTIL = 2
LARGE_DROP = 2
IN_A_ROW = 2
# From so many finished cases on a signal must be told from what happens anyway.
CASES_TO_JUDGE = 30


class Signal(StrEnum):
    """The written list. Whoever changes it begins a new track record."""

    WANTS_TO_LEAVE = "wants_to_leave"
    GAP = "gap"
    SILENT_TWICE = "silent_twice"


class Verdict(StrEnum):
    """What its record says of a signal."""

    TOO_EARLY = "too_early"
    HOLDS = "holds"
    SWITCHED_OFF = "switched_off"


@dataclass(frozen=True)
class Watched:
    """One employment as it was observed: [from_on, until), and whether it ended then."""

    key: str
    start: date
    from_on: date
    until: date
    left: bool


@dataclass(frozen=True)
class Within:
    """How many of some people left within six months; `share` None: nobody was watched that long yet.

    `finished` are those of whom it is settled (left, or watched for six months), `left` those of them who left.
    """

    people: int
    finished: int
    left: int
    share: float | None
    interval: Interval | None


@dataclass(frozen=True)
class TrackRecord:
    """What became of those who showed a signal, beside what becomes of everybody.

    The Brier scores are mean squared errors over the finished cases, each foretold by all others that showed the signal
    (`brier`), and by the share of everybody (`brier_of_base`); the smaller one foretells better.
    """

    signal: Signal
    now: int
    within: Within
    base: float | None
    brier: float | None
    brier_of_base: float | None
    verdict: Verdict


def watched(record: EmploymentRecord, as_of: date) -> Watched | None:
    """None for who was never observed at work before that day."""
    from_on = max(record.start, record.registered)
    until, left = as_of, False
    if record.last_working_day is not None and record.last_working_day < as_of:
        until, left = record.last_working_day + timedelta(days=1), True
    elif record.last_confirmed is not None and record.last_confirmed < as_of:
        until = record.last_confirmed + timedelta(days=1)
    return Watched(record.key, record.start, from_on, until, left) if from_on < until else None


def low_or_dropped(answers: Sequence[tuple[date, int]]) -> date | None:
    """The first day on which somebody said that they do not want to stay, or wanted it much less than the time before."""
    lows = [day for day, value in answers if value <= LOW_UNTIL]
    drops = [day for (_, before), (day, value) in pairwise(answers) if before - value >= LARGE_DROP]
    return min([*lows, *drops], default=None)


def silent_twice(points: Sequence[tuple[date, bool]]) -> date | None:
    """The first day on which two questions in a row had closed without an answer. `points`: (closed on, was answered)."""
    in_vain = 0
    for day, answered in points:
        in_vain = 0 if answered else in_vain + 1
        if in_vain == IN_A_ROW:
            return day
    return None


def _from(person: Watched, day: date) -> tuple[float, bool] | None:
    """Months observed from a day on, and whether the person left after them; None where not observed on that day."""
    if not person.from_on <= day < person.until:
        return None
    return float(months_between(day, person.until)), person.left


def within_six_months(windows: Sequence[tuple[float, bool]]) -> Within:
    """Kaplan–Meier of who left after so many months, those whose months are not over yet censored."""
    gone = [left and months <= WATCHED_MONTHS for months, left in windows]
    finished = sum(went or months >= WATCHED_MONTHS for went, (months, _) in zip(gone, windows, strict=True))
    if not windows:
        return Within(0, 0, 0, None, None)
    lifetimes = Lifetimes.of([months for months, _ in windows], [left for _, left in windows])
    point = kaplan_meier(lifetimes).at([WATCHED_MONTHS])[0]
    share = interval = None
    if point.survival is not None and point.beta_product is not None:
        share = 1.0 - point.survival
        interval = Interval(1.0 - point.beta_product.upper, 1.0 - point.beta_product.lower)
    return Within(len(windows), finished, sum(gone), share, interval)


def base_of(people: Iterable[Watched]) -> Within:
    """How many leave within six months anyway: every half year that somebody began is a case."""
    windows: list[tuple[float, bool]] = []
    for person in people:
        half_year = 0
        while (begins := month_boundary(person.start, half_year * WATCHED_MONTHS)) < person.until:
            found = _from(person, begins)
            if found is not None:
                windows.append(found)
            half_year += 1
    return within_six_months(windows)


def track_record(
    signal: Signal, people: Iterable[Watched], first_seen: Mapping[str, date], base: Within, as_of: date
) -> TrackRecord:
    """The record of one signal; `first_seen` says by key on which day it was first seen of whom."""
    windows: list[tuple[float, bool]] = []
    now = 0
    for person in people:
        day = first_seen.get(person.key)
        found = None if day is None else _from(person, day)
        if found is None:
            continue
        windows.append(found)
        now += not person.left and person.until == as_of and found[0] < WATCHED_MONTHS
    within = within_six_months(windows)
    return TrackRecord(
        signal,
        now,
        within,
        base.share,
        _brier_of_others(within.left, within.finished),
        _brier(within.left, within.finished, base.share),
        _verdict(within, base.share),
    )


def _verdict(within: Within, base: float | None) -> Verdict:
    if within.finished < CASES_TO_JUDGE or within.interval is None or base is None:
        return Verdict.TOO_EARLY
    return Verdict.HOLDS if within.interval.lower > base else Verdict.SWITCHED_OFF


def _brier(left: int, finished: int, foretold: float | None) -> float | None:
    if not finished or foretold is None:
        return None
    return (left * (1 - foretold) ** 2 + (finished - left) * foretold**2) / finished


def _brier_of_others(left: int, finished: int) -> float | None:
    """Each case foretold by the share of the others: what is judged has no say in its own forecast."""
    if finished < 2:
        return None
    if_left, if_stayed = (left - 1) / (finished - 1), left / (finished - 1)
    return (left * (1 - if_left) ** 2 + (finished - left) * if_stayed**2) / finished
