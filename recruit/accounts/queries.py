"""Reads of accounts."""

from dataclasses import dataclass
from datetime import datetime

from flask import Request
from sqlalchemy import bindparam, select
from sqlalchemy.orm import selectinload
from sqlalchemy.orm.attributes import set_committed_value

from recruit.accounts import cookie, passwords, rules, tokens
from recruit.accounts.models import (
    Consent,
    ContactPoint,
    Passkey,
    Person,
    ProviderIdentity,
    SignIn,
    User,
    UserRole,
)
from recruit.accounts.rules import Browser, ContactKind, LinkPurpose, Purpose, RecipientKind
from recruit.core import clock
from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.core.settings import SecondFactor, Settings
from recruit.core.visitor import NOBODY, Role, Via, Visitor

# Asked by every request of who is signed in, so built once.
_LIVE_SIGN_IN = (
    select(SignIn, User)
    .join(User, User.id == SignIn.user_id)
    .where(SignIn.token_hash == bindparam("hash"), SignIn.ended_at.is_(None), User.active.is_(True))
)
_ROLES = select(UserRole).where(UserRole.user_id == bindparam("user_id")).order_by(UserRole.id)


def signed_in_user(request: Request) -> tuple[User, SignIn] | None:
    """Whose cookie this is, and the live row behind it; None for nobody. Two statements, none without a cookie."""
    held = cookie.read(request)
    if held is None:
        return None
    found = session().execute(_LIVE_SIGN_IN, {"hash": tokens.hash_of_secret(held.secret)}).first()
    if found is None:
        return None
    sign_in, user = found
    set_committed_value(user, "roles", session().scalars(_ROLES, {"user_id": user.id}).all())
    terms = rules.terms_of_sign_in(is_staff=bool(user.roles))
    if not rules.is_live(
        ends_at=sign_in.ends_at,
        ended_at=sign_in.ended_at,
        seen_at=held.seen_at,
        idle=terms.idle,
        now=clock.now(),
    ):
        return None
    return user, sign_in


def roles_of(user: User) -> frozenset[Role]:
    return frozenset(Role(row.role) for row in user.roles)


def needs_second_factor(settings: Settings) -> bool:
    """Whether staff must use a second factor in this installation."""
    return settings.second_factor is SecondFactor.STAFF


def visitor_of(user: User, sign_in: SignIn, settings: Settings) -> Visitor:
    """The visitor without memberships, which a later room knows."""
    opens = rules.may_use_roles(
        had_second_factor=sign_in.with_second_factor, staff_need_one=needs_second_factor(settings)
    )
    return Visitor(
        via=Via.SIGN_IN,
        person_id=user.person_id,
        person_ref=user.person.public_id,
        user_id=user.id,
        sign_in_id=sign_in.id,
        display_name=user.person.display_name,
        email=user.email,
        language=user.person.language,
        zone=user.person.zone,
        roles=roles_of(user) if opens else frozenset(),
        has_second_factor=bool(user.tf_totp_secret),
        proved_at=sign_in.proved_at,
        came_as=user.came_as,
    )


def load_visitor(request: Request, settings: Settings) -> Visitor:
    """Who asks in this request: the person and the staff roles."""
    found = signed_in_user(request)
    return visitor_of(*found, settings) if found else NOBODY


def user_by_address(address: str) -> User | None:
    """The sign-in with this address. Addresses are kept in lower case."""
    return session().scalar(
        select(User).where(User.email == address.strip().lower()).options(selectinload(User.roles))
    )


def user_by_ref(person_ref: str) -> User | None:
    """The sign-in of this person."""
    return session().scalar(
        select(User).join(Person).where(Person.public_id == person_ref).options(selectinload(User.roles))
    )


