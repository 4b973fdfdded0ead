"""Reads of times that both sides agree on: what is offered, taken, promised, kept free."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload, selectinload

from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.core.visitor import Visitor
from recruit.events.models import Event, Registration
from recruit.events.rules import RegistrationState
from recruit.fairs.models import Booth, Fair, Meeting, Timetable, Unavailable, Wish
from recruit.fairs.proposing.models import OfferedTime, TimeProposal
from recruit.fairs.proposing.rules import AGREED, Place, ProposalState, free_tables
from recruit.fairs.rules import BoothState, Mark, MeetingState, Side, TimetableState
from recruit.organisations.models import Organisation
from recruit.organisations.rules import OrganisationState
from recruit.students.models import Disclosure, Student
from recruit.students.rules import DisclosureScope

Table = tuple[int, int]
"""(company, slot)."""


def method_of_plan(fair_id: int) -> str | None:
    """How the published timetable of a fair came about; None as long as there is none."""
    return session().scalar(
        select(Timetable.method).where(
            Timetable.fair_id == fair_id, Timetable.state == TimetableState.PUBLISHED
        )
    )


def agreed_timetable(fair_id: int) -> Timetable | None:
    """The timetable that holds what both sides have agreed."""
    return session().scalar(
        select(Timetable).where(
            Timetable.fair_id == fair_id,
            Timetable.state == TimetableState.PUBLISHED,
            Timetable.method == AGREED,
        )
    )


def offered_tables(fair_id: int, company_id: int | None = None) -> dict[Table, int]:
    """How many tables are offered, by company and slot."""
    query = select(OfferedTime.company_id, OfferedTime.slot, OfferedTime.tables).where(
        OfferedTime.fair_id == fair_id
    )
    if company_id is not None:
        query = query.where(OfferedTime.company_id == company_id)
    return {(row[0], row[1]): row[2] for row in session().execute(query)}


def taken_tables(fair_id: int, company_id: int | None = None) -> dict[Table, set[int]]:
    """The numbers of the tables at which somebody sits, by company and slot."""
    query = (
        select(Meeting.company_id, Meeting.slot, Meeting.table_number)
        .join(Timetable, Timetable.id == Meeting.timetable_id)
        .where(
            Timetable.fair_id == fair_id,
            Timetable.state == TimetableState.PUBLISHED,
            Meeting.state != MeetingState.DROPPED,
        )
    )
    if company_id is not None:
        query = query.where(Meeting.company_id == company_id)
    found: dict[Table, set[int]] = {}
    for company, slot, number in session().execute(query):
        found.setdefault((company, slot), set()).add(number)
    return found


def held_tables(
    fair_id: int, company_id: int | None = None, *, without_student: int | None = None
) -> Counter[Table]:
    """Tables that companies have promised in proposals which wait for an answer."""
    query = select(TimeProposal.company_id, TimeProposal.slot).where(
        TimeProposal.fair_id == fair_id,
        TimeProposal.side == Side.COMPANY,
        TimeProposal.state == ProposalState.OPEN,
    )
    if company_id is not None:
        query = query.where(TimeProposal.company_id == company_id)
    if without_student is not None:
        query = query.where(TimeProposal.student_id != without_student)
    return Counter((row[0], row[1]) for row in session().execute(query))


def busy_slots(
    fair_id: int, *, student_id: int | None = None, company_id: int | None = None
) -> frozenset[int]:
    """The slots that one person or company keeps free."""
    who = (
        Unavailable.student_id == student_id
        if student_id is not None
        else Unavailable.company_id == company_id
    )
    return frozenset(session().scalars(select(Unavailable.slot).where(Unavailable.fair_id == fair_id, who)))


def meetings_of(
    fair_id: int, *, student_id: int | None = None, company_id: int | None = None
) -> list[Meeting]:
    """The agreed or arranged meetings of one side, in the order of the day."""
    who = Meeting.student_id == student_id if student_id is not None else Meeting.company_id == company_id
    rows = session().scalars(
        select(Meeting)
        .join(Timetable, Timetable.id == Meeting.timetable_id)
        .options(
            joinedload(Meeting.student), joinedload(Meeting.organisation).selectinload(Organisation.texts)
        )
        .where(
            Timetable.fair_id == fair_id,
            Timetable.state == TimetableState.PUBLISHED,
            Meeting.state != MeetingState.DROPPED,
            who,
        )
        .order_by(Meeting.slot, Meeting.table_number)
    )
    return list(rows)


def open_proposals(
    fair_id: int, *, student_id: int | None = None, company_id: int | None = None
) -> list[TimeProposal]:
    """Proposals of one side that wait for an answer, of both senders, in the order of the day."""
    who = (
        TimeProposal.student_id == student_id
        if student_id is not None
        else TimeProposal.company_id == company_id
    )
    rows = session().scalars(
        select(TimeProposal)
        .options(
            joinedload(TimeProposal.student),
            joinedload(TimeProposal.organisation).selectinload(Organisation.texts),
        )
        .where(TimeProposal.fair_id == fair_id, TimeProposal.state == ProposalState.OPEN, who)
        .order_by(TimeProposal.slot, TimeProposal.id)
    )
    return list(rows)


@dataclass(frozen=True)
class WaitingAtFair:
    """So many proposals wait for one side at a fair; the first ends at `answer_by_at`."""

    slug: str
    zone: str
    count: int
    answer_by_at: datetime


def waiting_for_answer(
    now: datetime, *, student_id: int | None = None, company_id: int | None = None
) -> list[WaitingAtFair]:
    """What the other side has proposed and this one has not answered, by fair, the most urgent first. One statement."""
    who = (
        (TimeProposal.side == Side.COMPANY) & (TimeProposal.student_id == student_id)
        if student_id is not None
        else (TimeProposal.side == Side.STUDENT) & (TimeProposal.company_id == company_id)
    )
    first = func.min(TimeProposal.answer_by_at)
    rows = session().execute(
        select(Event.slug, Event.zone, func.count(), first)
        .join(Event, Event.id == TimeProposal.fair_id)
        .where(TimeProposal.state == ProposalState.OPEN, TimeProposal.answer_by_at > now, who)
        .group_by(Event.slug, Event.zone)
        .order_by(first, Event.slug)
    )
    return [WaitingAtFair(*row) for row in rows]


def proposal_of_student(fair_id: int, student: Student, public_id: str) -> TimeProposal | None:
    """One of the student's own, sent or received, whatever became of it."""
    return _proposal(fair_id, public_id, TimeProposal.student_id == student.id)


