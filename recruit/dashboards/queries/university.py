"""How a university's own students are doing, where they agreed to be seen by it."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute

from recruit.applications.models import Application
from recruit.applications.rules import LIVE, ApplicationState
from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.core.visitor import Visitor
from recruit.events.models import Event, Registration
from recruit.events.rules import EventKind, RegistrationState
from recruit.placements.models import Placement
from recruit.placements.rules import PlacementState
from recruit.students.models import Disclosure, Education, Student
from recruit.students.rules import Confirmed

_WORKS = (PlacementState.WORKING, PlacementState.ON_LEAVE)


@dataclass(frozen=True)
class OwnStudents:
    """Every count but the first two is of those who agreed; a student stands in each state that holds."""

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
    agreed = (
        select(Student.id)
        .join(Disclosure, Disclosure.student_id == Student.id)
        .where(Disclosure.organisation_id == university_id, Disclosure.until_at.is_(None))
    )
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
