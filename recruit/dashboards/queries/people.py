"""Finding a person in all rooms. For staff who see to hires; nothing of an answer is read here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
import re

from sqlalchemy import func, select, union_all
from sqlalchemy.orm import joinedload, selectinload

from recruit.accounts.finding.queries import bears, is_reached_at
from recruit.accounts.models import ContactPoint, Person, User
from recruit.accounts.requests.models import DataRequest
from recruit.accounts.ways.queries import ways_of
from recruit.accounts.ways.rules import found_by
from recruit.applications.models import Application
from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.core.visitor import Role, Visitor
from recruit.events.models import Registration
from recruit.organisations.models import Membership, Organisation
from recruit.placements.models import Placement
from recruit.students.models import Education, Student
from recruit.web.tables import Page, keyset_page

_REFERENCE = re.compile(r"[A-Za-z0-9_-]{22}|[A-Za-z]{1,3}-[0-9]{4}-[0-9]+")


@dataclass(frozen=True)
class FoundPerson:
    """A person as staff see one: the newest employment, and every organisation the person acts for."""

    person: Person
    user: User | None
    student: Student | None
    memberships: Sequence[Membership]
    placement: Placement | None
    ways: Sequence[ContactPoint]

    @property
    def organisations(self) -> list[Organisation]:
        return [held.organisation for held in self.memberships]

    @property
    def education(self) -> Education | None:
        return self.student.educations[0] if self.student and self.student.educations else None

    @property
    def staff_roles(self) -> list[Role]:
        return sorted(Role(row.role) for row in self.user.roles) if self.user else []

    @property
    def address(self) -> str:
        """The address of the sign-in, or else the best one known."""
        own = next((point.value for point in self.ways if point.kind == "mail"), "")
        return self.user.email if self.user and self.user.active else own


def _demand_staff(visitor: Visitor) -> None:
    if not visitor.sees_hires:
        raise Missing


def people_page(visitor: Visitor, words: str, *, after: str | None) -> Page[Person]:
    """People whose names hold every word typed (in any script, with or without marks), or whom this address, telephone
    number, or number of a person, profile, application, hire, sign-up or request leads to. The newest first.
    """
    _demand_staff(visitor)
    typed = words.strip()
    query = select(Person).where(Person.anonymised_at.is_(None), Person.merged_into_id.is_(None))
    ids = _ids_of_number(visitor, typed) if _REFERENCE.fullmatch(typed) else []
    if ids:
        query = query.where(Person.id.in_(ids))
    elif "@" in typed or found_by(typed).startswith("tel:"):
        query = query.where(is_reached_at(typed))
    else:
        conditions = bears(typed)
        if not conditions:
            return Page(rows=[], next_mark=None, is_first=True)
        query = query.where(*conditions)
    return keyset_page(query, by=[Person.id], after=after, newest_first=True)


def _ids_of_number(visitor: Visitor, number: str) -> list[int]:
    """Whom a public number leads to; of a row that was put together with another, the one that is kept."""
    found = [
        select(func.coalesce(Person.merged_into_id, Person.id)).where(Person.public_id == number),
        select(Student.person_id).where(Student.public_id == number),
        select(Registration.person_id).where(Registration.public_id == number),
        select(Student.person_id)
        .join(Application, Application.student_id == Student.id)
        .where(Application.public_id == number),
        select(Placement.person_id).where(Placement.public_id == number),
    ]
    if visitor.is_coordinator:
        found.append(select(DataRequest.person_id).where(DataRequest.number == number.upper()))
    return [person_id for person_id in session().scalars(union_all(*found)) if person_id is not None]


def with_what_they_are(visitor: Visitor, people: Sequence[Person]) -> list[FoundPerson]:
    """What each of these people is to the programme. The number of statements does not depend on how many people."""
    _demand_staff(visitor)
    ids = [person.id for person in people]
    rows = session()
    users = rows.scalars(select(User).where(User.person_id.in_(ids)).options(selectinload(User.roles)))
    of_user = {user.person_id: user for user in users}
    profiles = rows.scalars(
        select(Student).where(Student.person_id.in_(ids)).options(selectinload(Student.educations))
    )
    of_student = {one.person_id: one for one in profiles}
    memberships = _by_person(
        rows.scalars(
            select(Membership)
            .where(Membership.person_id.in_(ids), Membership.ended_at.is_(None))
            .options(joinedload(Membership.organisation))
            .order_by(Membership.id)
        )
    )
    hires = rows.scalars(
        select(Placement)
        .where(Placement.person_id.in_(ids))
        .options(joinedload(Placement.employer))
        .order_by(Placement.id)
    )
    of_hire = {one.person_id: one for one in hires}
    ways = ways_of(visitor, ids)
    return [
        FoundPerson(
            person=person,
            user=of_user.get(person.id),
            student=of_student.get(person.id),
            memberships=memberships.get(person.id, []),
            placement=of_hire.get(person.id),
            ways=ways.get(person.id, []),
        )
        for person in people
    ]


def _by_person(rows: Iterable[Membership]) -> dict[int, list[Membership]]:
    found: dict[int, list[Membership]] = {}
    for row in rows:
        found.setdefault(row.person_id, []).append(row)
    return found


def person_for(visitor: Visitor, public_id: str) -> FoundPerson:
    """One person, by the public id; of a row that was put together with another, the person it leads to. Raises Missing
    for who is nobody any more.
    """
    _demand_staff(visitor)
    person = session().scalar(select(Person).where(Person.public_id == public_id))
    if person is not None and person.merged_into_id is not None:
        person = session().get_one(Person, person.merged_into_id)
    if person is None or person.anonymised_at is not None:
        raise Missing
    return with_what_they_are(visitor, [person])[0]
