"""Who is employed only as far as anybody knows. Plain Python.

Contact is lost where both hold on the first unobserved day: for more than `LOST_AFTER_MONTHS` nobody confirmed that the person
still works there, and somebody asked since then in vain. What confirms: the person's own answers, the employer's form or answer, a
call that reached the person, a fact that somebody entered. What asks in vain: a survey or form that was given out and closed without
an answer. Such a person is observed until the last confirmed day and no longer.

Who was never asked is not lost: nobody tried. Such people count as employed until an end is entered, and are a number of their own.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from recruit.retention.analysis.spells import EmploymentRecord, month_boundary

# A year lies between two points of the follow-ups, and a month in which the later one may be answered: nobody is lost before that
# has closed and somebody had a few weeks to call.
LOST_AFTER_MONTHS = 14
# Above this share of all people both bounds are shown.
BOUNDS_ABOVE = 0.1


@dataclass(frozen=True)
class Heard:
    """When somebody was last confirmed to be at work, and the days on which questions closed without an answer."""

    confirmed_on: date | None = None
    in_vain_on: tuple[date, ...] = ()


NOTHING = Heard()


def last_known_at_work(record: EmploymentRecord, heard: Heard) -> date:
    """The last day on which the person is known to have been at work; at least the day they were registered or began."""
    began = max(record.start, record.registered)
    return began if heard.confirmed_on is None else max(began, heard.confirmed_on)


def is_silent(record: EmploymentRecord, heard: Heard, as_of: date) -> bool:
    """Whether nobody has confirmed for too long, asked or not, that this person is still there."""
    known = last_known_at_work(record, heard)
    if record.last_working_day is not None or known >= as_of:
        return False
    return month_boundary(known, LOST_AFTER_MONTHS) < as_of


def is_lost(record: EmploymentRecord, heard: Heard, as_of: date) -> bool:
    """Whether contact is lost: silent for too long, and asked in vain since."""
    known = last_known_at_work(record, heard)
    return is_silent(record, heard, as_of) and any(known < day < as_of for day in heard.in_vain_on)


def as_observed(record: EmploymentRecord, heard: Heard, as_of: date) -> EmploymentRecord:
    """The record with its last confirmed day where contact is lost, else as it is."""
    if not is_lost(record, heard, as_of):
        return record
    return replace(record, last_confirmed=last_known_at_work(record, heard))


def never_asked(pairs: Iterable[tuple[EmploymentRecord, Heard]], as_of: date) -> int:
    """How many are silent for too long because nobody asked."""
    return sum(
        is_silent(record, heard, as_of) and not is_lost(record, heard, as_of) for record, heard in pairs
    )
