"""Moves of closing an account: ask for it, and keep it after all."""

from datetime import datetime

from sqlalchemy import select

from recruit.accounts import closing, queries
from recruit.accounts.actions.sign_ins import end_all_sign_ins
from recruit.accounts.models import User
from recruit.accounts.rules import CLOSING_GRACE
from recruit.core import audit
from recruit.core.db import session
from recruit.core.errors import Refused
from recruit.core.visitor import Visitor
from recruit.messages.actions import cancel_for, queue

MAIL = "account_closing"


def close_account(*, by: Visitor, now: datetime) -> datetime:
    """From now on the account waits to be erased; every device is signed out, and whoever signs in again may keep it.

    Gives when it closes. Asked twice, the first day holds. Refused where something must be done first.
    """
    # Before the own row is held: of two who look at each other, each with the own row in hand, neither could go on.
    to_do = closing.to_do_first(by.person_id or 0)
    user = _held(by)
    if user.closes_at is not None:
        return user.closes_at
    if to_do:
        raise Refused(to_do[0])
    closes_at = user.closes_at = now + CLOSING_GRACE
    session().flush()
    end_all_sign_ins(user.id, now)
    _note("account_closing", by, now)
    person = user.person
    queue(
        MAIL,
        to_address=user.email,
        to_ref=person.public_id,
        language=person.language,
        zone=person.zone,
        params={"person_ref": person.public_id},
        # Who keeps the account and closes it later is told again: the day names the occasion.
        unique_key=f"{MAIL}:{person.public_id}:{user.closes_at:%Y%m%d%H%M%S}",
        now=now,
        subject_kind="account",
        subject_ref=person.public_id,
    )
    return closes_at


def keep_account(*, by: Visitor, now: datetime) -> None:
    """Nothing is deleted. Harmless where nobody wanted to close it."""
    user = _held(by)
    if user.closes_at is None:
        return
    user.closes_at = None
    session().flush()
    cancel_for("account", user.person.public_id, reason="kept", kinds=[MAIL])
    _note("account_kept", by, now)


def _held(by: Visitor) -> User:
    """The user's row, held until the end of the transaction: the worker may be about to close it."""
    session().execute(select(User.id).where(User.id == by.user_id).with_for_update())
    user = queries.own_user(by)
    session().refresh(user, ["closes_at"])
    return user


def _note(action: str, by: Visitor, now: datetime) -> None:
    audit.record(action, by=by, now=now, subject_kind="person", subject_ref=by.person_ref)
