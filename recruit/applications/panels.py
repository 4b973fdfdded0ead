"""What applications show on pages of earlier rooms."""

from typing import Any

from recruit.applications import queries
from recruit.core.visitor import Visitor
from recruit.postings.models import Posting
from recruit.students.models import Student
from recruit.students.queries import own_student
from recruit.web.panels import Panel


def apply_here(visitor: Visitor, posting: Posting) -> dict[str, Any] | None:
    """On an open position: the way to apply, or to the application that is there. Companies and staff see neither."""
    student = own_student(visitor)
    if student is None:
        return None if visitor.is_signed_in else {"posting": posting, "application": None}
    return {"posting": posting, "application": queries.live_application(student, posting)}


def application_to_answer(visitor: Visitor, student: Student) -> dict[str, Any] | None:
    """On a company's page of a student: the way to the application that is open there."""
    company_id = visitor.acting_organisation_id
    if not visitor.acts_for("company") or company_id is None:
        return None
    application = queries.live_application_at(student.id, company_id)
    return {"application": application} if application else None


PANELS = [
    Panel("posting.act", apply_here, "applications/panel_apply.html"),
    Panel("student.act", application_to_answer, "applications/panel_company.html"),
]
