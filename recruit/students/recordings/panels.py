"""What recordings show on pages about a student."""

from typing import Any

from recruit.core.visitor import Visitor
from recruit.students.models import Student
from recruit.students.recordings import queries
from recruit.web.panels import Panel


def _of_student(visitor: Visitor, student: Student) -> dict[str, Any] | None:
    recording = queries.recording_seen(visitor, student)
    return {"student": student} if recording is not None else None


PANELS = [Panel("student.name", _of_student, "students/recordings/panel.html")]