def address_now(person_ref: str, queued: str) -> str:
    """Where mail to this person goes that was queued for `queued`: there, as long as it is one of the person's addresses;
    else to the best that is left; empty where all have ended. Whoever we know no address of keeps the queued one.
    """
    points = (
        session()
        .execute(
            select(ContactPoint.value, ContactPoint.ended_at)
            .join(Person)
            .where(Person.public_id == person_ref, ContactPoint.kind == ContactKind.MAIL)
            .order_by(ContactPoint.priority, ContactPoint.id)
        )
        .all()
    )
    live = {value.lower(): value for value, ended_at in points if ended_at is None}
    ended = {value.lower() for value, ended_at in points if ended_at is not None} - set(live)
    sign_in = session().scalar(
        select(User.email).join(Person, Person.id == User.person_id).where(Person.public_id == person_ref)
    )
    if sign_in and sign_in not in ended:
        live.setdefault(sign_in, sign_in)
    if queued.lower() in live:
        return queued
    if live:
        return next(iter(live.values()))
    return "" if queued.lower() in ended else queued


def person_now(person_ref: str) -> str:
    """The reference of the entry that stands for this person now, where two were put together; empty for who was erased."""
    person = person_by_ref(person_ref)
    while person is not None and person.merged_into_id is not None:
        person = session().get(Person, person.merged_into_id)
    return person.public_id if person is not None and person.anonymised_at is None else ""


def person_by_ref(person_ref: str) -> Person | None:
    return session().scalar(select(Person).where(Person.public_id == person_ref))


def own_user(visitor: Visitor) -> User:
    """The visitor's own sign-in."""
    found = session().scalar(select(User).where(User.id == visitor.user_id).options(selectinload(User.roles)))
    if found is None:
        raise Missing
    return found


def right_user(address: str, password: str) -> User | None:
    """The user whose address and password these are. Takes as long for an address nobody has."""
    user = user_by_address(address)
    fits = passwords.matches(password, user.password if user else None)
    return user if user is not None and fits and user.active else None


def state_of(user: User, purpose: LinkPurpose) -> str:
    """What a link for this purpose is bound to: it dies when any of this changes."""
    if purpose is LinkPurpose.CONFIRM_ADDRESS:
        return tokens.fingerprint(purpose, user.email, user.password, user.confirmed_at)
    return tokens.fingerprint(purpose, user.email, user.password, user.link_stamp)


def reset_token_of(user: User) -> str:
    """What lets somebody who has just proven to own the address choose a password."""
    return tokens.link_token(
        LinkPurpose.RESET_PASSWORD, user.person.public_id, state_of(user, LinkPurpose.RESET_PASSWORD)
    )


# What is read again of a user whose step must still be the one that was taken.
STEP_RESTS_ON = ("email", "password", "tf_totp_secret", "active")


def step_state_of(user: User) -> str:
    """What the step between password and code is bound to."""
    return tokens.fingerprint("second_step", user.email, user.password, user.tf_totp_secret, user.active)


def user_of_link(purpose: LinkPurpose, token: str, now: datetime) -> User | None:
    """Whom this link was made for; None where it is used, old, broken or for another purpose."""
    read = tokens.read_link_token(purpose, token, now)
    if read is None:
        return None
    user = user_by_ref(read[0])
    if user is None or not user.active or state_of(user, purpose) != read[1]:
        return None
    return user


def is_confirmed_by(token: str, now: datetime) -> bool:
    """Whether this confirmation link belongs to an address that is confirmed by now: pressed twice, it still says yes."""
    read = tokens.read_link_token(LinkPurpose.CONFIRM_ADDRESS, token, now)
    user = user_by_ref(read[0]) if read else None
    return user is not None and user.confirmed_at is not None


def user_of_step(token: str, now: datetime) -> User | None:
    """Who has taken the first step of signing in."""
    read = tokens.read_step_token(token, now)
    user = user_by_ref(read[0]) if read else None
    if read is None or user is None or not user.active or step_state_of(user) != read[1]:
        return None
    return user


@dataclass(frozen=True)
class Device:
    """A signed-in device, as its owner sees it."""

    mark: str
    begun_at: datetime
    ends_at: datetime
    network: str
    device: str
    is_this_one: bool


def devices_of(visitor: Visitor, now: datetime) -> list[Device]:
    """The visitor's own live sign-ins, the newest first."""
    rows = session().scalars(
        select(SignIn)
        .where(SignIn.user_id == visitor.user_id, SignIn.ended_at.is_(None), SignIn.ends_at > now)
        .order_by(SignIn.begun_at.desc(), SignIn.id.desc())
    )
    return [
        Device(mark_of(row), row.begun_at, row.ends_at, row.network, row.device, row.id == visitor.sign_in_id)
        for row in rows
    ]


