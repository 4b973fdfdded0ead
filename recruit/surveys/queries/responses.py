"""Single answers that were handed in, for the retention officer alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from recruit.accounts.models import Person
from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.core.models import Sighting
from recruit.core.visitor import Visitor
from recruit.placements.models import Placement
from recruit.surveys.models import Contact, ContactChange, Response
from recruit.surveys.queries.answering import Survey
from recruit.surveys.readers import reads_every_answer
from recruit.surveys.rules import ContactKind, ResponseState


def response_for(visitor: Visitor, public_id: str) -> Survey:
    """What one person handed in. Raises Missing for everybody but a retention officer, and for answers that are not
    handed in: those are nobody's but the person's own.
    """
    if not reads_every_answer(visitor.roles):
        raise Missing
    response = session().scalar(
        select(Response)
        .options(
            selectinload(Response.answers),
            joinedload(Response.contact).joinedload(Contact.placement).joinedload(Placement.person),
        )
        .where(Response.public_id == public_id, Response.state == ResponseState.SUBMITTED)
    )
    if response is None:
        raise Missing
    return Survey(response.contact, response.instrument_version, response)


@dataclass(frozen=True)
class Look:
    """Somebody of the staff who has read answers of a person, and when last."""

    by: str
    at: datetime


def looks_at_own(visitor: Visitor) -> Sequence[Look]:
    """Who has read answers of the visitor, the newest look first."""
    last = func.max(Sighting.at)
    rows = session().execute(
        select(Person.display_name, last)
        .join(Sighting, Sighting.by_ref == Person.public_id)
        .where(Sighting.person_ref == visitor.person_ref, Sighting.what == "response")
        .group_by(Person.id, Person.display_name)
        .order_by(last.desc(), Person.id)
    )
    return [Look(name, at) for name, at in rows]


@dataclass(frozen=True)
class Point:
    """One wave of a hire: its invitation, what else was sent, what became of earlier plans, and the answers where they
    were handed in.
    """

    invitation: Contact
    others: tuple[Contact, ...]
    changes: tuple[ContactChange, ...]
    response: Response | None


def points_of(placement_id: int) -> Sequence[Point]:
    """All waves of an employment with their history, in order of their day."""
    contacts = (
        session()
        .scalars(
            select(Contact)
            .where(Contact.placement_id == placement_id)
            .order_by(Contact.due_on, Contact.sequence, Contact.id)
        )
        .all()
    )
    ids = [contact.id for contact in contacts]
    changes: dict[int, list[ContactChange]] = {}
    for change in session().scalars(
        select(ContactChange).where(ContactChange.contact_id.in_(ids)).order_by(ContactChange.id)
    ):
        changes.setdefault(change.contact_id, []).append(change)
    responses = {
        response.contact_id: response
        for response in session().scalars(
            select(Response).where(Response.contact_id.in_(ids), Response.state == ResponseState.SUBMITTED)
        )
    }
    return [
        Point(
            invitation=contact,
            others=tuple(
                other
                for other in contacts
                if other.wave_id == contact.wave_id
                and other.kind is not ContactKind.INVITATION
                and other.given_at
            ),
            changes=tuple(changes.get(contact.id, ())),
            response=responses.get(contact.id),
        )
        for contact in contacts
        if contact.kind is ContactKind.INVITATION
    ]
