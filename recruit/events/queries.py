"""Reads of events and sign-ups."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import BigInteger, bindparam, case, cast, extract, func, or_, select
from sqlalchemy.orm import joinedload, lazyload, selectinload

from recruit.accounts.models import ContactPoint, Person, User
from recruit.accounts.rules import ContactKind
from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.core.visitor import Visitor
from recruit.events.among import Which, which_are
from recruit.events.door.here import let_in
from recruit.events.models import CheckIn, Event, Registration
from recruit.events.rules import (
    COMING_STATES,
    LIVE,
    PUBLIC_STATES,
    EventKind,
    EventState,
    RegistrationState,
    where_of,
)
from recruit.students.models import Student
from recruit.web.tables import Page, keyset_page

PAST_SHOWN = 12

# ------------------------------------------------------------------------------------------------ for everybody


def coming_events(now: datetime, *, fairs_only: bool = False, limit: int | None = None) -> list[Event]:
    """Public events that are not over, the next one first."""
    query = select(Event).where(Event.state.in_(COMING_STATES), Event.ends_at > now)
    if fairs_only:
        query = query.where(Event.kind == EventKind.FAIR)
    return list(session().scalars(query.order_by(Event.starts_at, Event.id).limit(limit)))


def past_events(now: datetime, *, fairs_only: bool = False) -> list[Event]:
    """The last public events that are over, newest first."""
    query = select(Event).where(
        Event.state.in_(PUBLIC_STATES),
        Event.state != EventState.CALLED_OFF,
        Event.hidden.is_(False),
        or_(Event.ends_at <= now, Event.state.not_in(COMING_STATES)),
    )
    if fairs_only:
        query = query.where(Event.kind == EventKind.FAIR)
    return list(session().scalars(query.order_by(Event.starts_at.desc(), Event.id.desc()).limit(PAST_SHOWN)))


# Built once: the page of a fair is the most visited of the house.
_OF_THIS_NAME = select(Event).where(
    Event.slug == bindparam("slug"), Event.state.in_(PUBLIC_STATES), Event.hidden.is_(False)
)
_PUBLIC = _OF_THIS_NAME.options(selectinload(Event.sessions))
_PUBLIC_ALONE = _OF_THIS_NAME.options(lazyload(Event.texts))


def public_event(where: str, slug: str, *, alone: bool = False, locked: bool = False) -> Event:
    """One public event by its address, with its programme and words; `alone` where a move needs neither. `locked`, too, it
    comes without them, and nobody else changes a seat of it before this transaction ends.
    """
    query = _PUBLIC_ALONE if alone or locked else _PUBLIC
    if locked:
        query = query.with_for_update().execution_options(populate_existing=True)
    found = session().scalar(query, {"slug": slug})
    if found is None or where_of(found.kind) != where:
        raise Missing
    return found


# ------------------------------------------------------------------------------------------------ for who signs up


def own_registration(visitor: Visitor, event: Event) -> Registration | None:
    """The visitor's own sign-up, whatever its state."""
    if visitor.person_id is None:
        return None
    return session().scalar(
        select(Registration).where(
            Registration.event_id == event.id, Registration.person_id == visitor.person_id
        )
    )


def place_in_waiting_list(registration: Registration) -> int:
    """1 for who comes next."""
    before = session().scalar(
        select(func.count())
        .select_from(Registration)
        .where(
            Registration.event_id == registration.event_id,
            Registration.state == RegistrationState.WAITING,
            Registration.place_in_line < registration.place_in_line,
        )
    )
    return 1 + (before or 0)


def lottery_figures(event: Event) -> tuple[int, int]:
    """How many took part in a lottery (or ask for a seat before the draw), and how many of them were drawn for a seat."""
    took_part = select(func.count()).select_from(Registration).where(Registration.event_id == event.id)
    if event.drawn_at is None:
        return session().scalar(took_part.where(Registration.state == RegistrationState.ASKED)) or 0, 0
    return (
        session().scalar(took_part.where(Registration.drawn_place.is_not(None))) or 0,
        event.drawn_seats or 0,
    )


def drawn_numbers(event: Event) -> list[tuple[str, int]]:
    """The numbers of everybody who took part in the draw, in the order of their lots, each with how many people it was for."""
    rows = session().execute(
        select(Registration.public_id, func.coalesce(Registration.drawn_people, 1))
        .where(Registration.event_id == event.id, Registration.drawn_place.is_not(None))
        .order_by(Registration.drawn_place)
    )
    return [(row[0], row[1]) for row in rows]


