"""What papers show on the page of a student."""

from typing import Any

from recruit.core.visitor import Visitor
from recruit.students.queries import SeenStudent
from recruit.web.panels import Panel


def _sheet(_visitor: Visitor, seen: SeenStudent) -> dict[str, Any] | None:
    return {"student": seen.student} if seen.shows_profile else None


PANELS = [Panel("student.company", _sheet, "students/papers/panel.html")]
