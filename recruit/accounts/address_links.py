"""Reads of changes of address: which one a mailed link means, which is open, which old addresses are still held."""

from datetime import datetime

from sqlalchemy import select

from recruit.accounts import rules, tokens
from recruit.accounts.models import AddressChange, User
from recruit.accounts.rules import LinkPurpose
from recruit.core.db import session


def user_of(change: AddressChange) -> User:
    """Whose address it is about."""
    return session().scalars(select(User).where(User.id == change.user_id)).one()


def _state_of(change: AddressChange, purpose: LinkPurpose) -> str:
    """A link to the new address dies with the password it was asked for under; the one to the old address does not."""
    if purpose is LinkPurpose.KEEP_ADDRESS:
        return tokens.fingerprint(purpose, change.public_id, change.old_address)
    return tokens.fingerprint(purpose, change.public_id, change.new_address, user_of(change).password)


def token_of(change: AddressChange, purpose: LinkPurpose) -> str:
    """The token of a link about this change."""
    return tokens.link_token(purpose, change.public_id, _state_of(change, purpose))


def change_of_link(purpose: LinkPurpose, token: str, now: datetime) -> AddressChange | None:
    """The change this link was made for, open or done; None where the link is broken, too old or of an ended change."""
    read = tokens.read_link_token(purpose, token, now)
    change = change_by_ref(read[0]) if read else None
    if read is None or change is None or change.ended_at is not None:
        return None
    if not user_of(change).active or _state_of(change, purpose) != read[1]:
        return None
    since = change.done_at or change.asked_at
    if purpose is LinkPurpose.KEEP_ADDRESS and now - since > rules.OLD_ADDRESS_HELD_FOR:
        return None
    return change


def change_by_ref(ref: str) -> AddressChange | None:
    return session().scalar(select(AddressChange).where(AddressChange.public_id == ref))


def open_change_of(user_id: int | None, now: datetime) -> AddressChange | None:
    """The change that waits for somebody to open the mail at the new address."""
    return session().scalar(
        select(AddressChange).where(
            AddressChange.user_id == user_id,
            AddressChange.done_at.is_(None),
            AddressChange.ended_at.is_(None),
            AddressChange.asked_at >= now - rules.NEW_ADDRESS_VALID_FOR,
        )
    )


def change_that_holds(address: str, now: datetime) -> AddressChange | None:
    """The change by which an account has left this address so lately that its reader may still take it back."""
    return session().scalar(
        select(AddressChange)
        .where(
            AddressChange.old_address == address.strip().lower(),
            AddressChange.done_at >= now - rules.OLD_ADDRESS_HELD_FOR,
            AddressChange.ended_at.is_(None),
        )
        .order_by(AddressChange.id)
        .limit(1)
    )
