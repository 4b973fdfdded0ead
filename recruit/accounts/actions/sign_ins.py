"""Moves of sign-ins: begin, end, by mailed link, on one device or all."""

from datetime import datetime
import secrets

from sqlalchemy import ColumnElement, delete, select, update

from recruit.accounts import queries, tokens
from recruit.accounts.actions.notices import tell
from recruit.accounts.events import PersonRegistered
from recruit.accounts.models import SignIn, User
from recruit.accounts.rules import NO_BROWSER, AccountRefusal, Browser, LinkPurpose, terms_of_sign_in
from recruit.core import audit, events
from recruit.core.db import session
from recruit.core.errors import Missing, Refused
from recruit.core.periods import SIGN_INS
from recruit.core.visitor import NOBODY, Visitor
from recruit.messages.actions import queue


def begin_sign_in(
    person_ref: str,
    *,
    state: str,
    browser: Browser,
    now: datetime,
    with_second_factor: bool = False,
    instead_of: int | None = None,
) -> str:
    """Sign a person in on a device; gives the secret for the cookie, of which only the hash is kept.

    `state` is what the first step saw (`queries.step_state_of`): a password changed in between refuses. `instead_of` is the
    sign-in this browser had before, which ends.
    """
    user = queries.user_by_ref(person_ref)
    if user is None or not user.active or queries.step_state_of(user) != state:
        raise Refused(AccountRefusal.WRONG_SIGN_IN)
    if user.confirmed_at is None:
        raise Refused(AccountRefusal.NOT_CONFIRMED)
    if user.tf_totp_secret and not with_second_factor:
        raise Refused(AccountRefusal.SECOND_FACTOR_NEEDED)
    return add_sign_in(
        user,
        browser=browser,
        now=now,
        with_second_factor=with_second_factor,
        instead_of=instead_of,
    )


def add_sign_in(
    user: User,
    *,
    now: datetime,
    browser: Browser = NO_BROWSER,
    with_second_factor: bool = False,
    instead_of: int | None = None,
) -> str:
    """The row of a sign-in whose right was proven. Gives the secret for the cookie. A browser in which this person has not
    signed in before is told to its owner by mail, but for the very first.
    """
    is_told = (
        bool(browser.secret) and user.last_seen_at is not None and not queries.knows_browser(user, browser)
    )
    if instead_of is not None:
        _end(SignIn.id == instead_of, now=now)
    secret = tokens.new_sign_in_secret()
    is_staff = bool(user.roles)
    user.last_seen_at, user.asked_to_stay_at = now, None
    session().add(
        SignIn(
            user_id=user.id,
            token_hash=tokens.hash_of_secret(secret),
            begun_at=now,
            ends_at=now + terms_of_sign_in(is_staff=is_staff).lasts,
            network=browser.network[:64],
            device=browser.device[:200],
            browser_hash=queries.browser_hash(user, browser),
            with_second_factor=with_second_factor,
            proved_at=now,
        )
    )
    session().flush()
    if is_told:
        tell("new_device", user, device=browser.device, now=now)
    if is_staff:
        by = Visitor(person_ref=user.person.public_id)
        audit.record(
            "staff_signed_in", by=by, now=now, subject_kind="person", subject_ref=user.person.public_id
        )
    return secret


def _end(*which: ColumnElement[bool], now: datetime) -> None:
    session().execute(update(SignIn).where(*which, SignIn.ended_at.is_(None)).values(ended_at=now))


def note_proof(*, by: Visitor, now: datetime) -> None:
    """Keep that the person on this device has just proved again who they are; the caller has checked it."""
    session().execute(update(SignIn).where(SignIn.id == by.sign_in_id).values(proved_at=now))


def sign_out(*, by: Visitor, now: datetime) -> None:
    """End this sign-in: its cookie, and every copy of it, is nobody from now on."""
    _end(SignIn.id == by.sign_in_id, now=now)


