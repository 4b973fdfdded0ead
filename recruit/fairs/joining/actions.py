"""A student who joined a fair late asks for meetings, or no longer."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite

from recruit.core import audit
from recruit.core.db import database, session
from recruit.core.errors import Refused
from recruit.core.visitor import Visitor
from recruit.fairs.joining.models import LateRequest
from recruit.fairs.joining.rules import Chance
from recruit.fairs.models import Fair
from recruit.fairs.rules import FairRefusal
from recruit.students.models import Student


def ask_late(fair: Fair, student: Student, *, chance: Chance, by: Visitor, now: datetime) -> None:
    """Staff find the student among those without a meeting. A second click changes nothing."""
    if chance is Chance.NONE:
        raise Refused(FairRefusal.MOVE_NOT_POSSIBLE)
    insert = (sqlite if database().is_sqlite else postgresql).insert(LateRequest)
    session().execute(
        insert.values(fair_id=fair.event_id, student_id=student.id, asked_at=now).on_conflict_do_nothing(
            index_elements=["fair_id", "student_id"]
        )
    )
    audit.record("fair.ask_late", by=by, now=now, subject_kind="event", subject_ref=fair.event.slug)


def take_back(fair: Fair, student: Student, *, by: Visitor, now: datetime) -> None:
    """The student asks no longer."""
    forget(student.id, fair.event_id)
    audit.record("fair.ask_late_no_more", by=by, now=now, subject_kind="event", subject_ref=fair.event.slug)


def forget(student_id: int, fair_id: int) -> None:
    """A student gave the seat back."""
    session().execute(
        delete(LateRequest).where(LateRequest.student_id == student_id, LateRequest.fair_id == fair_id)
    )