def anybody_signed_up(event: Event) -> bool:
    """Whether there was any sign-up, whatever became of it."""
    return (
        session().scalar(select(Registration.id).where(Registration.event_id == event.id).limit(1))
        is not None
    )


def has_profile(visitor: Visitor) -> bool:
    """Whether the visitor has a student profile."""
    return (
        session().scalar(select(Student.id).where(Student.person_id == visitor.person_id).limit(1))
        is not None
    )


def own_coming_registrations(visitor: Visitor, now: datetime) -> list[Registration]:
    """What the visitor is signed up or waiting for, the next first."""
    rows = session().scalars(
        select(Registration)
        .join(Event)
        .options(joinedload(Registration.event))
        .where(Registration.person_id == visitor.person_id, Registration.state.in_(LIVE), Event.ends_at > now)
        .order_by(Event.starts_at, Registration.id)
    )
    return list(rows)


# Asked by mails and reactions, never by a page.


def registration_by_ref(public_id: str) -> Registration:
    found = session().scalar(
        select(Registration)
        .options(joinedload(Registration.event), joinedload(Registration.person))
        .where(Registration.public_id == public_id)
    )
    if found is None:
        raise Missing
    return found


@dataclass(frozen=True)
class Recipient:
    """Whom a mail goes to, and in which language; the address is empty where nothing reaches the person."""

    ref: str
    address: str
    language: str
    zone: str


# Who came without an account is reached at the address that was confirmed.
_ADDRESS_OF_GUEST = (
    select(ContactPoint.value)
    .where(
        ContactPoint.person_id == Person.id,
        ContactPoint.kind == ContactKind.MAIL,
        ContactPoint.ended_at.is_(None),
    )
    .order_by(ContactPoint.priority, ContactPoint.id)
    .limit(1)
    .scalar_subquery()
)
_RECIPIENTS = select(
    Person.public_id,
    case((User.id.is_(None), func.coalesce(_ADDRESS_OF_GUEST, "")), (User.active, User.email), else_=""),
    Person.language,
    Person.zone,
).outerjoin(User, User.person_id == Person.id)
_RECIPIENT = _RECIPIENTS.where(Person.id == bindparam("person_id"))


def recipients_of(people: Collection[int]) -> dict[int, Recipient]:
    """The same of many, by person, in one statement."""
    found = session().execute(
        _RECIPIENTS.add_columns(Person.id).where(Person.id.in_(people)).order_by(Person.id)
    )
    return {row[-1]: Recipient(*row[:-1]) for row in found}


def recipient_of(person_id: int) -> Recipient:
    """The person as the outbox needs them, in one statement."""
    return Recipient(*session().execute(_RECIPIENT, {"person_id": person_id}).one())


def address_of(person_id: int) -> str:
    """Where mail reaches a person; empty where nothing does."""
    return session().scalar(select(User.email).where(User.person_id == person_id, User.active)) or ""


# ------------------------------------------------------------------------------------------------ for staff


def _demand_coordinator(visitor: Visitor) -> None:
    if not visitor.is_coordinator:
        raise Missing


def events_page(visitor: Visitor, *, state: EventState | None, after: str | None) -> Page[Event]:
    """All events, drafts too, those that begin last first."""
    _demand_coordinator(visitor)
    query = select(Event)
    if state is not None:
        query = query.where(Event.state == state)
    begins = cast(extract("epoch", Event.starts_at), BigInteger)
    return keyset_page(query, by=[begins, Event.id], after=after, newest_first=True)


def event_for_staff(visitor: Visitor, slug: str) -> Event:
    _demand_coordinator(visitor)
    found = session().scalar(select(Event).options(selectinload(Event.sessions)).where(Event.slug == slug))
    if found is None:
        raise Missing
    return found


def counts_of(visitor: Visitor, event: Event) -> dict[RegistrationState, int]:
    """How many sign-ups stand in each state."""
    _demand_coordinator(visitor)
    rows = session().execute(
        select(Registration.state, func.count())
        .where(Registration.event_id == event.id)
        .group_by(Registration.state)
    )
    found = {row[0]: row[1] for row in rows}
    return {state: found.get(state, 0) for state in RegistrationState}


@dataclass(frozen=True)
class SignUpFigures:
    """How many signed up: by country (largest first) those who count, and by the venue's day everybody."""

    by_country: Sequence[tuple[str, int]]
    by_day: Sequence[tuple[date, int]]


