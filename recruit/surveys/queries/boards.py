"""What staff see of follow-ups: states and dates, never an answer."""

from datetime import datetime

from sqlalchemy import select

from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.surveys.models import Contact
from recruit.surveys.planning.board import Place, place_on_board
from recruit.surveys.planning.contacts import Kind, State
from recruit.surveys.rules import ContactKind, ContactState


def place_of(contact: Contact, now: datetime) -> Place:
    """Where a row stands on the board just now."""
    return _place(contact.state, contact.reason, contact.kind, contact.due_at, contact.closes_at, now)


def _place(
    state: ContactState,
    reason: str,
    kind: ContactKind,
    due_at: datetime | None,
    closes_at: datetime,
    now: datetime,
) -> Place:
    is_queued = state is ContactState.QUEUED
    return place_on_board(
        state=State.PLANNED if is_queued else State(state.value),
        reason="queued" if is_queued else reason or None,
        kind=Kind(kind.value),
        due_at=due_at,
        closes_at=closes_at,
        now=now,
    )


def place_in(state: ContactState, reason: str, *, is_due: bool, is_past: bool, now: datetime) -> Place:
    """Where an invitation stands of which only these are known: what the database counts together."""
    soon = datetime.max.replace(tzinfo=now.tzinfo)
    return _place(
        state, reason, ContactKind.INVITATION, now if is_due else None, now if is_past else soon, now
    )


def contact_named(public_id: str) -> Contact:
    """One contact. Raises Missing."""
    found = session().scalar(select(Contact).where(Contact.public_id == public_id))
    if found is None:
        raise Missing
    return found
