"""Moves of identities at providers of OpenID Connect: sign in, register, connect, disconnect.

What a provider said (`Arrival`) is checked by the caller; each of these moves takes it once.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update

from recruit.accounts import queries
from recruit.accounts.actions.notices import note_and_tell
from recruit.accounts.actions.people import note_confirmed, open_account
from recruit.accounts.models import ProviderIdentity, User
from recruit.accounts.rules import AccountRefusal, ComesAs, ProviderRefusal
from recruit.core.db import refuse_on, session
from recruit.core.errors import Missing, Refused
from recruit.core.visitor import Visitor

refuse_on("uq_oidc_identity_issuer_subject", Refused(ProviderRefusal.OF_ANOTHER_ACCOUNT))


@dataclass(frozen=True)
class Arrival:
    """Somebody whom a provider has vouched for, and when they came back from there."""

    issuer: str
    subject: str
    email: str
    email_is_confirmed: bool
    label: str
    at: datetime


def sign_in_by_provider(arrival: Arrival) -> User:
    """Take the provider's word as the first step of signing in. It opens once."""
    found = queries.user_of_identity(arrival.issuer, arrival.subject)
    if found is None or not found[0].active:
        raise Refused(ProviderRefusal.NOT_OURS)
    user, identity = found
    spent = session().execute(
        update(ProviderIdentity)
        .where(ProviderIdentity.id == identity.id, ProviderIdentity.arrived_at < arrival.at)
        .values(arrived_at=arrival.at)
        .returning(ProviderIdentity.id)
    )
    if spent.first() is None:
        raise Refused(ProviderRefusal.NOT_OURS)
    return user


def prove_and_connect(arrival: Arrival, user: User, *, now: datetime) -> None:
    """Tie an identity to the account with the same address, whose owner has just proven it with the password."""
    is_same = user.email == arrival.email
    if not (arrival.email_is_confirmed and is_same and user.active and user.confirmed_at is not None):
        raise Refused(ProviderRefusal.ADDRESS_NOT_CONFIRMED)
    _connect(arrival, user, by=Visitor(person_ref=user.person.public_id), now=now)


def connect_provider(arrival: Arrival, *, by: Visitor, now: datetime) -> None:
    """Tie an identity to the account of who is signed in and has proved it lately."""
    _connect(arrival, queries.own_user(by), by=by, now=now)


def register_by_provider(
    arrival: Arrival, *, name: str, comes_as: ComesAs, language: str, now: datetime
) -> User:
    """Open an account for somebody whose address the provider has confirmed. It has no password yet.

    An account with this address that nobody has confirmed is taken over by who owns the address: its password is gone.
    """
    if not arrival.email_is_confirmed or not arrival.email:
        raise Refused(ProviderRefusal.ADDRESS_NOT_CONFIRMED)
    known = queries.user_by_address(arrival.email)
    if known is not None and (known.confirmed_at is not None or not known.active):
        raise Refused(AccountRefusal.ADDRESS_TAKEN)
    user = open_account(
        name=name, email=arrival.email, password_hash=None, comes_as=comes_as, language=language, now=now
    )
    note_confirmed(user, now)
    _connect(arrival, user, by=Visitor(person_ref=user.person.public_id), now=now)
    return user


def _connect(arrival: Arrival, user: User, *, by: Visitor, now: datetime) -> None:
    if queries.user_of_identity(arrival.issuer, arrival.subject) is not None:
        raise Refused(ProviderRefusal.OF_ANOTHER_ACCOUNT)
    session().add(
        ProviderIdentity(
            user_id=user.id,
            issuer=arrival.issuer,
            subject=arrival.subject,
            linked_at=now,
            arrived_at=arrival.at,
        )
    )
    session().flush()
    note_and_tell("provider_connected", user, arrival.label, by=by, now=now)


def disconnect_provider(mark: str, *, label: str, by: Visitor, now: datetime) -> None:
    """Untie one of the visitor's identities. Whoever has no password keeps the last one."""
    user = queries.own_user(by)
    session().execute(select(User.id).where(User.id == user.id).with_for_update())
    own = queries.identities_of(by)
    found = [identity for identity in own if queries.mark_of_identity(identity) == mark]
    if not found:
        raise Missing
    if len(own) == 1 and not user.password and not queries.has_passkey(user):
        raise Refused(ProviderRefusal.LAST_WAY_IN)
    session().delete(found[0])
    session().flush()
    note_and_tell("provider_disconnected", user, label, by=by, now=now)
