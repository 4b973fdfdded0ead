"""What staff read of a fair."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.core.visitor import Visitor
from recruit.events.models import Event
from recruit.events.rules import EventKind
from recruit.fairs.models import Booth, Fair, Meeting, Timetable, Wish
from recruit.fairs.rules import BoothState, Mark, Side
from recruit.organisations.models import Organisation
from recruit.students.models import Student


def _demand_coordinator(visitor: Visitor) -> None:
    if not visitor.is_coordinator:
        raise Missing


@dataclass(frozen=True)
class FairRow:
    """A fair in the list of staff."""

    event: Event
    fair: Fair | None
    confirmed: int
    asked: int


def fairs_for_staff(visitor: Visitor) -> list[FairRow]:
    """All fairs, the newest first, also those whose fair part is not set up yet."""
    _demand_coordinator(visitor)
    rows = (
        session()
        .execute(
            select(Event, Fair)
            .outerjoin(Fair, Fair.event_id == Event.id)
            .options(contains_eager(Fair.event))
            .where(Event.kind == EventKind.FAIR)
            .order_by(Event.starts_at.desc(), Event.id.desc())
        )
        .all()
    )
    counts: dict[tuple[int, BoothState], int] = {
        (row[0], row[1]): row[2]
        for row in session().execute(
            select(Booth.fair_id, Booth.state, func.count()).group_by(Booth.fair_id, Booth.state)
        )
    }
    return [
        FairRow(
            event=event,
            fair=fair,
            confirmed=counts.get((event.id, BoothState.CONFIRMED), 0),
            asked=counts.get((event.id, BoothState.ASKED), 0),
        )
        for event, fair in rows
    ]


def fair_event_for_staff(visitor: Visitor, slug: str) -> tuple[Event, Fair | None]:
    _demand_coordinator(visitor)
    event = session().scalar(select(Event).where(Event.slug == slug, Event.kind == EventKind.FAIR))
    if event is None:
        raise Missing
    fair = session().scalar(select(Fair).options(selectinload(Fair.slots)).where(Fair.event_id == event.id))
    return event, fair


def booths_for_staff(visitor: Visitor, fair: Fair) -> list[Booth]:
    """Every booth asked for: those that wait first, then by number."""
    _demand_coordinator(visitor)
    rows = session().scalars(
        select(Booth).where(Booth.fair_id == fair.event_id).order_by(Booth.state, Booth.number, Booth.id)
    )
    return list(rows)


def booth_for_staff(visitor: Visitor, fair: Fair, public_id: str) -> Booth:
    _demand_coordinator(visitor)
    found = session().scalar(
        select(Booth).where(Booth.fair_id == fair.event_id, Booth.public_id == public_id)
    )
    if found is None:
        raise Missing
    return found


@dataclass(frozen=True)
class WishCounts:
    """How many wishes there are, and how many pairs both want."""

    students: int
    companies: int
    both: int


def wish_counts(visitor: Visitor, fair: Fair) -> WishCounts:
    _demand_coordinator(visitor)
    by_side: dict[Side, int] = {
        row[0]: row[1]
        for row in session().execute(
            select(Wish.side, func.count())
            .where(Wish.fair_id == fair.event_id, Wish.mark != Mark.NO)
            .group_by(Wish.side)
        )
    }
    other = Wish.__table__.alias("other")
    both = session().scalar(
        select(func.count())
        .select_from(Wish)
        .join(
            other,
            (other.c.fair_id == Wish.fair_id)
            & (other.c.student_id == Wish.student_id)
            & (other.c.company_id == Wish.company_id),
        )
        .where(
            Wish.fair_id == fair.event_id,
            Wish.side == Side.STUDENT,
            Wish.mark != Mark.NO,
            other.c.from_side == Side.COMPANY,
            other.c.mark != Mark.NO,
        )
    )
    return WishCounts(by_side.get(Side.STUDENT, 0), by_side.get(Side.COMPANY, 0), both or 0)


def newest_timetable(visitor: Visitor, fair: Fair) -> Timetable | None:
    """The last one asked for."""
    _demand_coordinator(visitor)
    return session().scalar(
        select(Timetable).where(Timetable.fair_id == fair.event_id).order_by(Timetable.number.desc()).limit(1)
    )


def timetable_for_staff(visitor: Visitor, fair: Fair, public_id: str) -> Timetable:
    _demand_coordinator(visitor)
    found = session().scalar(
        select(Timetable).where(Timetable.fair_id == fair.event_id, Timetable.public_id == public_id)
    )
    if found is None:
        raise Missing
    return found


def meetings_for_staff(visitor: Visitor, timetable: Timetable) -> list[Meeting]:
    """The meetings of a timetable, draft or not."""
    _demand_coordinator(visitor)
    rows = session().scalars(
        select(Meeting)
        .options(joinedload(Meeting.student))
        .where(Meeting.timetable_id == timetable.id)
        .order_by(Meeting.slot, Meeting.company_id, Meeting.table_number)
    )
    return list(rows)


@dataclass(frozen=True)
class Pair:
    """What both sides marked."""

    student: Mark | None
    company: Mark | None


def marks_by_pair(visitor: Visitor, fair: Fair) -> dict[tuple[int, int], Pair]:
    """(student, company) → marks."""
    _demand_coordinator(visitor)
    rows = session().execute(
        select(Wish.student_id, Wish.company_id, Wish.side, Wish.mark).where(Wish.fair_id == fair.event_id)
    )
    marks: dict[tuple[int, int], dict[Side, Mark]] = {}
    for student_id, company_id, side, mark in rows:
        marks.setdefault((student_id, company_id), {})[side] = mark
    return {pair: Pair(sides.get(Side.STUDENT), sides.get(Side.COMPANY)) for pair, sides in marks.items()}


def names_for_staff(
    visitor: Visitor, timetable: Timetable
) -> tuple[dict[str, Student], dict[str, Organisation]]:
    """The people and companies whom the list of unmet wishes names, by public id."""
    _demand_coordinator(visitor)
    students = session().scalars(
        select(Student).where(Student.public_id.in_({one["student"] for one in timetable.unmet}))
    )
    companies = session().scalars(
        select(Organisation).where(Organisation.public_id.in_({one["company"] for one in timetable.unmet}))
    )
    return (
        {student.public_id: student for student in students},
        {company.public_id: company for company in companies},
    )