def user_of_identity(issuer: str, subject: str) -> tuple[User, ProviderIdentity] | None:
    """The sign-in that is tied to this person of this provider."""
    found = (
        session()
        .execute(
            select(User, ProviderIdentity)
            .join(ProviderIdentity, ProviderIdentity.user_id == User.id)
            .where(ProviderIdentity.issuer == issuer, ProviderIdentity.subject == subject)
            .options(selectinload(User.roles))
        )
        .first()
    )
    return (found[0], found[1]) if found else None


def identities_of(visitor: Visitor) -> list[ProviderIdentity]:
    """The visitor's own identities at providers, the first tied first."""
    rows = session().scalars(
        select(ProviderIdentity)
        .where(ProviderIdentity.user_id == visitor.user_id)
        .order_by(ProviderIdentity.linked_at, ProviderIdentity.id)
    )
    return list(rows)


def passkeys_of(visitor: Visitor) -> list[Passkey]:
    """The visitor's own passkeys, the first added first."""
    rows = session().scalars(
        select(Passkey).where(Passkey.user_id == visitor.user_id).order_by(Passkey.added_at, Passkey.id)
    )
    return list(rows)


def has_passkey(user: User) -> bool:
    return session().scalar(select(Passkey.id).where(Passkey.user_id == user.id).limit(1)) is not None


def user_of_passkey(credential_id: str) -> tuple[User, Passkey] | None:
    """Whose passkey this is."""
    found = (
        session()
        .execute(
            select(User, Passkey)
            .join(Passkey, Passkey.user_id == User.id)
            .where(Passkey.credential_id == credential_id)
            .options(selectinload(User.roles))
        )
        .first()
    )
    return (found[0], found[1]) if found else None


def mark_of_passkey(passkey: Passkey) -> str:
    """What stands for a passkey in an address."""
    return tokens.fingerprint("passkey", passkey.credential_id)


def mark_of_identity(identity: ProviderIdentity) -> str:
    """What stands for an identity in an address."""
    return tokens.fingerprint("identity", identity.issuer, identity.subject)


def mark_of(sign_in: SignIn) -> str:
    """What stands for a sign-in in an address: neither its key nor anything that opens it."""
    return sign_in.token_hash[:20]


def browser_hash(user: User, browser: Browser) -> str:
    """What a sign-in keeps of the browser. It dies with the owner's word that somebody else was there."""
    if not browser.secret:
        return ""
    return tokens.fingerprint("browser", user.id, user.devices_stamp, browser.secret)


def knows_browser(user: User, browser: Browser) -> bool:
    """Whether this person has signed in with this browser before. Sign-ins from before browsers were known count where network
    and kind of device are the same.
    """
    same = SignIn.browser_hash == browser_hash(user, browser)
    if not user.devices_stamp and browser.network and browser.device:
        same |= (
            (SignIn.browser_hash == "")
            & (SignIn.network == browser.network)
            & (SignIn.device == browser.device)
        )
    if not browser.secret:
        return False
    return session().scalar(select(SignIn.id).where(SignIn.user_id == user.id, same).limit(1)) is not None


def live_consent(
    person_id: int, purpose: Purpose, recipient_kind: RecipientKind, recipient_ref: str = ""
) -> Consent | None:
    """The consent that holds now, if any."""
    return session().scalar(
        select(Consent).where(
            Consent.person_id == person_id,
            Consent.purpose == purpose,
            Consent.recipient_kind == recipient_kind,
            Consent.recipient_ref == recipient_ref,
            Consent.withdrawn_at.is_(None),
        )
    )


def consents_of(visitor: Visitor) -> list[Consent]:
    """The visitor's own consents, those that hold first, then the newest."""
    rows = session().scalars(
        select(Consent)
        .where(Consent.person_id == visitor.person_id)
        .order_by(Consent.given_at.desc(), Consent.id.desc())
    )
    return sorted(rows, key=lambda row: row.withdrawn_at is not None)
