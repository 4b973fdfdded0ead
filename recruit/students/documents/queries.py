"""Reads of documents. Whether an organisation may open one is answered by its disclosures and by the student's choice."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, func, select

from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.core.models import StoredFile
from recruit.core.visitor import Visitor
from recruit.students import queries as student_queries
from recruit.students.documents import rules
from recruit.students.documents.models import StudentDocument
from recruit.students.documents.rules import Held
from recruit.students.models import Student
from recruit.students.rules import DocumentKind

_IN_ORDER = {kind: number for number, kind in enumerate(DocumentKind)}


def held_by(student: Student) -> Held:
    """How much a student has handed in; thumbnails are ours and count for nothing."""
    count, size = (
        session()
        .execute(
            select(func.count(StudentDocument.id), func.coalesce(func.sum(StoredFile.size), 0))
            .join(StoredFile, StoredFile.id == StudentDocument.stored_file_id)
            .where(StudentDocument.student_id == student.id)
        )
        .one()
    )
    return Held(documents=count, size=int(size))


def _documents(student_id: int) -> Select[Any]:
    return (
        select(StudentDocument).where(StudentDocument.student_id == student_id).order_by(StudentDocument.id)
    )


def documents_of(student_id: int) -> Sequence[StudentDocument]:
    """All documents of a student, for exports and erasing. No question is asked here about who may."""
    return session().scalars(_documents(student_id)).all()


def own_student(visitor: Visitor) -> Student | None:
    """The visitor's own profile, without all that belongs to it; None before it is opened."""
    return session().scalar(select(Student).where(Student.person_id == visitor.person_id))


def own_documents(visitor: Visitor) -> list[StudentDocument]:
    """The visitor's own documents, by kind."""
    student = own_student(visitor)
    return _sorted(documents_of(student.id)) if student else []


def own_document(visitor: Visitor, public_id: str) -> StudentDocument:
    """One of the visitor's own."""
    found = session().scalar(
        select(StudentDocument)
        .join(Student, Student.id == StudentDocument.student_id)
        .where(StudentDocument.public_id == public_id, Student.person_id == visitor.person_id)
    )
    if found is None:
        raise Missing
    return found


def _open_to(visitor: Visitor, student: Student) -> Select[Any] | None:
    if not visitor.acts_for("company"):
        return None
    held = student_queries.disclosures_seen(visitor, student)
    choices = rules.open_choices([row.scope for row in held], [row.reason for row in held])
    return _documents(student.id).where(StudentDocument.shown_to.in_(choices)) if choices else None


def documents_seen(visitor: Visitor, student: Student) -> list[StudentDocument]:
    """What the visitor's company may open of a student."""
    opened = _open_to(visitor, student)
    return _sorted(session().scalars(opened).all()) if opened is not None else []


def document_for_company(visitor: Visitor, student_ref: str, public_id: str) -> StudentDocument:
    """One document of a student, if the visitor's company may open it."""
    student = session().scalar(select(Student).where(Student.public_id == student_ref))
    opened = _open_to(visitor, student) if student is not None else None
    if opened is None:
        raise Missing
    found = session().scalar(opened.where(StudentDocument.public_id == public_id))
    if found is None:
        raise Missing
    return found


def _sorted(documents: Sequence[StudentDocument]) -> list[StudentDocument]:
    return sorted(documents, key=lambda one: (_IN_ORDER[one.kind], one.id))


def facts_of(document: StudentDocument) -> dict[str, Any]:
    """What is known of a document, as plain data for its student."""
    return {
        "kind": document.kind,
        "title": document.title,
        "file": document.stored_file.kept_name,
        "size_in_bytes": document.stored_file.size,
        "shown_to": document.shown_to,
        "handed_in_at": document.handed_in_at.isoformat(),
    }
