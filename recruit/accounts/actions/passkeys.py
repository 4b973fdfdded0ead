"""Moves of passkeys: add, use, remove."""

from datetime import datetime

from sqlalchemy import delete, select, update

from recruit.accounts import passkeys, queries
from recruit.accounts.actions.notices import note_and_tell
from recruit.accounts.actions.sign_ins import end_all_sign_ins
from recruit.accounts.models import Passkey, User
from recruit.accounts.passkeys import NewPasskey, Site
from recruit.accounts.rules import MOST_PASSKEYS, PasskeyRefusal, is_a_copy, why_not_remove_passkey
from recruit.core.db import refuse_on, session
from recruit.core.errors import Missing, Refused
from recruit.core.visitor import Visitor

refuse_on("uq_passkey_credential_id", Refused(PasskeyRefusal.KNOWN))


def add_passkey(new: NewPasskey, *, name: str, by: Visitor, now: datetime) -> None:
    """Keep a key that the visitor has just made."""
    if len(queries.passkeys_of(by)) >= MOST_PASSKEYS:
        raise Refused(PasskeyRefusal.TOO_MANY)
    _keep(new, queries.own_user(by), name=name, by=by, device="", now=now)


def begin_with_passkey(
    person_ref: str, new: NewPasskey, *, state: str, name: str, device: str, now: datetime
) -> None:
    """Take a passkey as the first second factor, at a first step that was right and saw `state`: a password changed in between
    refuses. Two at once: one is refused.
    """
    user = queries.user_by_ref(person_ref)
    if user is None or not user.active:
        raise Missing
    session().execute(select(User.id).where(User.id == user.id).with_for_update())
    session().refresh(user, queries.STEP_RESTS_ON)
    if user.tf_totp_secret or queries.has_passkey(user) or queries.step_state_of(user) != state:
        raise Refused(PasskeyRefusal.NOT_VALID)
    _keep(new, user, name=name, by=Visitor(person_ref=person_ref), device=device, now=now)
    end_all_sign_ins(user.id, now)


def _keep(new: NewPasskey, user: User, *, name: str, by: Visitor, device: str, now: datetime) -> None:
    if queries.user_of_passkey(new.credential_id) is not None:
        raise Refused(PasskeyRefusal.KNOWN)
    session().add(
        Passkey(
            user_id=user.id,
            credential_id=new.credential_id,
            public_key=new.public_key,
            sign_count=new.sign_count,
            transports=list(new.transports),
            name=name,
            backed_up=new.backed_up,
            added_at=now,
            challenged_at=now,
        )
    )
    session().flush()
    note_and_tell("passkey_added", user, name, by=by, device=device, now=now)


def use_passkey(
    answer: str, *, site: Site, challenge: str, challenged_at: datetime, now: datetime
) -> User | None:
    """Take the answer of a key as proof of who is there, once. None where the key turns out to be a copy: that ends it, and
    its owner is told, so the caller must let this transaction stand.
    """
    found = queries.user_of_passkey(passkeys.id_in(answer))
    if found is None or not found[0].active:
        raise Refused(PasskeyRefusal.NOT_VALID)
    user, passkey = found
    use = passkeys.used(
        site, answer, challenge, public_key=passkey.public_key, person_ref=user.person.public_id
    )
    if passkey.challenged_at >= challenged_at:
        # The same answer once more, such as by a second press: no copy of the key made it.
        raise Refused(PasskeyRefusal.NOT_VALID)
    before = passkey.sign_count
    if is_a_copy(counted_before=before, counts_now=use.sign_count):
        name = passkey.name
        session().execute(delete(Passkey).where(Passkey.id == passkey.id))
        note_and_tell("passkey_copied", user, name, by=Visitor(person_ref=user.person.public_id), now=now)
        return None
    spent = session().execute(
        update(Passkey)
        .where(Passkey.id == passkey.id, Passkey.challenged_at < challenged_at, Passkey.sign_count == before)
        .values(
            challenged_at=challenged_at, last_used_at=now, sign_count=use.sign_count, backed_up=use.backed_up
        )
        .returning(Passkey.id)
    )
    if spent.first() is None:
        raise Refused(PasskeyRefusal.NOT_VALID)
    return user


def remove_passkey(mark: str, *, staff_need_one: bool, by: Visitor, now: datetime) -> None:
    """Take one of the visitor's passkeys off. Staff keep one second factor."""
    user = queries.own_user(by)
    session().execute(select(User.id).where(User.id == user.id).with_for_update())
    held = queries.passkeys_of(by)
    found = [passkey for passkey in held if queries.mark_of_passkey(passkey) == mark]
    if not found:
        raise Missing
    why = why_not_remove_passkey(
        is_last=len(held) == 1,
        has_password=bool(user.password),
        has_provider=bool(queries.identities_of(by)),
        has_app=bool(user.tf_totp_secret),
        must_have_second_factor=bool(user.roles) and staff_need_one,
    )
    if why is not None:
        raise Refused(why)
    name = found[0].name
    session().delete(found[0])
    session().flush()
    note_and_tell("passkey_removed", user, name, by=by, now=now)
