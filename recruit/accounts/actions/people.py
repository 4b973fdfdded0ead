"""Moves of persons and their sign-ins: register, confirm, name, language, zone."""

from datetime import datetime
import secrets

from sqlalchemy import select, update

from recruit.accounts import queries
from recruit.accounts.actions.addresses import tell_of_held_address
from recruit.accounts.actions.consents import give_consent
from recruit.accounts.events import AddressConfirmed, LanguageOrZoneChanged, PersonRegistered
from recruit.accounts.models import ContactPoint, Person, User, UserRole
from recruit.accounts.rules import AccountRefusal, ComesAs, ContactKind, LinkPurpose, Purpose, RecipientKind
from recruit.core import audit, events
from recruit.core.db import refuse_on, session
from recruit.core.errors import Missing, Refused
from recruit.core.locales import BY_CODE, CODES, ZONES
from recruit.core.visitor import NOBODY, Role, Visitor
from recruit.messages.actions import queue

refuse_on("uq_user_email", Refused(AccountRefusal.ADDRESS_TAKEN, field="email"))


def new_stamp() -> str:
    """What makes every link asked for before die."""
    return secrets.token_urlsafe(16)


def add_person(
    *, display_name: str, language: str, now: datetime, zone: str = "", country_now: str = ""
) -> Person:
    """A human without a sign-in, such as a hire from a list. The zone is guessed from the language where not known."""
    known = BY_CODE.get(language) or BY_CODE["en"]
    person = Person(
        display_name=display_name,
        language=known.code,
        zone=zone or known.zone,
        country_now=country_now,
        created_at=now,
    )
    session().add(person)
    session().flush()
    return person


def add_user(
    person: Person, *, email: str, password_hash: str | None, came_as: str, confirmed: bool, now: datetime
) -> User:
    """A sign-in for a person, with the address as the person's first contact point."""
    address = email.strip().lower()
    user = User(
        person=person,
        email=address,
        password=password_hash,
        active=True,
        came_as=came_as,
        confirmed_at=now if confirmed else None,
        recovery_codes=[],
        link_stamp=new_stamp(),
        create_datetime=now,
        roles=[],
    )
    point = ContactPoint(
        person_id=person.id,
        kind=ContactKind.MAIL,
        value=address,
        verified_at=now if confirmed else None,
        priority=1,
    )
    session().add_all([user, point])
    session().flush()
    return user


def register_person(
    *,
    name: str,
    email: str,
    password_hash: str,
    comes_as: ComesAs,
    language: str,
    now: datetime,
    zone: str = "",
    onward: str = "",
) -> None:
    """Open an account that waits for its address to be confirmed.

    Gives nothing back, so that the answer cannot tell whether the address was known: an address that is confirmed already
    gets a mail about it (so does one that an account has left a few days ago), and one that is not yet confirmed takes the newest name, and no password until its owner has
    chosen one (see `confirm_address`). Two at once: the second is refused with `ADDRESS_TAKEN` by the database and may
    simply be tried again.
    """
    known = queries.user_by_address(email)
    if known is not None and (known.confirmed_at is not None or not known.active):
        queue(
            "address_in_use",
            to_address=known.email,
            to_ref=known.person.public_id,
            language=known.person.language,
            zone=known.person.zone,
            params={"person_ref": known.person.public_id},
            unique_key=f"address_in_use:{known.person.public_id}:{new_stamp()}",
            now=now,
            subject_kind="person",
            subject_ref=known.person.public_id,
        )
        return
    if known is None and tell_of_held_address(email, now=now):
        return
    user = open_account(
        name=name,
        email=email,
        password_hash=password_hash,
        comes_as=comes_as,
        language=language,
        zone=zone,
        now=now,
    )
    events.announce(PersonRegistered(person_ref=user.person.public_id, at=now, onward=onward))


def open_account(
    *,
    name: str,
    email: str,
    password_hash: str | None,
    comes_as: ComesAs,
    language: str,
    now: datetime,
    zone: str = "",
) -> User:
    """The rows of an account that waits for its address to be confirmed, with the consent to using the service. The caller
    has made sure that the address belongs to no confirmed account.
    """
    known = queries.user_by_address(email)
    if known is not None:
        # Two have typed this address, and one of them may not own it: neither password counts. Who opens the mail
        # chooses one.
        known.password, known.came_as, known.link_stamp = None, comes_as, new_stamp()
        known.person.display_name = name
        known.person.language = language if language in CODES else known.person.language
        # The time in which it must be confirmed begins anew, with the mail.
        known.create_datetime = now
        user = known
    else:
        person = add_person(display_name=name, language=language, zone=zone, now=now)
        user = add_user(
            person, email=email, password_hash=password_hash, came_as=comes_as, confirmed=False, now=now
        )
    session().flush()
    person = user.person
    agree_to_service(person, language=language, now=now)
    audit.record(
        "account_registered",
        by=NOBODY,
        now=now,
        subject_kind="person",
        subject_ref=person.public_id,
        change=str(comes_as),
    )
    return user


