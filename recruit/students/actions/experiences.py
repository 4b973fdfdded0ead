"""Moves of experiences and of busy times."""

from datetime import date, datetime, time

from recruit.core.visitor import Visitor
from recruit.students import rules
from recruit.students.actions.keeping import hold, must_be_own, note_saved, write
from recruit.students.models import BusyTime, Experience, Student
from recruit.students.pictures import dropping
from recruit.students.rules import ExperienceKind, StudentRefusal
from recruit.students.values import EXPERIENCE, Changes, Faults


def save_experience(
    student: Student, experience: Experience | None, changes: Changes, *, by: Visitor, now: datetime
) -> tuple[Experience | None, Faults]:
    """Keep what holds of one experience (None: a new one), and why the rest was not kept, by field.

    One without a title is kept too, and asked for it: what somebody has written down is never lost.
    """
    must_be_own(student, by)
    wanted = {name: value for name, value in changes.items() if name in EXPERIENCE}
    if "tools" in wanted:
        wanted["tools"] = [str(code) for code in wanted["tools"]]
    if experience is None and not any(wanted.get(name) for name in ("title", "place", "words")):
        return None, {"title": StudentRefusal.TITLE_NEEDED}
    if experience is None:
        if len(student.experiences) >= rules.MOST_ROWS:
            return None, {"title": StudentRefusal.ENOUGH_ROWS}
        experience = Experience(
            kind=ExperienceKind.PROJECT, title="", place="", begins_on=None, ends_on=None, words="", language="",
            tools=[],
        )  # fmt: skip
        student.experiences.append(experience)
    after = {name: wanted.get(name, getattr(experience, name)) for name in ("title", "begins_on", "ends_on")}
    faults = rules.why_not_experience(**after)
    if "ends_on" in faults:
        wanted.pop("ends_on", None)
        if rules.why_not_experience("-", wanted.get("begins_on"), experience.ends_on):
            # The beginning is new, and the end that was there belongs to another one.
            wanted["ends_on"] = None
    # The words keep the language they were written in, as long as they are the same words.
    said = (wanted.get("title", experience.title), wanted.get("words", experience.words))
    if said == (experience.title, experience.words):
        wanted.pop("language", None)
    note_saved(student, write(experience, wanted), by=by, now=now)
    return experience, faults


def remove_experience(student: Student, experience: Experience, *, by: Visitor, now: datetime) -> None:
    """Take an experience out of the profile, with its pictures."""
    must_be_own(student, by)
    hold(student.id)
    dropping.drop_of_experience(experience.id)
    student.experiences.remove(experience)
    note_saved(student, ["experience"], by=by, now=now)


def add_busy_time(
    student: Student,
    *,
    weekday: int | None,
    first_on: date | None,
    last_on: date | None,
    starts: time | None,
    ends: time | None,
    zone: str,
    by: Visitor,
    now: datetime,
) -> Faults:
    """A day of every week, or some days, on which the student has no time. Half of one is kept nowhere; the same once."""
    must_be_own(student, by)
    faults = rules.why_not_busy(weekday, first_on, last_on, starts, ends)
    if faults:
        return faults
    last_on = last_on or first_on
    said = (weekday, first_on, last_on, starts, ends)
    if any(
        said == (one.weekday, one.first_on, one.last_on, one.starts, one.ends) for one in student.busy_times
    ):
        return {}
    if len(student.busy_times) >= rules.MOST_ROWS:
        return {"weekday": StudentRefusal.ENOUGH_ROWS}
    student.busy_times.append(
        BusyTime(weekday=weekday, first_on=first_on, last_on=last_on, starts=starts, ends=ends, zone=zone)
    )
    note_saved(student, ["busy_times"], by=by, now=now)
    return {}


def remove_busy_time(student: Student, busy: BusyTime, *, by: Visitor, now: datetime) -> None:
    """The student has time then after all."""
    must_be_own(student, by)
    student.busy_times.remove(busy)
    note_saved(student, ["busy_times"], by=by, now=now)