def proposal_of_company(fair_id: int, booth: Booth, public_id: str) -> TimeProposal | None:
    """One of the company's own, sent or received, whatever became of it."""
    return _proposal(fair_id, public_id, TimeProposal.company_id == booth.company_id)


def _proposal(fair_id: int, public_id: str, own: ColumnElement[bool]) -> TimeProposal | None:
    return session().scalar(
        select(TimeProposal).where(TimeProposal.fair_id == fair_id, TimeProposal.public_id == public_id, own)
    )


def companies_that_refuse(fair_id: int, student_id: int) -> frozenset[int]:
    """Companies that have marked this student with "not this time": nothing is offered, and nothing says why."""
    rows = session().scalars(
        select(Wish.company_id).where(
            Wish.fair_id == fair_id,
            Wish.student_id == student_id,
            Wish.side == Side.COMPANY,
            Wish.mark == Mark.NO,
        )
    )
    return frozenset(rows)


def student_seen_at_fair(fair: Fair, booth: Booth, student_ref: str) -> Student:
    """A student with a seat whom the company sees; anybody else is not there."""
    found = session().scalar(
        select(Student)
        .join(Registration, Registration.person_id == Student.person_id)
        .where(
            Student.public_id == student_ref,
            Registration.event_id == fair.event_id,
            Registration.state == RegistrationState.SIGNED_UP,
            is_seen(booth.company_id),
        )
    )
    if found is None:
        raise Missing
    return found


def is_seen(company_id: int) -> ColumnElement[bool]:
    """A student of a query whose profile this company may read."""
    return (
        select(Disclosure.id)
        .where(
            Disclosure.student_id == Student.id,
            Disclosure.organisation_id == company_id,
            Disclosure.scope != DisclosureScope.CARD,
            Disclosure.until_at.is_(None),
        )
        .exists()
    )


def booth_of(fair: Fair, company_ref: str) -> Booth:
    """The confirmed booth of an approved company, by the company's public id."""
    found = session().scalar(
        select(Booth)
        .join(Organisation, Organisation.id == Booth.company_id)
        .where(
            Booth.fair_id == fair.event_id,
            Booth.state == BoothState.CONFIRMED,
            Organisation.public_id == company_ref,
            Organisation.state == OrganisationState.APPROVED,
        )
    )
    if found is None:
        raise Missing
    return found


def student_slots(fair_id: int, student_id: int) -> frozenset[int]:
    """The slots in which a student meets somebody."""
    rows = session().scalars(
        select(Meeting.slot)
        .join(Timetable, Timetable.id == Meeting.timetable_id)
        .where(
            Timetable.fair_id == fair_id,
            Timetable.state == TimetableState.PUBLISHED,
            Meeting.student_id == student_id,
            Meeting.state != MeetingState.DROPPED,
        )
    )
    return frozenset(rows)


