"""Reads of letters, told who asks."""

from collections.abc import Sequence

from sqlalchemy import select

from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.core.visitor import Visitor
from recruit.events.among import Which, which_are
from recruit.events.letters.models import EventLetter
from recruit.events.models import Event, Registration


def readers_of(visitor: Visitor, event: Event, which: Which) -> dict[int, str]:
    """Who stands in this part of the list, by person, with the number of the sign-up."""
    if not visitor.is_coordinator:
        raise Missing
    rows = session().execute(
        select(Registration.person_id, Registration.public_id)
        .where(which_are(event, which))
        .order_by(Registration.id)
    )
    return {row[0]: row[1] for row in rows}


def letters_of(visitor: Visitor, event: Event) -> Sequence[EventLetter]:
    """What was written before, the newest first."""
    if not visitor.is_coordinator:
        raise Missing
    return (
        session()
        .scalars(select(EventLetter).where(EventLetter.event_id == event.id).order_by(EventLetter.id.desc()))
        .all()
    )


def letter_by_ref(public_id: str) -> EventLetter:
    """Asked by mails, never by a page."""
    found = session().scalar(select(EventLetter).where(EventLetter.public_id == public_id))
    if found is None:
        raise Missing
    return found