def agree_to_service(person: Person, *, language: str, now: datetime) -> None:
    """The consent to using the service, in the words that were shown just now. One that was given before, by whoever typed this
    address first, is nobody's.
    """
    give_consent(
        person,
        Purpose.SERVICE,
        RecipientKind.OPERATOR,
        language=language,
        way="registration",
        by=NOBODY,
        now=now,
        anew=True,
    )


def confirm_address(token: str, *, now: datetime) -> User | None:
    """The person who holds the mailed link owns the address. Pressed a second time, it is still confirmed.

    Gives the user where this press has confirmed it: without a password, one must be chosen now.
    """
    user = queries.user_of_link(LinkPurpose.CONFIRM_ADDRESS, token, now)
    if user is None:
        if queries.is_confirmed_by(token, now):
            return None
        raise Refused(AccountRefusal.LINK_NOT_VALID)
    return user if note_confirmed(user, now) else None


def note_confirmed(user: User, now: datetime) -> bool:
    """Set the address as confirmed, once; says whether this was it."""
    changed = session().execute(
        update(User)
        .where(User.id == user.id, User.confirmed_at.is_(None))
        .values(confirmed_at=now)
        .returning(User.id)
    )
    if changed.first() is None:
        return False
    session().execute(
        update(ContactPoint)
        .where(ContactPoint.person_id == user.person_id, ContactPoint.value == user.email)
        .values(verified_at=now)
    )
    session().refresh(user, ["confirmed_at"])
    audit.record(
        "address_confirmed",
        by=NOBODY,
        now=now,
        subject_kind="person",
        subject_ref=user.person.public_id,
        change="",
    )
    events.announce(
        AddressConfirmed(
            person_id=user.person_id,
            person_ref=user.person.public_id,
            came_as=ComesAs(user.came_as) if user.came_as else None,
            at=now,
        )
    )
    return True


def create_user_for_demo(
    *,
    email: str,
    name: str,
    password_hash: str,
    language: str,
    now: datetime,
    came_as: str = "",
    roles: tuple[Role, ...] = (),
    zone: str = "",
    country_now: str = "",
) -> User:
    """A confirmed sign-in without mails, audit lines and events: for demonstration data and tests."""
    person = add_person(display_name=name, language=language, zone=zone, country_now=country_now, now=now)
    user = add_user(
        person, email=email, password_hash=password_hash, came_as=came_as, confirmed=True, now=now
    )
    user.roles.extend(UserRole(role=role) for role in roles)
    session().flush()
    return user


def own_person(by: Visitor) -> Person:
    person = session().scalar(select(Person).where(Person.id == by.person_id))
    if person is None:
        raise Missing
    return person


def change_display_name(name: str, *, by: Visitor, now: datetime) -> None:
    """The name that others see."""
    person = own_person(by)
    if person.display_name == name:
        return
    person.display_name = name
    audit.record(
        "person_changed",
        by=by,
        now=now,
        subject_kind="person",
        subject_ref=person.public_id,
        change="display_name",
    )


def change_language(language: str, *, by: Visitor, now: datetime) -> None:
    """The language of mails and papers for this person."""
    if language not in CODES:
        raise Missing
    _change_place(own_person(by), language=language, by=by, now=now)


def change_zone(zone: str, *, by: Visitor, now: datetime) -> None:
    """The clock that pages and mails show to this person."""
    if zone not in ZONES:
        raise Missing
    _change_place(own_person(by), zone=zone, by=by, now=now)


def move_to(person: Person, *, country: str, zone: str, by: Visitor, now: datetime) -> None:
    """The person lives in another country now: after the arrival, or after going home."""
    _change_place(person, zone=zone, country=country, by=by, now=now)


def _change_place(
    person: Person, *, by: Visitor, now: datetime, language: str = "", zone: str = "", country: str = ""
) -> None:
    wanted = {"language": language, "zone": zone, "country_now": country}
    changed = {name: value for name, value in wanted.items() if value and getattr(person, name) != value}
    if not changed:
        return
    for name, value in changed.items():
        setattr(person, name, value)
    session().flush()
    audit.record(
        "person_changed",
        by=by,
        now=now,
        subject_kind="person",
        subject_ref=person.public_id,
        change=" ".join(changed),
    )
    events.announce(
        LanguageOrZoneChanged(
            person_id=person.id,
            person_ref=person.public_id,
            language=person.language,
            zone=person.zone,
            at=now,
        )
    )
