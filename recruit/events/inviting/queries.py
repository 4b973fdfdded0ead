"""Reads of invitations, told who asks; keys."""

from collections.abc import Collection, Sequence
from datetime import datetime
import hmac
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import joinedload

from recruit.accounts import tokens
from recruit.accounts.models import Person, User
from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.core.text import fold
from recruit.core.visitor import Visitor
from recruit.events.door.here import let_in
from recruit.events.inviting.models import EventInvitation
from recruit.events.inviting.rules import OPENS, InvitationState, Invitee
from recruit.events.models import CheckIn, Event, Registration
from recruit.events.rules import RegistrationState
from recruit.organisations.models import Membership, Organisation
from recruit.organisations.queries import memberships_of
from recruit.organisations.rules import OrganisationKind, OrganisationState, Rights
from recruit.students.models import Education, Student
from recruit.web.tables import Page, keyset_page

MOST_NAMED = 20

# ------------------------------------------------------------------------------------------------ keys


def key_of(invitation: EventInvitation) -> str:
    """What stands in the mails: it opens this one invitation and nothing else."""
    return f"{invitation.public_id}.{tokens.fingerprint('event_invitation', invitation.public_id)}"


def invitation_of_key(key: str) -> EventInvitation:
    """The invitation that a mailed key opens."""
    public_id, _dot, _mark = key.partition(".")
    found = session().scalar(
        select(EventInvitation)
        .options(joinedload(EventInvitation.event), joinedload(EventInvitation.registration))
        .where(EventInvitation.public_id == public_id)
    )
    if found is None or not hmac.compare_digest(key.encode(), key_of(found).encode()):
        raise Missing
    return found


def invitation_by_ref(public_id: str) -> EventInvitation:
    """Asked by mails, never by a page."""
    found = session().scalar(
        select(EventInvitation)
        .options(joinedload(EventInvitation.event))
        .where(EventInvitation.public_id == public_id)
    )
    if found is None:
        raise Missing
    return found


def key_of_guest(registration: Registration) -> str:
    """The key of somebody who came without an account; empty for everybody else."""
    found = session().scalar(
        select(EventInvitation)
        .outerjoin(User, User.person_id == EventInvitation.person_id)
        .where(
            EventInvitation.registration_id == registration.id, EventInvitation.as_guest, User.id.is_(None)
        )
    )
    return key_of(found) if found is not None else ""


# ------------------------------------------------------------------------------------------------ for who is invited


def own_invitation(event: Event, visitor: Visitor) -> EventInvitation | None:
    """The visitor's invitation to this event, by person or by the address of the sign-in; one that was withdrawn is none."""
    if visitor.person_id is None:
        return None
    mine: list[ColumnElement[bool]] = [EventInvitation.person_id == visitor.person_id]
    if visitor.email:
        mine.append(and_(EventInvitation.person_id.is_(None), EventInvitation.email == visitor.email))
    return session().scalar(
        select(EventInvitation)
        .where(EventInvitation.event_id == event.id, or_(*mine), EventInvitation.state.in_(OPENS))
        .order_by(EventInvitation.holds_seat.desc(), EventInvitation.id)
        .limit(1)
    )


def is_invited(event: Event, visitor: Visitor) -> bool:
    """Whether the event is open for this visitor: where everybody may come, or only who is invited."""
    return not event.by_invitation or own_invitation(event, visitor) is not None


def visitor_of_guest(invitation: EventInvitation) -> Visitor:
    """Who came by the key of an invitation, without an account, as moves want to be told."""
    person = session().get_one(Person, invitation.person_id)
    return Visitor(
        person_id=person.id,
        person_ref=person.public_id,
        display_name=person.display_name,
        email=invitation.email or "",
        language=person.language,
        zone=person.zone,
    )


def visitor_of_person(user: User) -> Visitor:
    """Somebody with an account whom staff sign up, as moves want to be told: with what eligibility looks at."""
    person = user.person
    return Visitor(
        person_id=person.id,
        person_ref=person.public_id,
        display_name=person.display_name,
        email=user.email,
        language=person.language,
        zone=person.zone,
        memberships=tuple(memberships_of(person.id, person.language)),
    )


# ------------------------------------------------------------------------------------------------ for staff


def _demand_coordinator(visitor: Visitor) -> None:
    if not visitor.is_coordinator:
        raise Missing


def counts_of(visitor: Visitor, event: Event) -> dict[InvitationState, int]:
    """How many invitations stand in each state."""
    _demand_coordinator(visitor)
    rows = session().execute(
        select(EventInvitation.state, func.count())
        .where(EventInvitation.event_id == event.id)
        .group_by(EventInvitation.state)
    )
    found = {row[0]: row[1] for row in rows}
    return {state: found.get(state, 0) for state in InvitationState}


def invitations_page(
    visitor: Visitor, event: Event, *, state: InvitationState | None, after: str | None
) -> Page[EventInvitation]:
    """The invitations of an event, the newest first."""
    _demand_coordinator(visitor)
    query = select(EventInvitation).where(EventInvitation.event_id == event.id)
    if state is not None:
        query = query.where(EventInvitation.state == state)
    return keyset_page(query, by=[EventInvitation.id], after=after, newest_first=True)


