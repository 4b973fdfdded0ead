"""Moves of a change of address: ask, take the new one, take the old one back."""

from datetime import datetime
import secrets

from sqlalchemy import delete, select, update

from recruit.accounts import address_links, queries
from recruit.accounts.actions.second_factors import clear_app
from recruit.accounts.actions.sign_ins import end_all_sign_ins, request_sign_in_link
from recruit.accounts.models import AddressChange, ContactPoint, Passkey, ProviderIdentity, User
from recruit.accounts.rules import AccountRefusal, ContactKind, LinkPurpose
from recruit.core import audit
from recruit.core.db import session
from recruit.core.errors import Refused
from recruit.core.visitor import NOBODY, Visitor
from recruit.messages.actions import address_works, queue


def ask_to_change_address(address: str, *, by: Visitor, now: datetime) -> None:
    """Ask the reader of the new address to confirm it, and tell the reader of the present one.

    Gives nothing back, so that the answer cannot tell whether the new address has an account: then that account's owner
    gets a mail about it, and everything else is the same. A change asked for earlier ends.
    """
    user = _held(queries.own_user(by).id)
    new = address.strip().lower()
    if new == user.email:
        raise Refused(AccountRefusal.ADDRESS_IS_YOURS, field="email")
    end_open_change(user, now)
    change = AddressChange(user_id=user.id, old_address=user.email, new_address=new, asked_at=now)
    session().add(change)
    session().flush()
    _note("address_change_asked", user, by, now)
    holds = address_links.change_that_holds(new, now)
    taken = queries.user_by_address(new)
    if taken is not None:
        _queue_wanted(taken, change, now)
    elif holds is not None and holds.user_id != user.id:
        _queue_notice(holds, address_links.user_of(holds), f"{change.public_id}:held", now)
    else:
        _queue("confirm_new_address", user, change, to_address=new, occasion=change.public_id, now=now)
    _queue_notice(change, user, "asked", now)


def _held(user_id: int) -> User:
    """The user's row, held until the end of the transaction, so that there is one open change."""
    session().execute(select(User.id).where(User.id == user_id).with_for_update())
    return session().scalars(select(User).where(User.id == user_id)).one()


def end_open_change(user: User, now: datetime) -> None:
    is_open = AddressChange.done_at.is_(None) & AddressChange.ended_at.is_(None)
    session().execute(
        update(AddressChange).where(AddressChange.user_id == user.id, is_open).values(ended_at=now)
    )


def drop_address_change(*, by: Visitor, now: datetime) -> None:
    """The person wants no other address any more: the link in the mail is dead."""
    user = queries.own_user(by)
    end_open_change(user, now)
    _note("address_change_dropped", user, by, now)


def use_new_address(token: str, *, now: datetime) -> User:
    """Whoever reads mail at the new address has opened the link: sign in with it from now on. A second press is harmless."""
    change = address_links.change_of_link(LinkPurpose.NEW_ADDRESS, token, now)
    if change is None:
        raise Refused(AccountRefusal.LINK_NOT_VALID)
    user = address_links.user_of(change)
    if change.done_at is not None and user.email == change.new_address:
        return user
    done = session().execute(
        update(AddressChange)
        .where(
            AddressChange.id == change.id, AddressChange.done_at.is_(None), AddressChange.ended_at.is_(None)
        )
        .values(done_at=now)
        .returning(AddressChange.id)
    )
    # Somebody may have opened an account with the address since, or be about to take it back.
    held = address_links.change_that_holds(change.new_address, now)
    is_free = queries.user_by_address(change.new_address) is None and (
        held is None or held.user_id == user.id
    )
    if done.first() is None or user.email != change.old_address or not is_free:
        raise Refused(AccountRefusal.LINK_NOT_VALID)
    session().refresh(change)
    _move(user, change.new_address, now)
    address_works(change.new_address)
    _note("address_changed", user, NOBODY, now)
    _queue_notice(change, user, "done", now)
    return user


