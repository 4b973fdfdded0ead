"""What the days of a stay in Japan may be, and when its renewal is due. Plain Python."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Self

from recruit.core.months import months_after

# What a fact says in place of a day that turned out not to be known.
WITHDRAWN = "withdrawn"
# What it says in place of the last day of a stay that has none.
NO_END = "no_end"
# We remind so many calendar months before the end: our own times, the law only says from when it takes an application.
NOTICES = (3, 1)
# A day of arrival further from the first working day than this is asked about once more.
USUAL_AFTER_START, USUAL_BEFORE_START = timedelta(days=30), timedelta(days=366)


class StayRefusal(StrEnum):
    """Why days of a stay cannot be taken."""

    ARRIVAL_TO_COME = "arrival_to_come"
    UNTIL_BEFORE_ARRIVAL = "until_before_arrival"
    UNTIL_TOO_FAR = "until_too_far"
    UNTIL_AND_NO_END = "until_and_no_end"
    APPLIED_TO_COME = "applied_to_come"
    APPLIED_WITHOUT_END = "applied_without_end"
    APPLIED_AND_NO_END = "applied_and_no_end"
    APPLIED_AFTER_END = "applied_after_end"


class StayDoubt(StrEnum):
    """What is taken only when somebody says once more that it is so."""

    ARRIVED_AFTER_START = "arrived_after_start"
    ARRIVED_LONG_BEFORE = "arrived_long_before"
    UNTIL_PASSED = "until_passed"
    RARELY_NO_END = "rarely_no_end"


class Renewal(StrEnum):
    """How a stay stands to its end."""

    UNKNOWN = "unknown"
    NO_END = "no_end"
    FAR = "far"
    OPEN = "open"
    SOON = "soon"
    PASSED = "passed"
    APPLIED = "applied"
    GRACE = "grace"
    RUN_OUT = "run_out"


class StayList(StrEnum):
    """Which hires staff may list by their stay."""

    ENDING = "ending"
    ARRIVAL_UNKNOWN = "arrival_unknown"
    END_UNKNOWN = "end_unknown"


# Somebody has to act, or the stay ends.
TO_RENEW = (Renewal.OPEN, Renewal.SOON, Renewal.PASSED, Renewal.GRACE, Renewal.RUN_OUT)


@dataclass(frozen=True)
class StayDays:
    """The three days of one hire, as far as they are known. A stay without an end has no last day, and everybody knows it."""

    arrived_on: date | None = None
    until_on: date | None = None
    applied_on: date | None = None
    has_no_end: bool = False

    @property
    def end_is_unknown(self) -> bool:
        """Nobody has said when it ends, nor that it does not."""
        return self.until_on is None and not self.has_no_end

    def after(self, before: Self) -> Self:
        """A later end, or none at all any more, is the answer to the application that was made for the old one. An earlier end
        is a slip that was corrected: the application stands.
        """
        is_answered = (
            self.until_on is None or (before.until_on is not None and self.until_on > before.until_on)
        ) and self.applied_on == before.applied_on
        return replace(self, applied_on=None) if is_answered else self


@dataclass(frozen=True)
class Terms:
    """What the law grants: the longest period in years, and from how many months before its end it may be extended."""

    longest_years: int
    extended_from_months: int

    def latest_end(self, today: date) -> date:
        """Nobody's stay can end later: a period that begins when the present one is extended as early as can be."""
        return months_after(today, 12 * self.longest_years + self.extended_from_months)


Fault = tuple[str, StayRefusal | StayDoubt]


def why_not(before: StayDays, wanted: StayDays, *, today: date, terms: Terms | None) -> Fault | None:
    """The first of the days that cannot be so, by its name. What nobody changes is not judged again."""
    return next(_refusals(before, wanted, today, terms), None)


def what_is_odd(before: StayDays, wanted: StayDays, *, starts_on: date | None, today: date) -> Fault | None:
    """The first of the days that is rarely so."""
    arrived_on, until_on = wanted.arrived_on, wanted.until_on
    if arrived_on is not None and arrived_on != before.arrived_on and starts_on is not None:
        if arrived_on > starts_on + USUAL_AFTER_START:
            return "arrived_on", StayDoubt.ARRIVED_AFTER_START
        if arrived_on < starts_on - USUAL_BEFORE_START:
            return "arrived_on", StayDoubt.ARRIVED_LONG_BEFORE
    if (
        until_on is not None
        and until_on != before.until_on
        and until_on < today
        and wanted.applied_on is None
    ):
        return "until_on", StayDoubt.UNTIL_PASSED
    # Few have no end, and a slip would silence every reminder.
    if wanted.has_no_end and not before.has_no_end:
        return "has_no_end", StayDoubt.RARELY_NO_END
    return None


def _refusals(before: StayDays, wanted: StayDays, today: date, terms: Terms | None) -> Iterator[Fault]:
    arrived_on, until_on, applied_on = wanted.arrived_on, wanted.until_on, wanted.applied_on
    has_new_arrival, has_new_end = arrived_on != before.arrived_on, until_on != before.until_on
    if arrived_on is not None and has_new_arrival and arrived_on > today:
        yield "arrived_on", StayRefusal.ARRIVAL_TO_COME
    if (
        until_on is not None
        and arrived_on is not None
        and (has_new_arrival or has_new_end)
        and until_on <= arrived_on
    ):
        yield ("until_on" if has_new_end else "arrived_on"), StayRefusal.UNTIL_BEFORE_ARRIVAL
    if until_on is not None and has_new_end and terms is not None and until_on > terms.latest_end(today):
        yield "until_on", StayRefusal.UNTIL_TOO_FAR
    if until_on is not None and wanted.has_no_end:
        yield "until_on", StayRefusal.UNTIL_AND_NO_END
    if applied_on is None or applied_on == before.applied_on:
        return
    if wanted.has_no_end:
        yield "applied_on", StayRefusal.APPLIED_AND_NO_END
    elif until_on is None:
        yield "applied_on", StayRefusal.APPLIED_WITHOUT_END
    elif applied_on > today:
        yield "applied_on", StayRefusal.APPLIED_TO_COME
    elif applied_on > until_on:
        yield "applied_on", StayRefusal.APPLIED_AFTER_END


def renewal_of(days: StayDays, today: date, grace_months: int | None = None) -> Renewal:
    """How a stay stands today. `grace_months`: how long it goes on after its end for who has applied in time."""
    until_on = days.until_on
    if until_on is None:
        return Renewal.NO_END if days.has_no_end else Renewal.UNKNOWN
    if days.applied_on is not None:
        if today <= until_on:
            return Renewal.APPLIED
        is_over = grace_months is not None and today > months_after(until_on, grace_months)
        return Renewal.RUN_OUT if is_over else Renewal.GRACE
    if until_on < today:
        return Renewal.PASSED
    notice = notice_of(until_on, today)
    return Renewal.FAR if notice is None else Renewal.SOON if notice == NOTICES[-1] else Renewal.OPEN


def notice_of(until_on: date, today: date) -> int | None:
    """The nearest reminder whose day has come: so many months before the end. None while it is far."""
    come = [months for months in NOTICES if months_after(until_on, -months) <= today]
    return min(come, default=None)


def is_to_be_told(until_on: date | None, applied_on: date | None, told: int | None, today: date) -> bool:
    """Whether a reminder of this end is due that was not given yet."""
    if until_on is None or applied_on is not None or until_on < today:
        return False
    notice = notice_of(until_on, today)
    return notice is not None and (told is None or notice < told)
