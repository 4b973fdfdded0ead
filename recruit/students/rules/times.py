"""Months of what somebody has done, and times when somebody is busy, in plain Python."""

from datetime import date, time

from recruit.students.rules.codes import StudentRefusal

# A profile is read by people: what nobody reads to the end is no help. Of educations, experiences, busy times.
MOST_ROWS = 30


def why_not_experience(title: str, begins_on: date | None, ends_on: date | None) -> dict[str, StudentRefusal]:
    """What of an experience cannot be right, by field. A month that is missing is none of it."""
    faults = {}
    if not title:
        faults["title"] = StudentRefusal.TITLE_NEEDED
    if begins_on and ends_on and ends_on < begins_on:
        faults["ends_on"] = StudentRefusal.END_BEFORE_BEGIN
    return faults


def why_not_busy(
    weekday: int | None, first_on: date | None, last_on: date | None, starts: time | None, ends: time | None
) -> dict[str, StudentRefusal]:
    """What of a busy time cannot be right, by field: a day of every week or some days, all day or between two times."""
    faults = {}
    if weekday is None and first_on is None:
        faults["weekday"] = StudentRefusal.BUSY_DAY_NEEDED
    if weekday is not None and (first_on or last_on):
        faults["first_on"] = StudentRefusal.ONE_KIND_OF_DAY
    if first_on and last_on and last_on < first_on:
        faults["last_on"] = StudentRefusal.END_BEFORE_BEGIN
    if (starts is None) != (ends is None):
        faults["ends" if ends is None else "starts"] = StudentRefusal.BOTH_TIMES_NEEDED
    elif starts is not None and ends is not None and ends <= starts:
        faults["ends"] = StudentRefusal.END_BEFORE_BEGIN
    return faults