def keep_old_address(token: str, *, now: datetime) -> User:
    """The reader of the old address says it was somebody else: the address is put back, every device is signed out, and no
    password counts until a new one is chosen.
    """
    change = address_links.change_of_link(LinkPurpose.KEEP_ADDRESS, token, now)
    if change is None:
        raise Refused(AccountRefusal.LINK_NOT_VALID)
    user = address_links.user_of(change)
    # With it end the changes that were made after it.
    ended = session().scalars(
        update(AddressChange)
        .where(
            AddressChange.user_id == user.id,
            AddressChange.id >= change.id,
            AddressChange.ended_at.is_(None),
        )
        .values(ended_at=now)
        .returning(AddressChange.id)
    )
    if change.id not in ended.all():
        raise Refused(AccountRefusal.LINK_NOT_VALID)
    if user.email != change.old_address:
        _move(user, change.old_address, now)
    user.password, user.link_stamp = None, secrets.token_urlsafe(16)
    # Ways in that were added since go too: they may be the other's. An app of staff is taken off by who runs the installation.
    for way, since in ((Passkey, Passkey.added_at), (ProviderIdentity, ProviderIdentity.linked_at)):
        session().execute(delete(way).where(way.user_id == user.id, since >= change.asked_at))
    if not user.roles and user.tf_begun_at is not None and user.tf_begun_at >= change.asked_at:
        clear_app(user)
    session().flush()
    end_all_sign_ins(user.id, now)
    _note("address_kept", user, NOBODY, now)
    return user


def _move(user: User, address: str, now: datetime) -> None:
    """From here on the person signs in with `address` and gets mail there. Unsent mail follows at its hand-over."""
    before = user.email
    user.email, user.link_stamp = address, secrets.token_urlsafe(16)
    points = list(
        session().scalars(
            select(ContactPoint).where(
                ContactPoint.person_id == user.person_id,
                ContactPoint.kind == ContactKind.MAIL,
                ContactPoint.value.in_([before, address]),
            )
        )
    )
    for point in points:
        if point.value == before and point.ended_at is None:
            point.ended_at = now
    known = next((point for point in points if point.value == address), None)
    if known is None:
        known = ContactPoint(person_id=user.person_id, kind=ContactKind.MAIL, value=address, priority=1)
        session().add(known)
    known.verified_at, known.ended_at = now, None
    session().flush()


def tell_of_held_address(address: str, *, now: datetime) -> bool:
    """Where an account has left this address lately: tell its reader, who may take it back. Says whether that is so."""
    change = address_links.change_that_holds(address, now)
    if change is None:
        return False
    _queue_notice(change, address_links.user_of(change), secrets.token_urlsafe(12), now)
    return True


def _queue_wanted(owner: User, change: AddressChange, now: datetime) -> None:
    if owner.confirmed_at is None:
        # Nobody has proven to own it yet: the registration may be confirmed, or it is forgotten after a while.
        request_sign_in_link(owner.email, now=now)
    elif owner.active:
        occasion = f"{change.public_id}:wanted"
        _queue("address_wanted", owner, change, to_address=owner.email, occasion=occasion, now=now)


def _queue_notice(change: AddressChange, user: User, occasion: str, now: datetime) -> None:
    _queue(
        "address_change_notice",
        user,
        change,
        to_address=change.old_address,
        occasion=f"{change.public_id}:{occasion}",
        now=now,
    )


def _queue(
    kind: str, user: User, change: AddressChange, *, to_address: str, occasion: str, now: datetime
) -> None:
    person = user.person
    queue(
        kind,
        to_address=to_address,
        to_ref=person.public_id,
        language=person.language,
        zone=person.zone,
        params={"person_ref": person.public_id, "change": change.public_id},
        unique_key=f"{kind}:{occasion}",
        now=now,
        subject_kind="person",
        subject_ref=person.public_id,
    )


def _note(action: str, user: User, by: Visitor, now: datetime) -> None:
    audit.record(action, by=by, now=now, subject_kind="person", subject_ref=user.person.public_id)
