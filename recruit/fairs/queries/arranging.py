"""What staff read while they arrange: interpreters, fixed conversations, the two of a pair."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.core.visitor import Visitor
from recruit.fairs.models import Fair, FairInterpreter, FairPin, Meeting, Timetable, Unavailable, Wish
from recruit.fairs.rules import MeetingState
from recruit.organisations.models import Organisation
from recruit.students.models import Student


def _demand_coordinator(visitor: Visitor) -> None:
    if not visitor.is_coordinator:
        raise Missing


def interpreters_for_staff(visitor: Visitor, fair: Fair) -> list[FairInterpreter]:
    """By language, then in the order in which they were written down."""
    _demand_coordinator(visitor)
    rows = session().scalars(
        select(FairInterpreter)
        .where(FairInterpreter.fair_id == fair.event_id)
        .order_by(FairInterpreter.language, FairInterpreter.id)
    )
    return list(rows)


def companies_away(visitor: Visitor, fair: Fair) -> dict[int, set[int]]:
    """The slots in which nobody of a company is at its booth, by the company's id."""
    _demand_coordinator(visitor)
    away: dict[int, set[int]] = {}
    for row in session().scalars(
        select(Unavailable)
        .where(Unavailable.fair_id == fair.event_id, Unavailable.company_id.is_not(None))
        .order_by(Unavailable.company_id, Unavailable.slot)
    ):
        if row.company_id is not None:
            away.setdefault(row.company_id, set()).add(row.slot)
    return away


def interpreter_for_staff(visitor: Visitor, fair: Fair, public_id: str) -> FairInterpreter:
    _demand_coordinator(visitor)
    found = session().scalar(
        select(FairInterpreter).where(
            FairInterpreter.fair_id == fair.event_id, FairInterpreter.public_id == public_id
        )
    )
    if found is None:
        raise Missing
    return found


@dataclass(frozen=True)
class PinnedPair:
    """A conversation that staff have fixed."""

    student: Student
    company: Organisation
    slot: int


def pins_for_staff(visitor: Visitor, fair: Fair) -> list[PinnedPair]:
    """In the order of the day."""
    _demand_coordinator(visitor)
    rows = session().execute(
        select(Student, Organisation, FairPin.slot)
        .select_from(FairPin)
        .join(Student, Student.id == FairPin.student_id)
        .join(Organisation, Organisation.id == FairPin.company_id)
        .where(FairPin.fair_id == fair.event_id)
        .order_by(FairPin.slot, FairPin.id)
    )
    return [PinnedPair(*row) for row in rows]


@dataclass(frozen=True)
class Pairing:
    """Two who could meet: what is fixed, where the newest plan has them, and who else is there in each slot."""

    student: Student
    company: Organisation
    fixed: int | None
    planned: int | None
    others_of_student: dict[int, Meeting]
    others_at_company: dict[int, list[Meeting]]


def pairing_for_staff(
    visitor: Visitor, fair: Fair, timetable: Timetable | None, student_ref: str, company_ref: str
) -> Pairing:
    """Only where at least one of them has asked to meet the other at this fair, or the two are fixed already."""
    _demand_coordinator(visitor)
    row = (
        session()
        .execute(
            select(Student, Organisation)
            .select_from(Student)
            .join(Organisation, Organisation.public_id == company_ref)
            .where(Student.public_id == student_ref)
        )
        .first()
    )
    if row is None:
        raise Missing
    student, company = row
    fixed = session().scalar(
        select(FairPin.slot).where(
            FairPin.fair_id == fair.event_id,
            FairPin.student_id == student.id,
            FairPin.company_id == company.id,
        )
    )
    wished = session().scalar(
        select(Wish.id)
        .where(Wish.fair_id == fair.event_id, Wish.student_id == student.id, Wish.company_id == company.id)
        .limit(1)
    )
    if fixed is None and wished is None:
        raise Missing
    meetings = (
        session().scalars(
            select(Meeting)
            .options(joinedload(Meeting.student), joinedload(Meeting.organisation))
            .where(
                Meeting.timetable_id == timetable.id,
                (Meeting.student_id == student.id) | (Meeting.company_id == company.id),
                Meeting.state != MeetingState.DROPPED,
            )
            .order_by(Meeting.slot, Meeting.table_number)
        )
        if timetable is not None
        else ()
    )
    planned = None
    of_student: dict[int, Meeting] = {}
    at_company: dict[int, list[Meeting]] = {}
    for meeting in meetings:
        if (meeting.student_id, meeting.company_id) == (student.id, company.id):
            planned = meeting.slot
        elif meeting.student_id == student.id:
            of_student[meeting.slot] = meeting
        else:
            at_company.setdefault(meeting.slot, []).append(meeting)
    return Pairing(student, company, fixed, planned, of_student, at_company)
