"""What documents hold about a person, and how it leaves again."""

from datetime import datetime
import logging
from typing import Any

from recruit.core import files
from recruit.students import queries as student_queries
from recruit.students.actions.keeping import wait_for_turn
from recruit.students.documents import actions, queries
from recruit.students.documents.models import StudentDocument

log = logging.getLogger(__name__)

TABLES: dict[str, str] = {"student_document": "Deleted with its files."}


def _of_person(person_id: int) -> list[StudentDocument]:
    student = student_queries.student_of_person(person_id)
    return list(queries.documents_of(student.id)) if student else []


def export(person_id: int) -> dict[str, Any]:
    """What was handed in; the files themselves stand beside it in the archive."""
    documents = [queries.facts_of(document) for document in _of_person(person_id)]
    return {"documents": documents} if documents else {}


def files_of(person_id: int) -> list[tuple[str, bytes]]:
    """The files for the archive, by name. One that is damaged does not keep the others from their owner."""
    found = []
    for document in _of_person(person_id):
        try:
            found.append((document.stored_file.kept_name, files.content_of(document.stored_file)))
        except files.FileDamaged:
            log.exception("a document is missing in an archive", extra={"document": document.public_id})
    return found


def erase(person_id: int, _now: datetime) -> None:
    """Delete every document with its files. What is just being handed in comes before, or not at all."""
    student = student_queries.student_of_person(person_id)
    if student is not None:
        wait_for_turn(student.id)
    for document in _of_person(person_id):
        actions.drop(document)
