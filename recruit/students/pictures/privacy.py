"""What pictures hold about a person, and how they leave again."""

from datetime import datetime
import logging
from typing import Any

from recruit.core import files
from recruit.students import queries as student_queries
from recruit.students.actions.keeping import wait_for_turn
from recruit.students.pictures import dropping, queries
from recruit.students.pictures.models import ExperiencePicture

log = logging.getLogger(__name__)

TABLES: dict[str, str] = {"experience_picture": "Deleted with its files."}


def _of_person(person_id: int) -> list[ExperiencePicture]:
    student = student_queries.student_of_person(person_id)
    return list(queries.pictures_of(student.id)) if student else []


def export(person_id: int) -> dict[str, Any]:
    """What each shows and of what; the pictures themselves stand beside it in the archive."""
    pictures = [
        {
            "experience": one.experience.title,
            "title": one.words,
            "language": one.language,
            "file": one.large.kept_name,
            "size_in_bytes": one.large.size,
            "handed_in_at": one.added_at.isoformat(),
        }
        for one in _of_person(person_id)
    ]
    return {"experience_pictures": pictures} if pictures else {}


def files_of(person_id: int) -> list[tuple[str, bytes]]:
    """The pictures for the archive, by name. One that is damaged does not keep the others from their owner."""
    found = []
    for picture in _of_person(person_id):
        try:
            found.append((picture.large.kept_name, files.content_of(picture.large)))
        except files.FileDamaged:
            log.exception("a picture is missing in an archive", extra={"picture": picture.public_id})
    return found


def erase(person_id: int, _now: datetime) -> None:
    """Delete every picture with its files. What is just being added comes before, or not at all."""
    student = student_queries.student_of_person(person_id)
    if student is not None:
        wait_for_turn(student.id)
    dropping.drop(_of_person(person_id))
