"""What documents show on the page of a student."""

from typing import Any

from recruit.core.visitor import Visitor
from recruit.students.documents import queries
from recruit.students.documents.views import ABOUT
from recruit.students.queries import SeenStudent
from recruit.web.panels import Panel


def _documents(_visitor: Visitor, seen: SeenStudent) -> dict[str, Any] | None:
    documents = queries.documents_seen(seen)
    return {"student": seen.student, "documents": documents, **ABOUT} if documents else None


PANELS = [Panel("student.company", _documents, "students/documents/panel.html")]
