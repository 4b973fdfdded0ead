"""Moves of documents: handed in, changed, replaced, deleted. Files are laid down before (`core.files.lay_down`)."""

from datetime import datetime

from sqlalchemy import select

from recruit.core import audit, files
from recruit.core.db import session
from recruit.core.errors import Missing, Refused
from recruit.core.files import LaidDown
from recruit.core.visitor import Visitor
from recruit.students.actions.keeping import hold
from recruit.students.documents import queries, rules
from recruit.students.documents.models import StudentDocument
from recruit.students.documents.rules import DocumentRefusal, Held
from recruit.students.models import Student
from recruit.students.rules import DocumentKind, ShownTo


def hand_in(
    student: Student,
    laid: LaidDown,
    thumbnail: LaidDown | None,
    *,
    kind: DocumentKind,
    title: str,
    shown_to: ShownTo,
    by: Visitor,
    now: datetime,
) -> StudentDocument:
    """A student hands in a document. Raises Refused where there are too many, or where it is a paper of identity."""
    _demand_own(student, by)
    _refuse_identity_paper(title, laid.name)
    hold(student.id)
    refusal = rules.why_not_add(queries.held_by(student), laid.size)
    if refusal:
        raise Refused(refusal, field="file")
    document = StudentDocument(
        student_id=student.id,
        kind=kind,
        title=title,
        shown_to=shown_to,
        stored_file=files.keep(laid, now=now),
        thumbnail=files.keep(thumbnail, now=now) if thumbnail else None,
        handed_in_at=now,
    )
    session().add(document)
    session().flush()
    _note("document.handed_in", document, f"{kind} {shown_to}", by, now)
    return document


def change(
    document: StudentDocument,
    *,
    kind: DocumentKind,
    title: str,
    shown_to: ShownTo,
    by: Visitor,
    now: datetime,
) -> None:
    """What it is, and who may open it from now on."""
    _demand_own(document.student, by)
    _refuse_identity_paper(title, "")
    _hold(document)
    if (document.kind, document.title, document.shown_to) == (kind, title, shown_to):
        return
    document.kind, document.title, document.shown_to = kind, title, shown_to
    session().flush()
    _note("document.changed", document, f"{kind} {shown_to}", by, now)


def replace(
    document: StudentDocument, laid: LaidDown, thumbnail: LaidDown | None, *, by: Visitor, now: datetime
) -> None:
    """A newer file takes the place of the one that is there, which is deleted."""
    _demand_own(document.student, by)
    _refuse_identity_paper("", laid.name)
    _hold(document)
    held, older = queries.held_by(document.student), (document.stored_file, document.thumbnail)
    refusal = rules.why_not_hold(Held(held.documents, held.size - older[0].size), laid.size)
    if refusal:
        raise Refused(refusal, field="file")
    document.stored_file = files.keep(laid, now=now)
    document.thumbnail = files.keep(thumbnail, now=now) if thumbnail else None
    document.handed_in_at = now
    session().flush()
    for gone in older:
        if gone is not None:
            files.remove(gone)
    _note("document.replaced", document, str(document.kind), by, now)


def delete(document: StudentDocument, *, by: Visitor, now: datetime) -> None:
    """A student takes a document back; its file is deleted."""
    _demand_own(document.student, by)
    _hold(document)
    _note("document.deleted", document, str(document.kind), by, now)
    drop(document)


def drop(document: StudentDocument) -> None:
    """Delete a document with its files, for actions and for erasing."""
    stored, thumbnail = document.stored_file, document.thumbnail
    session().delete(document)
    session().flush()
    for gone in (stored, thumbnail):
        if gone is not None:
            files.remove(gone)


def _hold(document: StudentDocument) -> None:
    """Nobody else changes the document now, and it is read anew: somebody may just have replaced its file, which would
    otherwise lie here for ever, or deleted it.
    """
    document_id = document.id
    hold(document.student_id)
    still = select(StudentDocument).where(StudentDocument.id == document_id)
    if session().scalar(still.execution_options(populate_existing=True)) is None:
        raise Missing


def _refuse_identity_paper(title: str, name: str) -> None:
    if rules.names_identity_paper(title):
        raise Refused(DocumentRefusal.IDENTITY_PAPER, field="title")
    if rules.names_identity_paper(name):
        raise Refused(DocumentRefusal.IDENTITY_PAPER, field="file")


def _demand_own(student: Student, by: Visitor) -> None:
    if student.person_id != by.person_id:
        raise Missing


def _note(action: str, document: StudentDocument, change: str, by: Visitor, now: datetime) -> None:
    audit.record(
        action, by=by, now=now, subject_kind="document", subject_ref=document.public_id, change=change
    )
