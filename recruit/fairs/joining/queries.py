"""Reads about who joins a fair late."""

from datetime import datetime

from sqlalchemy import ColumnElement, select

from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.core.visitor import Visitor
from recruit.events.models import Registration
from recruit.events.rules import RegistrationState
from recruit.fairs.joining.models import LateRequest
from recruit.fairs.models import Fair, Meeting, Timetable
from recruit.fairs.rules import MeetingState, TimetableState
from recruit.students.models import Student


def asked_since(fair_id: int, student_id: int) -> datetime | None:
    """Since when a student asks for meetings; None where they do not."""
    return session().scalar(
        select(LateRequest.asked_at).where(
            LateRequest.fair_id == fair_id, LateRequest.student_id == student_id
        )
    )


def still_late() -> ColumnElement[bool]:
    """A request of a student who has a seat and still meets nobody in the published timetable."""
    meets = (
        select(Meeting.id)
        .join(Timetable, Timetable.id == Meeting.timetable_id)
        .where(
            Timetable.fair_id == LateRequest.fair_id,
            Timetable.state == TimetableState.PUBLISHED,
            Meeting.student_id == LateRequest.student_id,
            Meeting.state != MeetingState.DROPPED,
        )
        .exists()
    )
    seat = (
        select(Registration.id)
        .join(Student, Student.person_id == Registration.person_id)
        .where(
            Student.id == LateRequest.student_id,
            Registration.event_id == LateRequest.fair_id,
            Registration.state == RegistrationState.SIGNED_UP,
        )
        .exists()
    )
    return seat & ~meets


def late_students(visitor: Visitor, fair: Fair) -> list[Student]:
    """Who asks, has a seat, and still meets nobody in the published timetable; who asked first stands first."""
    if not visitor.is_coordinator:
        raise Missing
    rows = session().scalars(
        select(Student)
        .join(LateRequest, LateRequest.student_id == Student.id)
        .where(LateRequest.fair_id == fair.event_id, still_late())
        .order_by(LateRequest.asked_at, LateRequest.id)
    )
    return list(rows)
