"""Moves of recordings: kept, replaced, deleted. The file is laid down before (`core.files.lay_down`)."""

from datetime import datetime

from recruit.core import audit, files
from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.core.files import LaidDown
from recruit.core.visitor import Visitor
from recruit.students.actions.keeping import hold
from recruit.students.models import Student
from recruit.students.recordings import queries
from recruit.students.recordings.models import NameRecording


def keep(student: Student, laid: LaidDown, *, seconds: float, by: Visitor, now: datetime) -> NameRecording:
    """A student keeps a recording; an older one goes."""
    if student.person_id != by.person_id:
        raise Missing
    # Two at once: whoever is second replaces what the first has kept.
    hold(student.id)
    older = queries.recording_of(student.id)
    if older is not None:
        drop(older)
    recording = NameRecording(
        student_id=student.id, stored_file=files.keep(laid, now=now), seconds=seconds, recorded_at=now
    )
    session().add(recording)
    session().flush()
    _note("name_recording.kept", student, by, now)
    return recording


def delete(recording: NameRecording, *, by: Visitor, now: datetime) -> None:
    """A student takes the recording back."""
    if recording.student.person_id != by.person_id:
        raise Missing
    hold(recording.student_id)
    _note("name_recording.deleted", recording.student, by, now)
    drop(recording)


def drop(recording: NameRecording) -> None:
    """Delete a recording with its file."""
    stored = recording.stored_file
    session().delete(recording)
    session().flush()
    files.remove(stored)


def _note(action: str, student: Student, by: Visitor, now: datetime) -> None:
    audit.record(action, by=by, now=now, subject_kind="student", subject_ref=student.public_id)
