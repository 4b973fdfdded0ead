"""What all moves of a profile share: whose it is, what became another, and the note of it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from recruit.accounts.models import Person
from recruit.core import audit
from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.core.visitor import Visitor
from recruit.students.models import Student


def must_be_own(student: Student, by: Visitor) -> None:
    """Nobody else writes in a profile."""
    if student.person_id != by.person_id:
        raise Missing


def wait_for_turn(student_id: int) -> int | None:
    """Until the end of the transaction nobody else hands in, replaces or takes away a file of this student, and nobody
    erases the person. Gives whose profile it is.
    """
    return session().scalar(select(Student.person_id).where(Student.id == student_id).with_for_update())


def hold(student_id: int) -> None:
    """The same for a move of the student. Raises Missing where the person is erased already."""
    person_id = wait_for_turn(student_id)
    # A statement of its own: it sees what was committed while this one waited.
    gone = select(Person.anonymised_at).where(Person.id == person_id)
    if person_id is None or session().scalar(gone) is not None:
        raise Missing


def write(row: object, wanted: Mapping[str, Any]) -> list[str]:
    """Set what differs; gives the names of it."""
    changed = [name for name, value in wanted.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, wanted[name])
    return changed


def note_saved(student: Student, changed: list[str], *, by: Visitor, now: datetime) -> None:
    """The profile was saved; the log names the fields, never what stands in them."""
    student.saved_at = now
    session().flush()
    if changed:
        audit.record(
            "profile_changed",
            by=by,
            now=now,
            subject_kind="student",
            subject_ref=student.public_id,
            change=" ".join(changed),
        )
