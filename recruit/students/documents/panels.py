"""What documents show on the page of a student."""

from typing import Any

from recruit.core.visitor import Visitor
from recruit.students.documents import queries
from recruit.students.documents.views import ABOUT
from recruit.students.models import Student
from recruit.students.queries import SeenStudent
from recruit.web.panels import Panel


def _of_student(visitor: Visitor, seen: SeenStudent) -> dict[str, Any] | None:
    return _of_applicant(visitor, seen.student)


def _of_applicant(visitor: Visitor, student: Student) -> dict[str, Any] | None:
    documents = queries.documents_seen(visitor, student)
    return {"student": student, "documents": documents, **ABOUT} if documents else None


PANELS = [
    Panel("student.company", _of_student, "students/documents/panel.html"),
    Panel("applicant.company", _of_applicant, "students/documents/panel.html"),
]