def figures_of(visitor: Visitor, event: Event) -> SignUpFigures:
    """Figures of an event in two statements."""
    _demand_coordinator(visitor)
    many = func.count().label("many")
    country = func.coalesce(Student.nationality, "")
    countries = session().execute(
        select(country, many)
        .select_from(Registration)
        .outerjoin(Student, Student.person_id == Registration.person_id)
        .where(Registration.event_id == event.id, Registration.state.in_(LIVE))
        .group_by(country)
        .order_by(many.desc(), country)
    )
    moments = session().scalars(select(Registration.signed_up_at).where(Registration.event_id == event.id))
    zone = ZoneInfo(event.zone)
    days = Counter(moment.astimezone(zone).date() for moment in moments)
    return SignUpFigures([(row[0], row[1]) for row in countries], sorted(days.items()))


class SignUpRow(NamedTuple):
    """One sign-up as staff see it."""

    state: RegistrationState
    language: str
    signed_up_at: datetime
    ticket_code: str
    companions: int
    id: int
    public_id: str
    name: str
    email: str
    katakana: str


_WHOSE = (
    select(
        Person.id,
        Person.display_name,
        func.coalesce(User.email, _ADDRESS_OF_GUEST, ""),
        func.coalesce(Student.katakana, ""),
    )
    .outerjoin(Student, Student.person_id == Person.id)
    .outerjoin(User, User.person_id == Person.id)
    .where(Person.id.in_(bindparam("people", expanding=True)))
    .order_by(Person.id)
)


def sign_ups_page(visitor: Visitor, event: Event, *, state: Which, after: str | None) -> Page[SignUpRow]:
    """The sign-ups of an event in the order in which they came. Two statements, however many there are.

    Whose they are is asked for the page alone: joined to all of them, the database would carry every name through its
    sorting.
    """
    _demand_coordinator(visitor)
    query = select(
        Registration.person_id,
        Registration.state,
        Registration.language,
        Registration.signed_up_at,
        Registration.ticket_code,
        Registration.companions,
        Registration.id,
        Registration.public_id,
    ).where(which_are(event, state))
    page = keyset_page(query, by=[Registration.place_in_line, Registration.id], after=after)
    whose = {
        row[0]: row[1:]
        for row in session().execute(_WHOSE, {"people": [person_id for person_id, *_rest in page.rows]})
    }
    rows = [SignUpRow(*row[1:8], *whose[row[0]]) for row in page.rows]
    return Page(rows=rows, next_mark=page.next_mark, is_first=page.is_first)


@dataclass(frozen=True)
class ExportedSignUp:
    """One sign-up for a spreadsheet."""

    id: int
    place: int
    ticket_code: str
    state: RegistrationState
    signed_up_at: datetime
    language: str
    name: str
    name_passport: str
    katakana: str
    nationality: str
    email: str
    companions: int
    came_at: datetime | None
    entered_by_staff: bool


def persons_signed_up(visitor: Visitor, event: Event, *, state: Which = None) -> Sequence[str]:
    """Who stands in the file of sign-ups, by reference."""
    _demand_coordinator(visitor)
    query = (
        select(Person.public_id)
        .join(Registration, Registration.person_id == Person.id)
        .where(which_are(event, state))
        .order_by(Registration.place_in_line, Registration.id)
    )
    return session().scalars(query).all()


def all_sign_ups(visitor: Visitor, event: Event, *, state: Which = None) -> Iterator[ExportedSignUp]:
    """Every sign-up of an event in one statement, as plain values."""
    _demand_coordinator(visitor)
    query = (
        select(
            Registration.id,
            Registration.place_in_line,
            Registration.ticket_code,
            Registration.state,
            Registration.signed_up_at,
            Registration.language,
            Person.display_name,
            func.coalesce(Student.name_passport, ""),
            func.coalesce(Student.katakana, ""),
            func.coalesce(Student.nationality, ""),
            func.coalesce(User.email, _ADDRESS_OF_GUEST, ""),
            Registration.companions,
            CheckIn.at,
            Registration.entered_by_ref != "",
        )
        .join(Person, Person.id == Registration.person_id)
        .outerjoin(Student, Student.person_id == Person.id)
        .outerjoin(User, User.person_id == Person.id)
        .outerjoin(CheckIn, (CheckIn.registration_id == Registration.id) & let_in())
        .where(which_are(event, state))
        .order_by(Registration.place_in_line, Registration.id)
    )
    # No cursor of the server: reads are in no transaction, and PostgreSQL keeps none open without one.
    for row in session().execute(query):
        yield ExportedSignUp(*row)
