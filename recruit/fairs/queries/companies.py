"""What a company reads: fairs it may join, students who have a seat, its own timetable."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, lazyload, selectinload

from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.core.visitor import Visitor
from recruit.events.models import Event, Registration
from recruit.events.rules import COMING_STATES, PUBLIC_STATES, RegistrationState
from recruit.fairs.models import Booth, Fair, Meeting, Timetable, Wish
from recruit.fairs.rules import BoothState, Mark, MeetingState, Side, TimetableState
from recruit.organisations.rules import OrganisationState
from recruit.students.models import Disclosure, Education, LanguageResult, Student
from recruit.students.rules import DisclosureScope, Major
from recruit.web.tables import Page, keyset_page

# So many that a phone shows them in a few swipes, and little is typed before it is saved.
AT_ONCE = 25


def _acting(visitor: Visitor) -> int:
    if not visitor.acts_for("company") or visitor.acting_organisation_id is None:
        raise Missing
    return visitor.acting_organisation_id


def fairs_for_company(visitor: Visitor, now: datetime) -> list[tuple[Fair, Booth | None]]:
    """Coming fairs, and past ones at which the company was; the newest last."""
    rows = session().execute(
        select(Fair, Booth)
        .join(Fair.event)
        .options(contains_eager(Fair.event))
        .outerjoin(Booth, and_(Booth.fair_id == Fair.event_id, Booth.company_id == _acting(visitor)))
        .where(
            or_(
                and_(Event.state.in_(COMING_STATES), Event.ends_at > now),
                and_(Event.state.in_(PUBLIC_STATES), Booth.state == BoothState.CONFIRMED),
            )
        )
        .order_by(Event.starts_at, Event.id)
    )
    return [(row[0], row[1]) for row in rows]


def fair_for_company(visitor: Visitor, slug: str) -> Fair:
    """A fair that is public."""
    _acting(visitor)
    found = session().scalar(
        select(Fair)
        .join(Fair.event)
        .options(contains_eager(Fair.event), selectinload(Fair.slots))
        .where(Event.slug == slug, Event.state.in_(PUBLIC_STATES))
    )
    if found is None:
        raise Missing
    return found


def own_booth(visitor: Visitor, fair: Fair) -> Booth | None:
    return session().scalar(
        select(Booth)
        .options(lazyload(Booth.organisation))
        .where(Booth.fair_id == fair.event_id, Booth.company_id == _acting(visitor))
    )


@dataclass(frozen=True)
class FairStudent:
    """A student as a company at the fair sees one, and what the company has marked. What the student marked is not shown."""

    student: Student
    wish: Wish | None


@dataclass(frozen=True)
class StudentsWanted:
    """Which students a company looks at. `marked` false: those without a mark; `levels` of the JLPT: any of these."""

    major: Major | None = None
    mark: Mark | None = None
    marked: bool = True
    levels: tuple[str, ...] = ()


def students_at_fair(
    visitor: Visitor,
    fair: Fair,
    *,
    after: str | None,
    wanted: StudentsWanted = StudentsWanted(),
) -> Page[FairStudent]:
    """Students with a seat whose profile the company may read, newest first. Only for a company with a confirmed booth.

    Whoever took back what the fair shows is not among them for a card that all companies may see: it holds no whole name.
    """
    company_id = _acting(visitor)
    booth = own_booth(visitor, fair)
    if not _may_see(visitor, booth):
        return Page(rows=[], next_mark=None, is_first=True)
    query = _seen_by(company_id, fair).options(
        selectinload(Student.educations), selectinload(Student.language_results)
    )
    own = select(Wish.id).where(
        Wish.fair_id == fair.event_id,
        Wish.company_id == company_id,
        Wish.side == Side.COMPANY,
        Wish.student_id == Student.id,
    )
    if wanted.major is not None:
        query = query.where(Student.educations.any(Education.major == wanted.major))
    if wanted.levels:
        query = query.where(
            Student.language_results.any(
                (LanguageResult.language == "ja") & LanguageResult.level.in_(wanted.levels)
            )
        )
    if not wanted.marked:
        query = query.where(~own.exists())
    elif wanted.mark is not None:
        query = query.where(own.where(Wish.mark == wanted.mark).exists())
    page = keyset_page(query, by=[Student.id], after=after, newest_first=True, size=AT_ONCE)
    wishes = {
        wish.student_id: wish
        for wish in session().scalars(
            select(Wish).where(
                Wish.fair_id == fair.event_id,
                Wish.company_id == company_id,
                Wish.side == Side.COMPANY,
                Wish.student_id.in_([student.id for student in page.rows]),
            )
        )
    }
    rows = [FairStudent(student, wishes.get(student.id)) for student in page.rows]
    return Page(rows=rows, next_mark=page.next_mark, is_first=page.is_first)


def _may_see(visitor: Visitor, booth: Booth | None) -> bool:
    approved = visitor.acting is not None and visitor.acting.organisation_state == OrganisationState.APPROVED
    return booth is not None and booth.state is BoothState.CONFIRMED and approved


def _seen_by(company_id: int, fair: Fair) -> Select[Any]:
    disclosed = (
        select(Disclosure.id)
        .where(
            Disclosure.student_id == Student.id,
            Disclosure.organisation_id == company_id,
            Disclosure.scope != DisclosureScope.CARD,
            Disclosure.until_at.is_(None),
        )
        .exists()
    )
    return (
        select(Student)
        .join(Registration, Registration.person_id == Student.person_id)
        .where(
            Registration.event_id == fair.event_id,
            Registration.state == RegistrationState.SIGNED_UP,
            disclosed,
        )
    )


@dataclass(frozen=True)
class Tally:
    """How many students a company sees at a fair, and how it marked them."""

    all: int
    must: int
    yes: int
    no: int

    @property
    def left(self) -> int:
        return self.all - self.must - self.yes - self.no


def tally_of_marks(visitor: Visitor, fair: Fair) -> Tally:
    """One statement: students that the company sees, by its mark."""
    company_id = _acting(visitor)
    seen = _seen_by(company_id, fair).with_only_columns(Student.id).subquery()
    counts: dict[Mark | None, int] = {
        row[0]: row[1]
        for row in session().execute(
            select(Wish.mark, func.count())
            .select_from(seen)
            .outerjoin(
                Wish,
                and_(
                    Wish.student_id == seen.c.id,
                    Wish.fair_id == fair.event_id,
                    Wish.company_id == company_id,
                    Wish.side == Side.COMPANY,
                ),
            )
            .group_by(Wish.mark)
        )
    }
    return Tally(
        sum(counts.values()), counts.get(Mark.MUST, 0), counts.get(Mark.YES, 0), counts.get(Mark.NO, 0)
    )


def meetings_of_company(visitor: Visitor, fair: Fair) -> list[Meeting]:
    """The company's published meetings, in the order of the day."""
    rows = session().scalars(
        select(Meeting)
        .join(Timetable)
        .options(joinedload(Meeting.student))
        .where(
            Timetable.fair_id == fair.event_id,
            Timetable.state == TimetableState.PUBLISHED,
            Meeting.company_id == _acting(visitor),
            Meeting.state != MeetingState.DROPPED,
        )
        .order_by(Meeting.slot, Meeting.table_number)
    )
    return list(rows)


def meeting_of_company(visitor: Visitor, fair: Fair, public_id: str) -> Meeting:
    for meeting in meetings_of_company(visitor, fair):
        if meeting.public_id == public_id:
            return meeting
    raise Missing
