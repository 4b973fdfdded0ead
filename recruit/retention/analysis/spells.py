"""From dated employment records to lifetimes on a clock of months.

A spell is half open: [first day of work, first day not employed). The clock counts calendar months from the first
day of work; a term of k months served to its end is exactly k. The k-th month begins on the corresponding day of the
calendar, or, where that month has no such day, on the first day after it (Civil Code of Japan, art. 143(2): the term
ends on the last day of the month). So 1 April to 31 March and 29 February to 28 February are both exactly 12. Days
left over are a share of the month they lie in. "Retained at 12 months" means still employed when month 13 begins.
"""

from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache

import numpy as np

from recruit.retention.analysis.lifetimes import Lifetimes

# Hires begin and are looked at on few days: one page asks for the same terms many times.
KEPT_TERMS = 10_000

CAUSE_CODES = {
    "moved_employer_japan": 1,
    "returned_home": 2,
    "contract_end": 3,
    "death": 4,
    "third_country": 5,
    "unknown": 6,
}


@dataclass(frozen=True)
class EmploymentRecord:
    """One employment as it was reported. registered: the day we learnt of it; cause: why it ended, as a code above.

    last_confirmed: for a person whom nobody can reach any more, the last day known to be employed.
    """

    key: str
    registered: date
    start: date
    last_working_day: date | None = None
    cause: int | None = None
    last_confirmed: date | None = None

    def __post_init__(self) -> None:
        if self.last_working_day is not None and self.last_working_day < self.start:
            raise ValueError(f"{self.key}: the last working day lies before the start")
        if self.last_confirmed is not None and self.last_confirmed < self.start:
            raise ValueError(f"{self.key}: the last confirmed day lies before the start")
        if self.cause is not None and self.cause < 1:
            raise ValueError(f"{self.key}: a cause is counted from 1")


class NotCounted(StrEnum):
    """Why a record is in no risk set (yet)."""

    NOT_STARTED = "not_started"
    REGISTERED_TOO_LATE_TO_COUNT_YET = "registered_too_late_to_count_yet"
    REGISTERED_AFTER_IT_ENDED = "registered_after_it_ended"


class LostPeople(StrEnum):
    """What is assumed of people whom nobody can reach: what is known, or one of the two bounds."""

    CENSORED = "censored"
    ALL_LEFT = "all_left"
    ALL_STAYED = "all_stayed"


@dataclass(frozen=True)
class Spell:
    """A record on the clock of months: at risk when entry < t <= time. cause: 0 where the spell is censored."""

    key: str
    entry: Fraction
    time: Fraction
    left: bool
    cause: int
    lost: bool = False


@dataclass(frozen=True)
class SpellSet:
    """The spells that count on a day, and the records that do not, each with its reason. lost: how many were lost."""

    as_of: date
    spells: tuple[Spell, ...]
    not_counted: tuple[tuple[str, NotCounted], ...]

    @property
    def lost(self) -> int:
        return sum(spell.lost for spell in self.spells)

    @property
    def counts_not_counted(self) -> Counter[NotCounted]:
        return Counter(reason for _, reason in self.not_counted)

    def lifetimes(self, honour_late_entry: bool = True) -> Lifetimes:
        """The spells as columns. Ignoring late entry overstates retention; it is offered to show by how much."""
        return lifetimes_of(self.spells, honour_late_entry)


