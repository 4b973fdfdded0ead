"""Fairs for tests: companies with booths, students with seats, wishes of both sides."""

from datetime import timedelta
from itertools import count

from recruit.accounts.models import User
from recruit.core import clock
from recruit.core.db import session, writing
from recruit.core.visitor import Visitor
from recruit.events.models import Event
from recruit.fairs.models import Booth, Fair, FairSlot, Meeting, Timetable, Wish
from recruit.fairs.rules import ANSWER_WITHIN, BoothState, Mark, Side, TimetableState
from recruit.organisations.models import Company, Membership, Organisation, OrganisationText
from recruit.organisations.queries import memberships_of, with_memberships
from recruit.organisations.rules import OrganisationKind, OrganisationState, Rights
from recruit.students.models import Student
from tests.factories.events import make_event
from tests.people import visitor_of

_number = count(1)


def make_fair(event: Event | None = None, *, slots: int = 4) -> Fair:
    """A fair with slots of 20 minutes in the afternoon; wishes until two days before."""
    event = event or make_event(seats=None)
    first = event.starts_at + timedelta(hours=5)
    fair = Fair(
        event_id=event.id,
        wishes_until=event.starts_at - timedelta(days=2),
        slots=[
            FairSlot(number=number, starts_at=first + timedelta(minutes=20 * number))
            for number in range(slots)
        ],
    )
    with writing() as rows:
        rows.add(fair)
    return fair


def make_company_with(
    user: User,
    *,
    name: str = "旭川北成建設",
    rights: Rights = Rights.OWNER,
    state: OrganisationState = OrganisationState.APPROVED,
) -> tuple[Organisation, Visitor]:
    """A company and the visitor that this user is as its member."""
    organisation = Organisation(
        slug=f"company-at-fair-{next(_number)}",
        kind=OrganisationKind.COMPANY,
        country="JP",
        state=state,
        created_at=clock.now(),
        texts=[OrganisationText(language="ja", name=name)],
        company=Company(staff_count=60),
    )
    with writing() as rows:
        rows.add(organisation)
        rows.flush()
        rows.add(
            Membership(
                person_id=user.person_id,
                organisation_id=organisation.id,
                rights=rights,
                begun_at=clock.now(),
            )
        )
    return organisation, with_memberships(visitor_of(user), memberships_of(user.person_id, "ja"))


def make_booth(
    fair: Fair, company: Organisation, *, state: BoothState = BoothState.CONFIRMED, tables: int = 1
) -> Booth:
    booth = Booth(
        fair_id=fair.event_id,
        company_id=company.id,
        state=state,
        tables=tables,
        number="A1",
        asked_at=clock.now(),
    )
    with writing() as rows:
        rows.add(booth)
    return booth


def make_wish(
    fair: Fair,
    side: Side,
    student: Student,
    company: Organisation,
    mark: Mark = Mark.YES,
    rank: int | None = None,
) -> None:
    with writing() as rows:
        rows.add(
            Wish(
                fair_id=fair.event_id,
                side=side,
                student_id=student.id,
                company_id=company.id,
                mark=mark,
                rank=rank,
                made_at=clock.now(),
            )
        )


def student_of(user: User) -> Student:
    """The profile of this user."""
    return session().query(Student).filter_by(person_id=user.person_id).one()


def make_meeting(fair: Fair, student: Student, company: Organisation, *, slot: int = 0) -> Meeting:
    """A conversation in the fair's published timetable, with the day by which the company promised an answer."""
    with writing() as rows:
        timetable = rows.query(Timetable).filter_by(fair_id=fair.event_id).one_or_none() or Timetable(
            fair_id=fair.event_id, number=1, state=TimetableState.PUBLISHED, asked_at=clock.now()
        )
        rows.add(timetable)
        rows.flush()
        meeting = Meeting(
            timetable_id=timetable.id,
            student_id=student.id,
            company_id=company.id,
            slot=slot,
            table_number=0,
            answer_by_at=fair.event.ends_at + ANSWER_WITHIN,
        )
        rows.add(meeting)
    return meeting
