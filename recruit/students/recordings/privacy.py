"""What recordings hold about a person, and how it leaves again."""

from datetime import datetime
from typing import Any

from recruit.core import files
from recruit.students import queries as student_queries
from recruit.students.recordings import actions, queries
from recruit.students.recordings.models import NameRecording

TABLES: dict[str, str] = {"name_recording": "Deleted with its file."}


def _of_person(person_id: int) -> NameRecording | None:
    student = student_queries.student_of_person(person_id)
    return queries.recording_of(student.id) if student else None


def export(person_id: int) -> dict[str, Any]:
    """That there is one; the file stands beside it in the archive."""
    recording = _of_person(person_id)
    if recording is None:
        return {}
    file = recording.stored_file
    return {
        "name_recording": {
            "file": file.kept_name,
            "size_in_bytes": file.size,
            "handed_in_at": recording.recorded_at.isoformat(),
        }
    }


def files_of(person_id: int) -> list[tuple[str, bytes]]:
    """The recording for the archive."""
    recording = _of_person(person_id)
    return [(recording.stored_file.kept_name, files.content_of(recording.stored_file))] if recording else []


def erase(person_id: int, _now: datetime) -> None:
    """Delete it."""
    recording = _of_person(person_id)
    if recording is not None:
        actions.drop(recording)