def places(
    fair: Fair, booth: Booth, student: Student, *, mover: Side, offered_only: bool
) -> dict[int, Place]:
    """Every slot of the fair as it stands between a company and a student, for the one who moves.

    `offered_only`: count the tables that are offered to everybody, else all tables of the booth.
    """
    fair_id, company_id = fair.event_id, booth.company_id
    taken = taken_tables(fair_id, company_id)
    held = held_tables(fair_id, company_id, without_student=student.id)
    offered = offered_tables(fair_id, company_id)
    refuses = mover is Side.STUDENT and company_id in companies_that_refuse(fair_id, student.id)
    student_busy = busy_slots(fair_id, student_id=student.id) | student_slots(fair_id, student.id)
    company_busy = busy_slots(fair_id, company_id=company_id)
    found = {}
    for slot in fair.slots:
        table = (company_id, slot.number)
        free = free_tables(
            offered=offered.get(table, 0) if offered_only else booth.tables,
            tables=booth.tables,
            taken=len(taken.get(table, ())),
            held=held[table],
        )
        student_free, company_free = slot.number not in student_busy, slot.number not in company_busy
        found[slot.number] = Place(
            is_open=slot.closed is None,
            starts_at=slot.starts_at,
            mover_is_free=student_free if mover is Side.STUDENT else company_free,
            other_is_free=company_free if mover is Side.STUDENT else student_free,
            free_tables=0 if refuses else free,
        )
    return found


def free_by_company(fair: Fair, student: Student, *, now: datetime) -> dict[int, list[int]]:
    """The offered slots that this student could take, by company. Five statements, however many companies there are."""
    fair_id = fair.event_id
    taken, held, offered = taken_tables(fair_id), held_tables(fair_id), offered_tables(fair_id)
    refusing = companies_that_refuse(fair_id, student.id)
    own = busy_slots(fair_id, student_id=student.id) | student_slots(fair_id, student.id)
    coming = {slot.number for slot in fair.slots if slot.closed is None and slot.starts_at > now} - own
    found: dict[int, list[int]] = {}
    for (company_id, slot), tables in sorted(offered.items()):
        table = (company_id, slot)
        free = free_tables(offered=tables, tables=tables, taken=len(taken.get(table, ())), held=held[table])
        if free and slot in coming and company_id not in refusing:
            found.setdefault(company_id, []).append(slot)
    return found


def promised_slots(fair_id: int) -> frozenset[int]:
    """Slots that somebody offers, has proposed, or meets in."""
    offered = {slot for _company, slot in offered_tables(fair_id)}
    taken = {slot for _company, slot in taken_tables(fair_id)}
    proposed = session().scalars(
        select(TimeProposal.slot).where(
            TimeProposal.fair_id == fair_id, TimeProposal.state == ProposalState.OPEN
        )
    )
    return frozenset(offered | taken | set(proposed))


@dataclass(frozen=True)
class Counts:
    """What staff see of a fair at which both sides propose."""

    offered: int
    agreed: int
    students: int
    waiting: int


def counts_for_staff(visitor: Visitor, fair: Fair) -> Counts:
    """Figures only; nothing here can be moved by staff."""
    if not visitor.is_coordinator:
        raise Missing
    rows = session()
    offered = rows.scalar(select(func.sum(OfferedTime.tables)).where(OfferedTime.fair_id == fair.event_id))
    agreed, students = rows.execute(
        select(func.count(), func.count(func.distinct(Meeting.student_id)))
        .select_from(Meeting)
        .join(Timetable, Timetable.id == Meeting.timetable_id)
        .where(
            Timetable.fair_id == fair.event_id,
            Timetable.state == TimetableState.PUBLISHED,
            Meeting.state != MeetingState.DROPPED,
        )
    ).one()
    waiting = rows.scalar(
        select(func.count())
        .select_from(TimeProposal)
        .where(TimeProposal.fair_id == fair.event_id, TimeProposal.state == ProposalState.OPEN)
    )
    return Counts(offered or 0, agreed, students, waiting or 0)


def meetings_for_staff(visitor: Visitor, fair: Fair) -> list[Meeting]:
    """Who meets whom, in the order of the day."""
    if not visitor.is_coordinator:
        raise Missing
    rows = session().scalars(
        select(Meeting)
        .join(Timetable, Timetable.id == Meeting.timetable_id)
        .options(
            joinedload(Meeting.student),
            joinedload(Meeting.organisation).options(selectinload(Organisation.texts)),
        )
        .where(
            Timetable.fair_id == fair.event_id,
            Timetable.state == TimetableState.PUBLISHED,
            Meeting.state != MeetingState.DROPPED,
        )
        .order_by(Meeting.slot, Meeting.company_id, Meeting.table_number)
    )
    return list(rows)
