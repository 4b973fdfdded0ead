"""What applications show on pages of earlier rooms."""

from typing import Any

from recruit.applications import queries
from recruit.core.visitor import Visitor
from recruit.postings.models import Posting
from recruit.students.queries import own_student
from recruit.web.panels import Panel


def apply_here(visitor: Visitor, posting: Posting) -> dict[str, Any] | None:
    """On an open position: the way to apply, or to the application that is there. Companies and staff see neither."""
    student = own_student(visitor)
    if student is None:
        return None if visitor.is_signed_in else {"posting": posting, "application": None}
    return {"posting": posting, "application": queries.live_application(student, posting)}


PANELS = [Panel("posting.act", apply_here, "applications/panel_apply.html")]
