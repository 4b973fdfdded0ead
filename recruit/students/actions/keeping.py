"""What all moves of a profile share: whose it is, what became another, and the note of it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from recruit.core import audit
from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.core.visitor import Visitor
from recruit.students.models import Student


def must_be_own(student: Student, by: Visitor) -> None:
    """Nobody else writes in a profile."""
    if student.person_id != by.person_id:
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
