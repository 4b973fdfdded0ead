"""Reads of the outbox. Mails show who is in touch with whom, so lists are for coordinators only."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, or_, select

from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.core.visitor import Visitor
from recruit.messages.models import AddressState, Mail, MailPreference
from recruit.messages.rules import LATE_AFTER, UNSENT, MailState, Wish
from recruit.web.tables import Page, keyset_page


@dataclass(frozen=True)
class StateCount:
    """How many mails stand in a state."""

    state: MailState
    count: int


def mails_page(visitor: Visitor, *, state: MailState | None, after: str | None) -> Page[Mail]:
    """Mails, newest first."""
    _for_coordinators(visitor)
    query = select(Mail)
    if state is not None:
        query = query.where(Mail.state == state)
    return keyset_page(query, by=[Mail.id], after=after, newest_first=True)


def mail_for(visitor: Visitor, public_id: str) -> Mail:
    """One mail."""
    _for_coordinators(visitor)
    found = session().scalar(select(Mail).where(Mail.public_id == public_id))
    if found is None:
        raise Missing
    return found


def counts_by_state(visitor: Visitor) -> list[StateCount]:
    """Every state with its number of mails, zeros included: a silent path is a state that is shown."""
    _for_coordinators(visitor)
    found = {
        row[0]: row[1] for row in session().execute(select(Mail.state, func.count()).group_by(Mail.state))
    }
    return [StateCount(state, found.get(state, 0)) for state in MailState]


def how_many_late(visitor: Visitor, now: datetime) -> int:
    """Mails that should have gone a while ago: the mail server or the worker is down."""
    _for_coordinators(visitor)
    return (
        session().scalar(
            select(func.count())
            .select_from(Mail)
            .where(Mail.state == MailState.QUEUED, Mail.due_at < now - LATE_AFTER)
        )
        or 0
    )


def _for_coordinators(visitor: Visitor) -> None:
    if not visitor.is_coordinator:
        raise Missing


# What follows is asked by actions and jobs about a recipient, never by a page about somebody else.


def wishes_of(person_ref: str, address: str = "") -> dict[str, Wish]:
    """What a person (or an address without a person) has said about kinds and groups; silence means yes."""
    rows = session().execute(
        select(MailPreference.kind, MailPreference.wish)
        .where(MailPreference.person_ref == person_ref, MailPreference.address == address.lower())
        .order_by(MailPreference.id)
    )
    return {kind: Wish(wish) for kind, wish in rows}


def wish_for(kind: str, group: str, *, person_ref: str, address: str) -> Wish:
    """What the recipient wants of mails of this kind; silence means yes."""
    return _wish(kind, group, person_ref=person_ref, address=address)[0]


def switched_off_since(kind: str, group: str, *, person_ref: str, address: str) -> datetime | None:
    """Since when the recipient wants no mails of this kind; None where they are wanted."""
    wish, since = _wish(kind, group, person_ref=person_ref, address=address)
    return since if wish is Wish.OFF else None


def _wish(kind: str, group: str, *, person_ref: str, address: str) -> tuple[Wish, datetime | None]:
    """What is said of the kind itself counts before what is said of its group, and the newest word before older ones."""
    whose = MailPreference.address == address.lower()
    if person_ref:
        whose = or_(whose, MailPreference.person_ref == person_ref)
    rows = session().execute(
        select(MailPreference.kind, MailPreference.wish, MailPreference.since)
        .where(whose, MailPreference.kind.in_([kind, group]))
        .order_by(MailPreference.since, MailPreference.id)
    )
    wishes = {name: (Wish(wish), since) for name, wish, since in rows}
    return wishes.get(kind) or wishes.get(group) or (Wish.ON, None)


def why_paused(address: str) -> str | None:
    """What mail servers or readers said against an address; None where nothing is known."""
    found = session().scalar(
        select(AddressState).where(
            AddressState.address == address.lower(),
            or_(AddressState.bounced_at.is_not(None), AddressState.complaint_at.is_not(None)),
        )
    )
    return None if found is None else found.reason or "paused"


def unsent_about(subject_kind: str, subject_ref: str) -> list[Mail]:
    """What is still to go about a thing, by due time."""
    return list(
        session().scalars(
            select(Mail)
            .where(
                and_(Mail.subject_kind == subject_kind, Mail.subject_ref == subject_ref),
                Mail.state.in_(UNSENT),
            )
            .order_by(Mail.due_at, Mail.id)
        )
    )
