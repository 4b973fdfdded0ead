"""How a university's own students are doing, where they agreed to be seen by it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import InstrumentedAttribute, joinedload

from recruit.applications.models import Application
from recruit.applications.rules import LIVE, ApplicationState
from recruit.core.db import session
from recruit.core.disclosure.figures import Release
from recruit.core.disclosure.limits import Audience
from recruit.core.disclosure.releasing import release
from recruit.core.disclosure.tables import overlapping
from recruit.core.errors import Missing
from recruit.core.visitor import Visitor
from recruit.events.door.here import let_in
from recruit.events.models import CheckIn, Event, Registration
from recruit.events.rules import EventKind, RegistrationState
from recruit.placements.models import Placement
from recruit.placements.rules import PlacementState
from recruit.postings.models import Posting
from recruit.students.models import Disclosure, Education, Student
from recruit.students.queries import (
    education_of_university,
    educations_seen_by_desk,
    partner_disclosures,
)
from recruit.students.roster.models import EducationMove
from recruit.students.roster.queries import newest_move_of
from recruit.students.roster.rules import half_of
from recruit.students.rules import Confirmed

_WORKS = (PlacementState.WORKING, PlacementState.ON_LEAVE)
# Names on the desk; the list of students has all.
MOST_NAMES = 30


@dataclass(frozen=True)
class OwnStudents:
    """Who is counted in `release` agreed that the university sees it; a student stands in each state that holds.

    How many have agreed the university knows: it is told their names.
    """

    all: int
    unconfirmed: int
    agreed: int
    release: Release

    def shown(self, state: str) -> int | None:
        """How many stand there; None where that would tell of somebody."""
        return self.release.figures[(state,)].number


def own_students(visitor: Visitor) -> OwnStudents:
    """The counts of the university the visitor acts for. Nine short statements."""
    university_id = visitor.acting_organisation_id
    if university_id is None or not visitor.acts_for("university"):
        raise Missing
    agreed = partner_disclosures(university_id)
    persons = select(Student.person_id).where(Student.id.in_(agreed))

    def count(of: InstrumentedAttribute[int], *conditions: ColumnElement[bool]) -> int:
        return session().scalar(select(func.count(func.distinct(of))).where(*conditions)) or 0

    def who(query: Select[int]) -> set[str]:
        return {str(person_id) for person_id in session().scalars(query.distinct())}

    at_fairs = (
        select(Registration.person_id)
        .join(Event, Event.id == Registration.event_id)
        .where(Event.kind == EventKind.FAIR, Registration.person_id.in_(persons))
    )
    applied = select(Student.person_id).join(Application).where(Student.id.in_(agreed))
    hired = select(Placement.person_id).where(Placement.person_id.in_(persons))
    sets = {
        "agreed": who(persons),
        "at_fairs": who(at_fairs.where(Registration.state == RegistrationState.SIGNED_UP)),
        "attended": who(at_fairs.join(CheckIn, CheckIn.registration_id == Registration.id).where(let_in())),
        "applying": who(applied.where(Application.state.in_(LIVE - {ApplicationState.OFFERED}))),
        "offered": who(applied.where(Application.state == ApplicationState.OFFERED)),
        "expected": who(hired.where(Placement.state == PlacementState.EXPECTED)),
        "working": who(hired.where(Placement.state.in_(_WORKS))),
    }
    return OwnStudents(
        all=count(Education.student_id, Education.university_id == university_id),
        unconfirmed=count(
            Education.student_id,
            Education.university_id == university_id,
            Education.confirmed == Confirmed.NO,
        ),
        agreed=len(sets["agreed"]),
        release=release(overlapping("own_students", sets, known=["agreed"]), Audience.ORGANISATION),
    )


@dataclass(frozen=True)
class Cohort:
    """Who graduates in one half of a year: how many say so, and how many of them the university has confirmed.

    `half` is (year, 1 or 2); None where the profile says no month.
    """

    half: tuple[int, int] | None
    students: int
    confirmed: int


def cohorts(visitor: Visitor) -> list[Cohort]:
    """The own students by half of a year, the earliest first; none before the university takes part. One statement."""
    try:
        seen = educations_seen_by_desk(visitor)
    except Missing:
        return []
    is_confirmed = case((Education.confirmed != Confirmed.NO, Education.student_id))
    rows = session().execute(
        seen.with_only_columns(
            Education.graduates_on,
            func.count(func.distinct(Education.student_id)),
            func.count(func.distinct(is_confirmed)),
        )
        .group_by(Education.graduates_on)
        .order_by(Education.graduates_on)
    )
    found: dict[tuple[int, int] | None, tuple[int, int]] = {}
    for month, students, confirmed in rows:
        half = half_of(month) if isinstance(month, date) else None
        before = found.get(half, (0, 0))
        found[half] = before[0] + students, before[1] + confirmed
    ordered = sorted(found, key=lambda half: half or (9999, 9))
    return [Cohort(half, *found[half]) for half in ordered]


def students_who_agreed(visitor: Visitor) -> list[tuple[Student, StrEnum | None]]:
    """Whom the university may see by name, and how far each has come; the first by name. Three statements."""
    if not visitor.acts_for("university"):
        raise Missing
    agreed = partner_disclosures(visitor.acting_organisation_id)
    students = (
        session()
        .scalars(
            select(Student)
            .where(Student.id.in_(agreed))
            .order_by(Student.search_key, Student.id)
            .limit(MOST_NAMES)
        )
        .all()
    )
    by_person = {student.person_id: student.id for student in students}
    furthest: dict[int, StrEnum] = {}
    applications = session().execute(
        select(Application.student_id, Application.state)
        .where(Application.student_id.in_(by_person.values()), Application.state != ApplicationState.INVITED)
        .order_by(Application.id)
    )
    for student_id, state in applications:
        if _FURTHER.index(state) >= _FURTHER.index(furthest.get(student_id, state)):
            furthest[student_id] = state
    placements = session().execute(
        select(Placement.person_id, Placement.state)
        .where(Placement.person_id.in_(by_person), Placement.state.in_((PlacementState.EXPECTED, *_WORKS)))
        .order_by(Placement.id)
    )
    furthest |= {by_person[person_id]: state for person_id, state in placements}
    return [(student, furthest.get(student.id)) for student in students]


# Of several applications the one that came furthest speaks for the student.
_FURTHER = (
    ApplicationState.LAPSED, ApplicationState.WITHDRAWN, ApplicationState.NOT_CHOSEN, ApplicationState.SUBMITTED,
    ApplicationState.IN_REVIEW, ApplicationState.INTERVIEW, ApplicationState.OFFERED, ApplicationState.HIRED,
)  # fmt: skip


@dataclass(frozen=True)
class OwnStudent:
    """One of the university's students; how the applications stand only where the student agreed to that."""

    education: Education
    agreed: bool
    said: EducationMove | None
    applications: Sequence[Application]
    placements: Sequence[Placement]


def own_student_of(visitor: Visitor, student_ref: str) -> OwnStudent:
    """A student who named the university the visitor acts for. Invitations are the student's alone until answered."""
    education = education_of_university(visitor, student_ref)
    student, said = education.student, newest_move_of(education)
    agreed = session().scalar(
        partner_disclosures(visitor.acting_organisation_id)
        .where(Disclosure.student_id == student.id)
        .limit(1)
    )
    if agreed is None:
        return OwnStudent(education, agreed=False, said=said, applications=(), placements=())
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
    return OwnStudent(
        education, agreed=True, said=said, applications=applications.all(), placements=placements.all()
    )
