"""Which report is asked for, and how a figure of it is said. Plain Python.

Everything in a report follows from its edition and the data: no figure, no word and no byte depends on when it is made.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
import hashlib
import json
from zoneinfo import ZoneInfo

from recruit.core.disclosure.limits import Audience, limits_of
from recruit.core.disclosure.shares import bound_of
from recruit.core.errors import Refused
from recruit.retention.rules import (
    FIRST_YEAR,
    TOKYO,
    PublicShare,
    end_of,
    fiscal_year_of,
    public_interval,
    quarter_of,
)
from recruit.surveys.boards.rules import REACHED, Disposition

LANGUAGES = ("ja", "en")
# The curve is told at these months alone: each step of the whole one is the day on which one person left.
MONTHS = (6, 12, 24, 36)
# Quarters of the first working day that stand by themselves; what began before them is one group.
QUARTERS = 12
EARLIER = "earlier"
# Beside a bound an interval would say more than the bound, unless so many people are observed: from here on the limits that are
# printed are the same for nobody gone and for one.
INTERVAL_BESIDE_BOUND_FROM = 150


class Readers(StrEnum):
    """For whom a report is made: whoever finds it, or organisations that take part."""

    EVERYBODY = "everybody"
    PARTNERS = "partners"


AUDIENCES: Mapping[Readers, Audience] = {
    Readers.EVERYBODY: Audience.PUBLIC,
    Readers.PARTNERS: Audience.ORGANISATION,
}


class ReportRefusal(StrEnum):
    """Why there is no such report."""

    YEAR_NOT_OVER = "year_not_over"
    NOT_A_YEAR = "not_a_year"
    KNOWN_IN_THE_FUTURE = "known_in_the_future"
    KNOWN_TOO_EARLY = "known_too_early"


@dataclass(frozen=True)
class Edition:
    """One report: a fiscal year in Japan, what was known by when, and for whom. `year` 2025 ends on 31 March 2026."""

    year: int
    known_by: datetime
    readers: Readers = Readers.EVERYBODY

    @property
    def begins_on(self) -> date:
        return date(self.year, 4, 1)

    @property
    def as_of(self) -> date:
        """The first day that is not observed any more."""
        return date(self.year + 1, 4, 1)

    @property
    def audience(self) -> Audience:
        return AUDIENCES[self.readers]

    @property
    def least(self) -> int:
        return limits_of(self.audience).least


def edition_of(year: int, *, now: datetime, readers: Readers, known_on: date | None = None) -> Edition:
    """The report of a year that is over; raises Refused. Without `known_on` it rests on what was known when the year ended."""
    today = now.astimezone(ZoneInfo(TOKYO)).date()
    if not FIRST_YEAR <= year <= today.year:
        raise Refused(
            ReportRefusal.NOT_A_YEAR if year < FIRST_YEAR else ReportRefusal.YEAR_NOT_OVER, field="year"
        )
    if year >= fiscal_year_of(today):
        raise Refused(ReportRefusal.YEAR_NOT_OVER, field="year")
    last = date(year + 1, 3, 31)
    if known_on is not None and known_on >= today:
        # A day that is not over may still bring facts: the same report made in the evening would be another one.
        raise Refused(ReportRefusal.KNOWN_IN_THE_FUTURE, field="known_on")
    if known_on is not None and known_on < last:
        raise Refused(ReportRefusal.KNOWN_TOO_EARLY, field="known_on")
    return Edition(year, end_of(known_on or last).astimezone(UTC), readers)


def years_that_are_over(first: int, now: datetime) -> list[int]:
    """The fiscal years of which there can be a report, the newest first.

    >>> years_that_are_over(2023, datetime(2026, 3, 31, 12, tzinfo=UTC))
    [2024, 2023]
    """
    running = fiscal_year_of(now.astimezone(ZoneInfo(TOKYO)).date())
    return list(range(running - 1, max(first, FIRST_YEAR) - 1, -1))


def cohort_of(start: date, as_of: date) -> str:
    """The quarter of a first working day, by its first day; what lies three years back is one group.

    >>> cohort_of(date(2025, 5, 9), date(2026, 4, 1)), cohort_of(date(2022, 5, 9), date(2026, 4, 1))
    ('2025-04-01', 'earlier')
    """
    began = quarter_of(start)
    ended = quarter_of(as_of)
    back = (ended.year - began.year) * 4 + (ended.month - began.month) // 3
    return began.isoformat() if back <= QUARTERS else EARLIER


@dataclass(frozen=True)
class Told:
    """A share as these readers are told it, and its interval in per cent. Without a share: too few people, or not yet known."""

    share: PublicShare | None = None
    interval: tuple[int, int] | None = None
    too_few: bool = False


def told(
    share: float | None, at_risk: int, limits: tuple[float, float] | None, least: int, *, shown: bool = True
) -> Told:
    """Round a share to 5 %, or say near its ends how far it is at least; nothing below the limit or of a hidden group."""
    if not shown:
        # Of a hidden group not even this: since when it is observed.
        return Told(too_few=True)
    if share is None:
        return Told()
    if at_risk < least:
        return Told(too_few=True)
    bound, percent = bound_of(at_risk), 5 * round(20 * share)
    said = PublicShare(percent)
    if percent >= 100 - bound:
        said = PublicShare(100 - bound, or_more=True)
    elif percent <= bound:
        said = PublicShare(bound, or_fewer=True)
    is_bound = said.or_more or said.or_fewer
    if limits is None or (is_bound and at_risk < INTERVAL_BESIDE_BOUND_FROM):
        return Told(said)
    return Told(said, public_interval(*limits))


class Outcome(StrEnum):
    """What became of a point of the follow-up that is over, in three."""

    ANSWERED = "answered"
    SILENT = "silent"
    NOT_REACHED = "not_reached"


def outcome_of(found: Disposition) -> Outcome | None:
    """None: nobody should have been asked."""
    if found is Disposition.NOT_APPLICABLE:
        return None
    if found in (Disposition.ANSWERED, Disposition.ANSWERED_LATE):
        return Outcome.ANSWERED
    return Outcome.SILENT if found in REACHED else Outcome.NOT_REACHED


def fingerprint_of(rows: Iterable[Sequence[str | None]]) -> str:
    """SHA-256 over rows of plain text in canonical order: sorted, as JSON, a line each."""
    lines = sorted(json.dumps(list(row), ensure_ascii=True, separators=(",", ":")) for row in rows)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