def invitation_for_staff(visitor: Visitor, event: Event, public_id: str) -> EventInvitation:
    _demand_coordinator(visitor)
    found = session().scalar(
        select(EventInvitation).where(
            EventInvitation.event_id == event.id, EventInvitation.public_id == public_id
        )
    )
    if found is None:
        raise Missing
    return found


_REACHED = (User.active, User.confirmed_at.is_not(None), User.closes_at.is_(None))


def _people() -> Select[str, str, int, str, str]:
    return (
        select(User.email, Person.display_name, Person.id, Person.language, Person.zone)
        .join(Person, Person.id == User.person_id)
        .where(*_REACHED)
        .order_by(Person.id)
    )


def _invitees(query: Select[str, str, int, str, str]) -> list[Invitee]:
    return [Invitee(*row) for row in session().execute(query)]


def students_of(visitor: Visitor, university_id: int) -> list[Invitee]:
    """Students who name this university among their educations."""
    _demand_coordinator(visitor)
    those = (
        select(Student.person_id)
        .join(Education, Education.student_id == Student.id)
        .where(Education.university_id == university_id)
    )
    return _invitees(_people().where(Person.id.in_(those)))


def guests_of(visitor: Visitor, event_slug: str) -> list[Invitee]:
    """Who came to an earlier event."""
    _demand_coordinator(visitor)
    those = (
        select(Registration.person_id)
        .join(Event, Event.id == Registration.event_id)
        .join(CheckIn, CheckIn.registration_id == Registration.id)
        .where(Event.slug == event_slug, let_in())
    )
    return _invitees(_people().where(Person.id.in_(those)))


def company_people(visitor: Visitor) -> list[Invitee]:
    """Who acts for an approved company and may do more than look."""
    _demand_coordinator(visitor)
    those = (
        select(Membership.person_id)
        .join(Organisation, Organisation.id == Membership.organisation_id)
        .where(
            Membership.ended_at.is_(None),
            Membership.rights.in_((Rights.OWNER, Rights.RECRUITER)),
            Organisation.kind == OrganisationKind.COMPANY,
            Organisation.state == OrganisationState.APPROVED,
        )
    )
    return _invitees(_people().where(Person.id.in_(those)))


def people_at(addresses: Collection[str]) -> dict[str, Invitee]:
    """Whose these addresses are, where they belong to a sign-in."""
    query = _people().where(User.email.in_(addresses))
    return {one.email: one for one in _invitees(query)}


def universities(visitor: Visitor) -> Sequence[Organisation]:
    """Universities that take part, in the order of their ids."""
    _demand_coordinator(visitor)
    return (
        session()
        .scalars(
            select(Organisation)
            .where(
                Organisation.kind == OrganisationKind.UNIVERSITY,
                Organisation.state.in_((OrganisationState.LISTED, OrganisationState.APPROVED)),
            )
            .order_by(Organisation.id)
        )
        .all()
    )


def earlier_events(visitor: Visitor, event: Event, now: datetime) -> Sequence[Event]:
    """Events that have begun before now, at which somebody was let in, the newest first."""
    _demand_coordinator(visitor)
    came = select(CheckIn.event_id).where(let_in())
    return (
        session()
        .scalars(
            select(Event)
            .where(Event.id.in_(came), Event.id != event.id, Event.starts_at <= now)
            .order_by(Event.starts_at.desc(), Event.id.desc())
            .limit(100)
        )
        .all()
    )


class FoundPerson(NamedTuple):
    """Somebody with an account, whom staff look for by name."""

    ref: str
    name: str
    katakana: str
    email: str
    is_student: bool
    state: RegistrationState | None


def people_named(visitor: Visitor, event: Event, words: str) -> list[FoundPerson]:
    """People with a sign-in, by parts of the name in any script or of the address."""
    _demand_coordinator(visitor)
    query = (
        select(
            Person.public_id,
            Person.display_name,
            func.coalesce(Student.katakana, ""),
            User.email,
            Student.id.is_not(None),
            Registration.state,
        )
        .join(User, User.person_id == Person.id)
        .outerjoin(Student, Student.person_id == Person.id)
        .outerjoin(Registration, and_(Registration.person_id == Person.id, Registration.event_id == event.id))
        .where(*_REACHED)
    )
    wanted = fold(words).split()
    if not wanted:
        return []
    for word in wanted:
        part = "%" + word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        query = query.where(
            or_(
                Person.search_key.like(part, escape="\\"),
                Student.search_key.like(part, escape="\\"),
                User.email.like(part, escape="\\"),
            )
        )
    rows = session().execute(query.order_by(Person.display_name, Person.id).limit(MOST_NAMED))
    return [FoundPerson(*row) for row in rows]


def person_found(visitor: Visitor, ref: str) -> User:
    """The sign-in of somebody whom staff chose from the list."""
    _demand_coordinator(visitor)
    found = session().scalar(
        select(User).join(Person, Person.id == User.person_id).where(Person.public_id == ref, *_REACHED)
    )
    if found is None:
        raise Missing
    return found
