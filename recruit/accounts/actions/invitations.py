"""Moves of invitations, whatever they invite to: send again, withdraw, take up."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, inspect, update

from recruit.accounts import address_links, invitation_rules, invitations, queries, tokens
from recruit.accounts.actions.people import (
    add_person,
    add_user,
    agree_to_service,
    new_stamp,
    note_confirmed,
)
from recruit.accounts.invitation_rules import INVITATION_VALID_FOR, InvitationRefusal, WayIn
from recruit.accounts.invitations import Opened
from recruit.accounts.models import Invitation, Passkey, ProviderIdentity, User
from recruit.accounts.rules import AccountRefusal
from recruit.core import audit
from recruit.core.db import session
from recruit.core.errors import Refused
from recruit.core.locales import CODES
from recruit.core.visitor import NOBODY, Visitor


def renew(invitation: Invitation, *, now: datetime) -> bool:
    """Let an open invitation hold from now on, and the link of the mail before die. The caller queues the new mail.

    False where it has just been sent: a second press is no second mail.
    """
    if not invitation_rules.may_send_again(sent_at=invitation.sent_at, now=now):
        return False
    _change_open(
        invitation,
        sent_at=now,
        times_sent=invitation.times_sent + 1,
        expires_at=now + INVITATION_VALID_FOR,
        token_hash=invitations.hash_of_nothing(),
    )
    return True


def withdraw(invitation: Invitation, *, now: datetime) -> bool:
    """Let the link of an invitation open nothing any more. Says whether this press has done it."""
    if invitation.withdrawn_at is not None:
        return False
    _change_open(invitation, withdrawn_at=now)
    return True


def _change_open(invitation: Invitation, **values: Any) -> None:
    """Compare and set: whoever takes it up at the same moment comes first or not at all."""
    kind = type(invitation)
    changed = session().execute(
        update(kind)
        .where(
            kind.id == invitation.id,
            kind.times_sent == invitation.times_sent,
            kind.used_at.is_(None),
            kind.withdrawn_at.is_(None),
        )
        .values(**values)
        .returning(kind.id)
        .execution_options(synchronize_session=False)
    )
    if changed.first() is None:
        raise Refused(InvitationRefusal.NO_LONGER_OPEN)
    session().refresh(invitation)


def _spend(token: str, *, now: datetime) -> Opened:
    """Use the invitation up. Of two at once, one is refused."""
    opened = invitations.opened_by(token, now)
    if opened is None:
        raise Refused(AccountRefusal.LINK_NOT_VALID)
    kind = opened.kind.model
    spent = session().execute(
        update(kind)
        .where(
            kind.token_hash == tokens.hash_of_secret(token),
            kind.used_at.is_(None),
            kind.withdrawn_at.is_(None),
            kind.expires_at > now,
        )
        .values(used_at=now)
        .returning(kind.id)
        .execution_options(synchronize_session=False)
    )
    if spent.first() is None:
        raise Refused(AccountRefusal.LINK_NOT_VALID)
    session().refresh(opened.invitation)
    return opened


def accept_invitation(token: str, *, by: Visitor, now: datetime) -> Opened:
    """Take an invitation up with the account one is signed in with. It must have the invited address."""
    opened = invitations.opened_by(token, now)
    if opened is None or invitations.way_in(opened.invitation, by) is not WayIn.ACCEPT:
        raise Refused(AccountRefusal.LINK_NOT_VALID)
    user = queries.own_user(by)
    why_not = opened.kind.why_not(opened.invitation, user, by)
    if why_not is not None:
        raise Refused(why_not)
    opened = _spend(token, now=now)
    _note_accepted(opened, by, now)
    opened.kind.accept(opened.invitation, user, by, now)
    return opened


def register_by_invitation(
    token: str, *, name: str, password_hash: str, language: str, now: datetime
) -> Opened:
    """Open an account by an invitation and take it up. Whoever holds the token reads mail at that address: it is confirmed."""
    opened = _spend(token, now=now)
    invitation = opened.invitation
    user = _invited_user(
        invitation.email,
        name=name,
        password_hash=password_hash,
        language=language if language in CODES else invitation.language,
        came_as=opened.kind.came_as(invitation),
        asks_consent=opened.kind.asks_consent,
        now=now,
    )
    by = Visitor(person_ref=user.person.public_id)
    _note_accepted(opened, by, now)
    opened.kind.accept(invitation, user, by, now)
    return opened


def _invited_user(
    address: str,
    *,
    name: str,
    password_hash: str,
    language: str,
    came_as: str,
    asks_consent: bool,
    now: datetime,
) -> User:
    known = queries.user_by_address(address)
    is_held = known is None and address_links.change_that_holds(address, now) is not None
    if is_held or (known is not None and (known.confirmed_at is not None or not known.active)):
        raise Refused(AccountRefusal.ADDRESS_TAKEN)
    if known is None:
        person = add_person(display_name=name, language=language, now=now)
        user = add_user(
            person, email=address, password_hash=password_hash, came_as=came_as, confirmed=False, now=now
        )
    else:
        # Somebody has typed this address and never confirmed it: nothing of theirs opens the account.
        user = known
        session().execute(delete(ProviderIdentity).where(ProviderIdentity.user_id == user.id))
        session().execute(delete(Passkey).where(Passkey.user_id == user.id))
        user.password, user.came_as, user.link_stamp = password_hash, came_as, new_stamp()
        user.person.display_name, user.person.language = name, language
        session().flush()
    person = user.person
    if asks_consent:
        agree_to_service(person, language=language, now=now)
    audit.record(
        "account_registered",
        by=NOBODY,
        now=now,
        subject_kind="person",
        subject_ref=person.public_id,
        change="invited",
    )
    note_confirmed(user, now)
    return user


def _note_accepted(opened: Opened, by: Visitor, now: datetime) -> None:
    note("invitation_accepted", opened.invitation, by=by, now=now)


def note(action: str, invitation: Invitation, *, by: Visitor, now: datetime, change: str = "") -> None:
    """A line in the audit trail about an invitation."""
    audit.record(
        action,
        by=by,
        now=now,
        subject_kind=inspect(type(invitation)).local_table.description,
        subject_ref=invitation.public_id,
        change=change,
    )
