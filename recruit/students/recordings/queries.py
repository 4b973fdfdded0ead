"""Reads of recordings. Who may read the profile may listen."""

from sqlalchemy import select

from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.core.visitor import Visitor
from recruit.students import queries as student_queries
from recruit.students.models import Student
from recruit.students.recordings.models import NameRecording
from recruit.students.rules import DisclosureScope


def recording_of(student_id: int) -> NameRecording | None:
    """The recording of a student. No question is asked here about who may."""
    return session().scalar(select(NameRecording).where(NameRecording.student_id == student_id))


def own_recording(visitor: Visitor) -> NameRecording | None:
    """The visitor's own."""
    return session().scalar(
        select(NameRecording)
        .join(Student, Student.id == NameRecording.student_id)
        .where(Student.person_id == visitor.person_id)
    )


def recording_seen(visitor: Visitor, student: Student) -> NameRecording | None:
    """The recording, where the visitor's company may read the profile."""
    if not visitor.acts_for("company"):
        return None
    held = student_queries.disclosures_seen(visitor, student)
    if all(row.scope is DisclosureScope.CARD for row in held):
        return None
    return recording_of(student.id)


def recording_for_company(visitor: Visitor, student_ref: str) -> NameRecording:
    """The recording of the student of this reference."""
    student = session().scalar(select(Student).where(Student.public_id == student_ref))
    found = recording_seen(visitor, student) if student is not None else None
    if found is None:
        raise Missing
    return found
