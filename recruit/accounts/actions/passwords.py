"""Moves of passwords. Hashes are made by the caller, outside `writing()`: hashing is slow and the write lock is one."""

from datetime import datetime

from sqlalchemy import update

from recruit.accounts import queries
from recruit.accounts.actions.addresses import tell_of_held_address
from recruit.accounts.actions.notices import note_and_tell
from recruit.accounts.actions.people import note_confirmed
from recruit.accounts.actions.sign_ins import end_all_sign_ins, queue_link, spend_link
from recruit.accounts.models import User
from recruit.accounts.rules import AccountRefusal, LinkPurpose
from recruit.core import audit
from recruit.core.db import session
from recruit.core.errors import Refused
from recruit.core.visitor import NOBODY, Visitor


def request_reset(email: str, *, now: datetime) -> None:
    """Mail a link for a new password, if the address has an account."""
    user = queries.user_by_address(email)
    if user is not None and user.active:
        queue_link("reset_password", user, now=now)
    elif user is None:
        # Whoever took the account away may have moved it to another address: its owner asks here, and is told.
        tell_of_held_address(email, now=now)


def reset_password(token: str, password_hash: str, *, now: datetime, device: str = "") -> None:
    """Set a new password by a mailed link, which also proves the address. Every device is signed out, and the owner told,
    but for the first password of a new account.
    """
    user = queries.user_of_link(LinkPurpose.RESET_PASSWORD, token, now)
    if user is None:
        raise Refused(AccountRefusal.LINK_NOT_VALID)
    spend_link(user)
    user.password = password_hash
    session().flush()
    end_all_sign_ins(user.id, now)
    if user.last_seen_at is None:
        audit.record(
            "password_reset", by=NOBODY, now=now, subject_kind="person", subject_ref=user.person.public_id
        )
    else:
        note_and_tell("password_reset", user, by=NOBODY, now=now, device=device)
    note_confirmed(user, now)


def change_password(password_hash: str, *, by: Visitor, now: datetime) -> None:
    """Set a new password from inside; the caller has asked for the old one. Every other device is signed out."""
    user = queries.own_user(by)
    user.password = password_hash
    session().flush()
    end_all_sign_ins(user.id, now, but=by.sign_in_id)
    note_and_tell("password_changed", user, by=by, now=now)


def strengthen_hash(person_ref: str, *, before: str, after: str) -> None:
    """Keep the same password under today's settings, unless it was changed in the meantime."""
    user = queries.user_by_ref(person_ref)
    if user is not None:
        session().execute(
            update(User).where(User.id == user.id, User.password == before).values(password=after)
        )
