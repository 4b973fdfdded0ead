"""How a university's own students are doing, where they agreed to be seen by it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute, joinedload

from recruit.applications.models import Application
from recruit.applications.rules import LIVE, ApplicationState
from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.core.visitor import Visitor
from recruit.events.models import Event, Registration
from recruit.events.rules import EventKind, RegistrationState
from recruit.placements.models import Placement
from recruit.placements.rules import PlacementState
from recruit.postings.models import Posting
from recruit.students.models import Disclosure, Education, Student
from recruit.students.queries import education_of_university, partner_disclosures
from recruit.students.rules import Confirmed

_WORKS = (PlacementState.WORKING, PlacementState.ON_LEAVE)


@dataclass(frozen=True)
class OwnStudents:
    """Every count but the first two is of those who agreed that the university sees it; a student stands in each state that
    holds.
    """

    all: int
    unconfirmed: int
    agreed: int
    at_fairs: int
    applying: int
    offered: int
    expected: int
    working: int


def own_students(visitor: Visitor) -> OwnStudents:
    """The counts of the university the visitor acts for. Eight short statements."""
    university_id = visitor.acting_organisation_id
    if university_id is None or not visitor.acts_for("university"):
        raise Missing
    agreed = partner_disclosures(university_id)
    persons = select(Student.person_id).where(Student.id.in_(agreed))

    def count(of: InstrumentedAttribute[int], *conditions: ColumnElement[bool]) -> int:
        return session().scalar(select(func.count(func.distinct(of))).where(*conditions)) or 0

    at_fairs = (
        select(func.count(func.distinct(Registration.person_id)))
        .join(Event, Event.id == Registration.event_id)
        .where(
            Event.kind == EventKind.FAIR,
            Registration.state == RegistrationState.SIGNED_UP,
            Registration.person_id.in_(persons),
        )
    )
    mine = Application.student_id.in_(agreed)
    hire = Placement.person_id.in_(persons)
    return OwnStudents(
        all=count(Education.student_id, Education.university_id == university_id),
        unconfirmed=count(
            Education.student_id,
            Education.university_id == university_id,
            Education.confirmed == Confirmed.NO,
        ),
        agreed=count(Student.id, Student.id.in_(agreed)),
        at_fairs=session().scalar(at_fairs) or 0,
        applying=count(
            Application.student_id, mine, Application.state.in_(LIVE - {ApplicationState.OFFERED})
        ),
        offered=count(Application.student_id, mine, Application.state == ApplicationState.OFFERED),
        expected=count(Placement.person_id, hire, Placement.state == PlacementState.EXPECTED),
        working=count(Placement.person_id, hire, Placement.state.in_(_WORKS)),
    )


@dataclass(frozen=True)
class OwnStudent:
    """One of the university's students; how the applications stand only where the student agreed to that."""

    education: Education
    agreed: bool
    applications: Sequence[Application]
    placements: Sequence[Placement]


def own_student_of(visitor: Visitor, student_ref: str) -> OwnStudent:
    """A student who named the university the visitor acts for. Invitations are the student's alone until answered."""
    education = education_of_university(visitor, student_ref)
    student = education.student
    agreed = session().scalar(
        partner_disclosures(visitor.acting_organisation_id)
        .where(Disclosure.student_id == student.id)
        .limit(1)
    )
    if agreed is None:
        return OwnStudent(education, agreed=False, applications=(), placements=())
    applications = session().scalars(
        select(Application)
        .where(Application.student_id == student.id, Application.state != ApplicationState.INVITED)
        .options(joinedload(Application.posting).joinedload(Posting.organisation))
        .order_by(Application.submitted_at.desc(), Application.id.desc())
    )
    placements = session().scalars(
        select(Placement)
        .where(
            Placement.person_id == student.person_id,
            Placement.state.in_((PlacementState.EXPECTED, *_WORKS)),
        )
        .options(joinedload(Placement.employer))
        .order_by(Placement.id)
    )
    return OwnStudent(education, agreed=True, applications=applications.all(), placements=placements.all())
