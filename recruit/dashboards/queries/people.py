"""Finding a person, and what happened to one across rooms. For coordinators; nothing of an answer is read here."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload, selectinload

from recruit.accounts.models import Person, User
from recruit.applications.models import Application, Offer
from recruit.arrivals.models import Plan, PlanStep
from recruit.arrivals.rules import StepState
from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.core.text import search_words
from recruit.core.texts import best_text
from recruit.core.visitor import Visitor
from recruit.dashboards.rules import Happening, HappeningKind, newest_first
from recruit.events.models import CheckIn, Event, Registration
from recruit.fairs.models import FairSlot, Meeting, Timetable
from recruit.fairs.rules import TimetableState
from recruit.organisations.models import Membership, Organisation
from recruit.placements.models import Placement
from recruit.postings.models import Posting
from recruit.students.models import Student
from recruit.surveys.models import Contact
from recruit.web.tables import Page, keyset_page


@dataclass(frozen=True)
class FoundPerson:
    """A person as a list of staff shows one."""

    person: Person
    user: User | None
    student: Student | None
    organisations: list[Organisation]
    placement: Placement | None


def _demand_coordinator(visitor: Visitor) -> None:
    if not visitor.is_coordinator:
        raise Missing


def people_page(visitor: Visitor, words: str, *, after: str | None) -> Page[Person]:
    """People whose names hold every word typed (in any script, with or without marks), or whose address was typed."""
    _demand_coordinator(visitor)
    query = (
        select(Person)
        .outerjoin(Student, Student.person_id == Person.id)
        .where(Person.anonymised_at.is_(None))
    )
    return keyset_page(_with_words(query, words), by=[Person.id], after=after, newest_first=True)


def _with_words(query: Select[Any], words: str) -> Select[Any]:
    if "@" in words:
        address = words.strip().lower()
        return query.where(Person.id.in_(select(User.person_id).where(User.email == address)))
    for token in search_words(words):
        begins = f"% {token}%"
        query = query.where(or_(Person.search_key.like(begins), Student.search_key.like(begins)))
    return query


def with_what_they_are(visitor: Visitor, people: list[Person]) -> list[FoundPerson]:
    """What each of these people is to the programme. Four statements, however many people."""
    _demand_coordinator(visitor)
    ids = [person.id for person in people]
    rows = session()
    users = {user.person_id: user for user in rows.scalars(select(User).where(User.person_id.in_(ids)))}
    students = {one.person_id: one for one in rows.scalars(select(Student).where(Student.person_id.in_(ids)))}
    memberships: dict[int, list[Organisation]] = {}
    for held in rows.scalars(
        select(Membership)
        .where(Membership.person_id.in_(ids), Membership.ended_at.is_(None))
        .options(joinedload(Membership.organisation))
        .order_by(Membership.id)
    ):
        memberships.setdefault(held.person_id, []).append(held.organisation)
    placements = {
        one.person_id: one
        for one in rows.scalars(select(Placement).where(Placement.person_id.in_(ids)).order_by(Placement.id))
    }
    return [
        FoundPerson(
            person=person,
            user=users.get(person.id),
            student=students.get(person.id),
            organisations=memberships.get(person.id, []),
            placement=placements.get(person.id),
        )
        for person in people
    ]


def person_for(visitor: Visitor, public_id: str) -> FoundPerson:
    """One person, by the public id. Raises Missing for who is nobody any more."""
    _demand_coordinator(visitor)
    person = session().scalar(
        select(Person).where(Person.public_id == public_id, Person.anonymised_at.is_(None))
    )
    if person is None:
        raise Missing
    return with_what_they_are(visitor, [person])[0]


def timeline_of(visitor: Visitor, found: FoundPerson, language: str) -> list[Happening]:
    """Everything that happened to this person, the newest first. The number of statements does not depend on how much."""
    _demand_coordinator(visitor)
    return newest_first(
        [
            *_account(found),
            *_memberships(found.person, language),
            *_events(found.person, language),
            *(_meetings(found.student, language) if found.student else ()),
            *(_applications(found.student, language) if found.student else ()),
            *_placements(found.person, language),
        ]
    )


def _account(found: FoundPerson) -> Iterator[Happening]:
    yield Happening(found.person.created_at, HappeningKind.REGISTERED)
    if found.user and found.user.confirmed_at:
        yield Happening(found.user.confirmed_at, HappeningKind.CONFIRMED)


def _named(organisation: Organisation | None, language: str) -> tuple[str, str]:
    text = best_text(organisation.texts, language) if organisation else None
    return (text.name, text.language) if text else (organisation.slug if organisation else "", "")


def _memberships(person: Person, language: str) -> Iterator[Happening]:
    for held in session().scalars(
        select(Membership)
        .where(Membership.person_id == person.id)
        .options(joinedload(Membership.organisation))
        .order_by(Membership.id)
    ):
        name, written_in = _named(held.organisation, language)
        path = f"/staff/organisations/{held.organisation.public_id}"
        yield Happening(held.begun_at, HappeningKind.MEMBER, name, written_in, held.rights, path)
        if held.ended_at:
            yield Happening(held.ended_at, HappeningKind.MEMBER_ENDED, name, written_in, None, path)


def _titled(event: Event, language: str) -> tuple[str, str]:
    text = best_text(event.texts, language)
    return (text.title, text.language) if text else (event.slug, "")


def _events(person: Person, language: str) -> Iterator[Happening]:
    registrations = {
        row.id: row
        for row in session().scalars(
            select(Registration)
            .where(Registration.person_id == person.id)
            .options(joinedload(Registration.event))
            .order_by(Registration.id)
        )
    }
    for row in registrations.values():
        path = f"/staff/fairs/{row.event.slug}"
        yield Happening(
            row.signed_up_at, HappeningKind.SIGNED_UP, *_titled(row.event, language), row.state, path
        )
    for seen in session().scalars(
        select(CheckIn).where(CheckIn.registration_id.in_(registrations)).order_by(CheckIn.id)
    ):
        event = registrations[seen.registration_id].event
        yield Happening(
            seen.at,
            HappeningKind.CHECKED_IN,
            *_titled(event, language),
            None,
            f"/staff/fairs/{event.slug}",
        )


def _meetings(student: Student, language: str) -> Iterator[Happening]:
    rows = session().execute(
        select(Meeting, FairSlot.starts_at)
        .join(Timetable, Timetable.id == Meeting.timetable_id)
        .join(FairSlot, (FairSlot.fair_id == Timetable.fair_id) & (FairSlot.number == Meeting.slot))
        .where(Meeting.student_id == student.id, Timetable.state == TimetableState.PUBLISHED)
        .options(joinedload(Meeting.organisation))
        .order_by(Meeting.id)
    )
    for meeting, starts_at in rows:
        state = meeting.outcome or meeting.state
        yield Happening(starts_at, HappeningKind.MEETING, *_named(meeting.organisation, language), state)


def _applications(student: Student, language: str) -> Iterator[Happening]:
    applications = {
        row.id: row
        for row in session().scalars(
            select(Application)
            .where(Application.student_id == student.id)
            .options(
                joinedload(Application.posting).joinedload(Posting.organisation),
                selectinload(Application.moves),
            )
            .order_by(Application.id)
        )
    }
    for row in applications.values():
        name = _named(row.posting.organisation, language)
        yield Happening(row.submitted_at, HappeningKind.APPLIED, *name)
        for move in row.moves:
            if move.from_state is not None:
                yield Happening(move.at, HappeningKind.APPLICATION_MOVED, *name, move.to_state)
    for offer in session().scalars(
        select(Offer).where(Offer.application_id.in_(applications)).order_by(Offer.id)
    ):
        name = _named(applications[offer.application_id].posting.organisation, language)
        yield Happening(offer.made_at, HappeningKind.OFFER_MADE, *name)
        if offer.answered_at:
            yield Happening(offer.answered_at, HappeningKind.OFFER_ANSWERED, *name, offer.state)


def _placements(person: Person, language: str) -> Iterator[Happening]:
    placements = {
        row.id: row
        for row in session().scalars(
            select(Placement)
            .where(Placement.person_id == person.id)
            .options(joinedload(Placement.employer), selectinload(Placement.facts))
            .order_by(Placement.id)
        )
    }
    for row in placements.values():
        name = _named(row.employer, language)
        path = f"/staff/placements/{row.public_id}"
        for fact in row.facts:
            yield Happening(
                fact.known_at, HappeningKind.PLACEMENT_FACT, *name, fact.fact, path, on=fact.valid_on
            )
    steps = session().scalars(
        select(PlanStep)
        .join(Plan)
        .where(Plan.placement_id.in_(placements), PlanStep.state == StepState.DONE)
        .order_by(PlanStep.id)
    )
    for step in steps:
        text = best_text(step.step_rule.texts, language)
        title, written_in = (text.title, text.language) if text else (step.step_rule.key, "")
        at = step.done_at or _midnight_of(step)
        yield Happening(at, HappeningKind.STEP_DONE, title, written_in)
    contacts = session().scalars(
        select(Contact).where(Contact.placement_id.in_(placements)).order_by(Contact.id)
    )
    for contact in contacts:
        at = contact.sent_at or contact.opens_at
        yield Happening(at, HappeningKind.CONTACT, contact.wave.key, "en", contact.state, on=contact.due_on)


def _midnight_of(step: PlanStep) -> datetime:
    return datetime.combine(step.due_on, time(), tzinfo=UTC)
