"""What a student reads: the own seat at a fair, wishes, who asked, the own timetable."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.core.visitor import Visitor
from recruit.events.models import Event, Registration
from recruit.events.rules import PUBLIC_STATES, RegistrationState
from recruit.fairs.models import Fair, Meeting, Timetable, Wish
from recruit.fairs.rules import Mark, MeetingState, Side, TimetableState
from recruit.organisations.models import Organisation
from recruit.students.models import Student


@dataclass(frozen=True)
class StudentAtFair:
    """A student with a seat."""

    fair: Fair
    student: Student
    registration: Registration


def seat_at_fair(visitor: Visitor, slug: str) -> StudentAtFair:
    """The visitor's own seat at a fair; without one there is nothing to see."""
    row = (
        session()
        .execute(
            select(Fair, Student, Registration)
            .join(Fair.event)
            .join(Registration, Registration.event_id == Event.id)
            .join(Student, Student.person_id == Registration.person_id)
            .options(contains_eager(Fair.event), selectinload(Fair.slots))
            .where(
                Event.slug == slug,
                Event.state.in_(PUBLIC_STATES),
                Registration.person_id == visitor.person_id,
                Registration.state == RegistrationState.SIGNED_UP,
            )
        )
        .first()
    )
    if row is None:
        raise Missing
    return StudentAtFair(fair=row[0], student=row[1], registration=row[2])


def own_wishes(seat: StudentAtFair) -> dict[int, Wish]:
    """By company."""
    rows = session().scalars(
        select(Wish).where(
            Wish.fair_id == seat.fair.event_id,
            Wish.student_id == seat.student.id,
            Wish.side == Side.STUDENT,
        )
    )
    return {wish.company_id: wish for wish in rows}


def companies_that_asked(seat: StudentAtFair) -> frozenset[int]:
    """Companies that want to meet this student. How much they want it stays with them."""
    rows = session().scalars(
        select(Wish.company_id).where(
            Wish.fair_id == seat.fair.event_id,
            Wish.student_id == seat.student.id,
            Wish.side == Side.COMPANY,
            Wish.mark != Mark.NO,
        )
    )
    return frozenset(rows)


def meetings_of_student(student_id: int, fair_id: int) -> list[Meeting]:
    """The student's published meetings, in the order of the day."""
    rows = session().scalars(
        select(Meeting)
        .join(Timetable)
        .options(joinedload(Meeting.organisation).selectinload(Organisation.texts))
        .where(
            Timetable.fair_id == fair_id,
            Timetable.state == TimetableState.PUBLISHED,
            Meeting.student_id == student_id,
            Meeting.state != MeetingState.DROPPED,
        )
        .order_by(Meeting.slot)
    )
    return list(rows)


def companies_taken_out(student_id: int, fair_id: int) -> frozenset[int]:
    """With whom the published timetable had a meeting that does not take place any more."""
    rows = session().scalars(
        select(Meeting.company_id)
        .join(Timetable)
        .where(
            Timetable.fair_id == fair_id,
            Timetable.state == TimetableState.PUBLISHED,
            Meeting.student_id == student_id,
            Meeting.state == MeetingState.DROPPED,
        )
    )
    return frozenset(rows)
