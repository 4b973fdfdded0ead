"""What student profiles show on pages of earlier rooms."""

from typing import Any

from recruit.core.visitor import Visitor
from recruit.organisations.models import Organisation
from recruit.students import queries
from recruit.web.panels import Panel


def _my_profile_and(visitor: Visitor, organisation: Organisation) -> dict[str, Any] | None:
    student = queries.own_student(visitor)
    if student is None:
        return None
    return {"organisation": organisation, "scope": queries.scope_shown_to(student, organisation.id)}


PANELS = [Panel("organisation.public", _my_profile_and, "students/panel_company.html")]
