"""Reads of the outbox. Mails show who is in touch with whom, so lists are for coordinators only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, or_, select

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


@dataclass(frozen=True)
class Wanted:
    """Which mails somebody looks for. `due_by`, where given, leaves only what waits and should have gone by then."""

    state: MailState | None = None
    due_by: datetime | None = None
    kind: str = ""
    address: str = ""


def mails_page(visitor: Visitor, wanted: Wanted, *, after: str | None) -> Page[Mail]:
    """Mails, newest first."""
    _for_coordinators(visitor)
    query = select(Mail)
    if wanted.state is not None:
        query = query.where(Mail.state == wanted.state)
    if wanted.due_by is not None:
        query = query.where(_is_due(wanted.due_by))
    if wanted.kind:
        query = query.where(Mail.kind == wanted.kind)
    if wanted.address:
        query = query.where(func.lower(Mail.to_address).contains(wanted.address.lower(), autoescape=True))
    return keyset_page(query, by=[Mail.id], after=after, newest_first=True)


def _is_due(now: datetime) -> ColumnElement[bool]:
    return and_(Mail.state == MailState.QUEUED, Mail.due_at <= now)


def how_many_due(visitor: Visitor, now: datetime) -> int:
    """Mails that the next beat of the worker takes up."""
    _for_coordinators(visitor)
    return session().scalar(select(func.count()).select_from(Mail).where(_is_due(now))) or 0


def parts_of(visitor: Visitor, mail: Mail) -> list[Mail]:
    """The mails that went out in this summary, in order."""
    _for_coordinators(visitor)
    return list(session().scalars(select(Mail).where(Mail.part_of_id == mail.id).order_by(Mail.id)))


def summary_of(visitor: Visitor, mail: Mail) -> Mail | None:
    """The summary in which this mail went out."""
    _for_coordinators(visitor)
    return session().get(Mail, mail.part_of_id) if mail.part_of_id else None


def state_of_address(visitor: Visitor, address: str) -> AddressState | None:
    """What is held against writing to this address; None where nothing is."""
    _for_coordinators(visitor)
    return session().scalar(_HELD_AGAINST, {"wanted": address.lower()})


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
    # Wishes of people who are signed in have no address: who has none must not be taken for them.
    if not address and not person_ref:
        return Wish.ON, None
    rows = session().execute(
        _wishes_about(has_address=bool(address), has_person=bool(person_ref)),
        {"address": address.lower(), "person_ref": person_ref, "kind": kind, "group": group},
    )
    wishes = {name: (Wish(wish), since) for name, wish, since in rows}
    return wishes.get(kind) or wishes.get(group) or (Wish.ON, None)


@cache
def _wishes_about(*, has_address: bool, has_person: bool) -> Select[str, str, datetime]:
    """Made once: it is asked for every letter."""
    whose = [MailPreference.address == bindparam("address")] if has_address else []
    if has_person:
        whose.append(MailPreference.person_ref == bindparam("person_ref"))
    return (
        select(MailPreference.kind, MailPreference.wish, MailPreference.since)
        .where(or_(*whose))
        .where(or_(MailPreference.kind == bindparam("kind"), MailPreference.kind == bindparam("group")))
        .order_by(MailPreference.since, MailPreference.id)
    )


# Made once: to look at each of hundreds of names takes longer than to ask.
_WISHES_OF_MANY = (
    select(
        MailPreference.person_ref,
        MailPreference.address,
        MailPreference.kind,
        MailPreference.wish,
        MailPreference.since,
    )
    .where(
        or_(
            MailPreference.person_ref.in_(bindparam("refs", expanding=True)),
            MailPreference.address.in_(bindparam("addresses", expanding=True)),
        ),
        MailPreference.kind.in_(bindparam("kinds", expanding=True)),
    )
    .order_by(MailPreference.since, MailPreference.id)
)


def switched_off_among(kind: str, group: str, addresses: Mapping[str, str]) -> dict[str, datetime]:
    """Since when which of many people want no mails of this kind; `addresses` are theirs, by the person's ref."""
    refs_of: dict[str, list[str]] = {}
    for ref, address in addresses.items():
        if address:
            refs_of.setdefault(address.lower(), []).append(ref)
    asked = {"refs": list(addresses), "addresses": list(refs_of), "kinds": [kind, group]}
    rows = session().execute(_WISHES_OF_MANY, asked).all()
    by_ref: dict[str, dict[str, tuple[Wish, datetime]]] = {}
    for person_ref, address, name, wish, since in rows:
        whose = {person_ref, *refs_of.get(address, ())} & addresses.keys()
        for ref in whose:
            by_ref.setdefault(ref, {})[name] = (Wish(wish), since)
    found = {ref: wishes.get(kind) or wishes[group] for ref, wishes in by_ref.items()}
    return {ref: since for ref, (wish, since) in found.items() if wish is Wish.OFF}


def why_paused(address: str) -> str | None:
    """What mail servers or readers said against an address; None where nothing is known."""
    reason = session().scalar(_REASON_HELD, {"wanted": address.lower()})
    return None if reason is None else reason or "paused"


_HELD_AGAINST = select(AddressState).where(
    AddressState.address == bindparam("wanted"),
    or_(AddressState.bounced_at.is_not(None), AddressState.complaint_at.is_not(None)),
)
_REASON_HELD = _HELD_AGAINST.with_only_columns(AddressState.reason)


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