def end_device(mark: str, *, by: Visitor, now: datetime) -> None:
    """End one of the visitor's own sign-ins, by its mark in `queries.devices_of`."""
    own = session().scalars(
        select(SignIn).where(SignIn.user_id == by.user_id, SignIn.ended_at.is_(None), SignIn.ends_at > now)
    )
    ids = [row.id for row in own if queries.mark_of(row) == mark]
    if not ids:
        raise Missing
    _end(SignIn.id.in_(ids), now=now)
    audit.record("sign_in_ended", by=by, now=now, subject_kind="person", subject_ref=by.person_ref)


def end_all_sign_ins(user_id: int, now: datetime, *, but: int | None = None) -> None:
    """End every sign-in of a user, or all but one."""
    others = [SignIn.id != but] if but is not None else []
    _end(SignIn.user_id == user_id, *others, now=now)


def end_sign_ins_for(person_id: int, organisation_ref: str, *, now: datetime) -> None:
    """End the sign-ins by which this person acts for an organisation that has removed them."""
    users = select(User.id).where(User.person_id == person_id)
    _end(SignIn.user_id.in_(users), SignIn.acting_for_ref == organisation_ref, now=now)


def act_for(organisation_ref: str, *, by: Visitor) -> None:
    """From now on this sign-in acts for that organisation. Whether the visitor may is the caller's question."""
    session().execute(
        update(SignIn).where(SignIn.id == by.sign_in_id).values(acting_for_ref=organisation_ref)
    )


def forget_old_sign_ins(now: datetime) -> int:
    """Delete sign-ins that ended long ago; gives how many."""
    before = SIGN_INS.before(now)
    old = (SignIn.ended_at < before) | (SignIn.ends_at < before)
    return len(session().scalars(delete(SignIn).where(old).returning(SignIn.id)).all())


def request_sign_in_link(email: str, *, now: datetime) -> None:
    """Mail a link that signs in, if the address has an account. An unconfirmed address gets its confirmation again, and the
    time in which it must be confirmed begins anew.
    """
    user = queries.user_by_address(email)
    if user is None or not user.active:
        return
    if user.confirmed_at is None:
        user.link_stamp, user.create_datetime = secrets.token_urlsafe(16), now
        session().flush()
        events.announce(PersonRegistered(person_ref=user.person.public_id, at=now))
        return
    queue_link("sign_in_link", user, now=now)


def queue_link(kind: str, user: User, *, now: datetime) -> None:
    """Queue a mail whose link is made when it is handed over; links asked for before die now."""
    user.link_stamp = secrets.token_urlsafe(16)
    session().flush()
    person = user.person
    queue(
        kind,
        to_address=user.email,
        to_ref=person.public_id,
        language=person.language,
        zone=person.zone,
        params={"person_ref": person.public_id, "stamp": user.link_stamp},
        unique_key=f"{kind}:{person.public_id}:{user.link_stamp}",
        now=now,
        subject_kind="person",
        subject_ref=person.public_id,
    )


def use_sign_in_link(token: str, *, now: datetime) -> User:
    """Take a mailed link as the first step of signing in. It opens once."""
    user = queries.user_of_link(LinkPurpose.SIGN_IN, token, now)
    if user is None:
        raise Refused(AccountRefusal.LINK_NOT_VALID)
    spend_link(user)
    audit.record(
        "sign_in_link_used", by=NOBODY, now=now, subject_kind="person", subject_ref=user.person.public_id
    )
    return user


def spend_link(user: User) -> None:
    """Let the newest link open no second time: of two presses at once, one is refused."""
    spent = session().execute(
        update(User)
        .where(User.id == user.id, User.link_stamp == user.link_stamp)
        .values(link_stamp=secrets.token_urlsafe(16))
        .returning(User.id)
    )
    if spent.first() is None:
        raise Refused(AccountRefusal.LINK_NOT_VALID)
    session().refresh(user, ["link_stamp"])