def month_boundary(start: date, months: int) -> date:
    """The day on which month number `months` (from 0) of a term that began on `start` begins."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if start.day <= monthrange(year, month + 1)[1]:
        return date(year, month + 1, start.day)
    following_year, following = divmod(year * 12 + month + 1, 12)
    return date(following_year, following + 1, 1)


@lru_cache(maxsize=KEPT_TERMS)
def months_between(start: date, end: date) -> Fraction:
    """The exact number of months in [start, end), `end` not before `start`."""
    if end < start:
        raise ValueError("a term cannot end before it begins")
    whole = (end.year - start.year) * 12 + end.month - start.month
    while month_boundary(start, whole) > end:
        whole -= 1
    here, following = month_boundary(start, whole), month_boundary(start, whole + 1)
    days = (following - here).days
    return Fraction(whole * days + (end - here).days, days)


def derive_spells(
    records: Iterable[EmploymentRecord],
    as_of: date,
    *,
    lost_people: LostPeople = LostPeople.CENSORED,
    retained_causes: frozenset[int] = frozenset(),
) -> SpellSet:
    """The spells as they could be observed before `as_of`, the first unobserved day.

    An exit is the first day not employed, for any cause; one that lies after `as_of` has not happened yet. Who is still
    employed on `as_of` is censored there. A record enters the risk set on the day it was registered; one registered
    on `as_of` or later is not counted yet. Exits for one of `retained_causes` (say, a move inside the industry) are
    not exits: such people stay to `as_of`, which makes the curve of leaving the industry.
    """
    spells: list[Spell] = []
    not_counted: list[tuple[str, NotCounted]] = []
    for record in records:
        reason = _why_not_counted(record, as_of)
        if reason is not None:
            not_counted.append((record.key, reason))
            continue
        spell = _spell(record, as_of, lost_people, retained_causes)
        if spell.entry < spell.time:
            spells.append(spell)
        else:
            not_counted.append((record.key, NotCounted.REGISTERED_AFTER_IT_ENDED))
    return SpellSet(as_of, tuple(spells), tuple(not_counted))


def lifetimes_of(spells: Sequence[Spell], honour_late_entry: bool = True) -> Lifetimes:
    """Spells as columns, for the estimates."""
    return Lifetimes.of(
        np.array([float(spell.time) for spell in spells], dtype=np.float64),
        np.array([spell.left for spell in spells], dtype=bool),
        np.array([float(spell.entry) for spell in spells], dtype=np.float64) if honour_late_entry else None,
        np.array([spell.cause for spell in spells], dtype=np.int64),
    )


def _why_not_counted(record: EmploymentRecord, as_of: date) -> NotCounted | None:
    if record.start >= as_of:
        return NotCounted.NOT_STARTED
    if record.registered >= as_of:
        return NotCounted.REGISTERED_TOO_LATE_TO_COUNT_YET
    return None


def _spell(
    record: EmploymentRecord, as_of: date, lost_people: LostPeople, retained_causes: frozenset[int]
) -> Spell:
    entry = months_between(record.start, max(record.registered, record.start))
    unknown = CAUSE_CODES["unknown"]
    if record.last_working_day is not None:
        first_day_gone = record.last_working_day + timedelta(days=1)
        cause = unknown if record.cause is None else record.cause
        if first_day_gone <= as_of and cause not in retained_causes:
            return Spell(record.key, entry, months_between(record.start, first_day_gone), True, cause)
    elif (
        record.last_confirmed is not None
        and record.last_confirmed < as_of
        and lost_people is not LostPeople.ALL_STAYED
    ):
        left = lost_people is LostPeople.ALL_LEFT
        # On that day the person was still there.
        time = months_between(record.start, record.last_confirmed + timedelta(days=1))
        return Spell(record.key, entry, time, left, unknown if left else 0, lost=True)
    lost = (
        record.last_working_day is None
        and record.last_confirmed is not None
        and record.last_confirmed < as_of
    )
    return Spell(record.key, entry, months_between(record.start, as_of), False, 0, lost)


def first_spells(records: Iterable[tuple[str, EmploymentRecord]]) -> list[EmploymentRecord]:
    """Of (person, record) pairs, each person's earliest record: a re-hire opens a new spell, but is no second person."""
    earliest: dict[str, EmploymentRecord] = {}
    for person, record in records:
        known = earliest.get(person)
        if known is None or (record.start, record.registered) < (known.start, known.registered):
            earliest[person] = record
    return list(earliest.values())
