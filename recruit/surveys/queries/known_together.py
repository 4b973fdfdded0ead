"""The same as `known.known_of`, for many people in a fixed number of statements: plain rows, which nobody's session keeps."""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVar, cast

from sqlalchemy import ColumnElement, Table, and_, bindparam, case, func, or_, select

from recruit.accounts.consents import newest_version
from recruit.accounts.models import Consent, ConsentText, ContactPoint, Person
from recruit.accounts.rules import ContactKind as PointKind, Purpose
from recruit.core.db import session
from recruit.messages.models import AddressState, Mail, MailPreference
from recruit.messages.queries import switched_off_among
from recruit.messages.rules import MailGroup
from recruit.placements.models import Placement, PlacementFact
from recruit.students.models import Student
from recruit.surveys.basis import asks_consent
from recruit.surveys.models import Contact, Response, SurveyOptOut, Wave
from recruit.surveys.planning.contacts import Key, Kind
from recruit.surveys.queries.consented import Given, consented_since
from recruit.surveys.queries.known import MAIL_KINDS, refusals_of
from recruit.surveys.queries.rows import Answered, ContactRow, Employment, Fact, Human, KnownTogether
from recruit.surveys.rules import ContactKind, ContactState

Read = TypeVar("Read")
PLANNED_KINDS = {kind: Kind(kind.value) for kind in ContactKind}


# The tables themselves: rows that no session keeps need none of what it does for each.
_PERSONS, _PLACEMENTS, _FACTS, _CONTACTS = (
    cast(Table, kind.__table__) for kind in (Person, Placement, PlacementFact, Contact)
)
# All that is read of many people, as far as it may be large.
TABLES = (
    Person, ContactPoint, Consent, Student, Placement, PlacementFact, Contact, Response, SurveyOptOut,
    AddressState, MailPreference, Mail,
)  # fmt: skip
# Statements are made once: to look at each of hundreds of ids takes longer than to ask.
_IDS = bindparam("ids", expanding=True)
_HUMAN = (
    select(*(_PERSONS.c[name] for name in Human._fields))
    .where(_PERSONS.c.id.in_(_IDS))
    .order_by(_PERSONS.c.id)
)
_FACT = (
    select(*(_FACTS.c[name] for name in Fact._fields))
    .where(_FACTS.c.placement_id.in_(_IDS))
    .order_by(_FACTS.c.placement_id, _FACTS.c.known_at, _FACTS.c.id)
)
_EMPLOYMENT = (
    select(*(_PLACEMENTS.c[name] for name in ("id", "public_id", "person_id", "state", "country")))
    .where(_PLACEMENTS.c.person_id.in_(_IDS))
    .order_by(_PLACEMENTS.c.person_id, _PLACEMENTS.c.id)
)
_CONTACT = (
    select(*(_CONTACTS.c[name] for name in list(ContactRow.__slots__)[:-2]))
    .where(_CONTACTS.c.placement_id.in_(_IDS))
    .order_by(_CONTACTS.c.id)
)
_WHOSE = select(_PLACEMENTS.c.id, _PLACEMENTS.c.person_id).where(_PLACEMENTS.c.person_id.in_(_IDS))
_DUE = select(_CONTACTS.c.placement_id, _CONTACTS.c.wave_id).where(
    _CONTACTS.c.placement_id.in_(_IDS), _CONTACTS.c.check_at <= bindparam("now")
)
_REFUSED = select(SurveyOptOut).where(SurveyOptOut.person_id.in_(_IDS)).order_by(SurveyOptOut.id)
_IS_PAUSED = or_(AddressState.bounced_at.is_not(None), AddressState.complaint_at.is_not(None))
_ADDRESS = (
    select(ContactPoint.person_id, ContactPoint.value)
    .outerjoin(AddressState, AddressState.address == func.lower(ContactPoint.value))
    .where(
        ContactPoint.person_id.in_(_IDS),
        ContactPoint.kind == PointKind.MAIL,
        ContactPoint.ended_at.is_(None),
    )
    .order_by(
        ContactPoint.person_id,
        case((_IS_PAUSED, 0), else_=1),
        ContactPoint.priority.desc(),
        ContactPoint.id.desc(),
    )
)
_PAUSED = select(
    AddressState.address, func.coalesce(AddressState.bounced_at, AddressState.complaint_at)
).where(AddressState.address.in_(bindparam("addresses", expanding=True)), _IS_PAUSED)
_ANSWERED = (
    select(Response.contact_id, Response.begun_at, Response.submitted_at)
    .join(Contact, Contact.id == Response.contact_id)
    .where(Contact.placement_id.in_(_IDS))
    .order_by(Response.id)
)
_CONSENTS = (
    select(Consent.person_id, Consent.given_at, Consent.withdrawn_at, ConsentText.version)
    .join(ConsentText, ConsentText.id == Consent.consent_text_id)
    .where(
        Consent.person_id.in_(_IDS),
        Consent.purpose == Purpose.FOLLOW_UP,
        Consent.given_at <= bindparam("now"),
    )
    .order_by(Consent.person_id, Consent.given_at, Consent.id)
)
_NATIONALITIES = select(Student.person_id, Student.nationality).where(Student.person_id.in_(_IDS))


def known_together(
    ids: Sequence[int], now: datetime, *, which: ColumnElement[bool] | None = None
) -> list[KnownTogether]:
    """Everything about each of these people, by id; only contacts that are `which`, where given."""
    if not ids:
        return []
    rows = session()
    people = [Human(*row) for row in _read(_HUMAN, ids=ids)]
    addresses = _addresses(ids)
    paused = _paused(addresses.values())
    off = {
        kind: switched_off_among(
            kind, MailGroup.SURVEYS, {person.public_id: addresses.get(person.id, "") for person in people}
        )
        for kind in MAIL_KINDS
    }
    employments = _employments(ids)
    owner = {one.id: person_id for person_id, many in employments.items() for one in many}
    contacts = _contacts(list(owner), which)
    owned = _grouped(contacts, lambda contact: owner[contact.placement_id])
    whose = {contact.id: owner[contact.placement_id] for contact in contacts}
    responses = _grouped(_answered(list(owner)), lambda answered: whose.get(answered.contact_id, 0))
    refused = _grouped(
        rows.scalars(_REFUSED, {"ids": ids}),
        lambda row: row.person_id,
    )
    consents, nationalities = _consents(ids, now), _nationalities(ids)
    found = []
    for person in people:
        given, address = consents.get(person.id, ()), addresses.get(person.id, "")
        placements = employments.get(person.id, [])
        countries = {one.country for one in placements}
        found.append(
            KnownTogether(
                person=person,
                address=address,
                paused_since=paused.get(address.lower()) if address else None,
                opt_outs=refusals_of(given, off[MAIL_KINDS[0]].get(person.public_id), now),
                wants_reminders=person.public_id not in off[MAIL_KINDS[1]],
                refused=refused.get(person.id, ()),
                placements=placements,
                contacts=owned.get(person.id, []),
                responses=responses.get(person.id, ()),
                asks_consent=asks_consent({*countries, nationalities.get(person.id, "")}, person.country_now),
                consented_at=consented_since(given),
            )
        )
    return found


def _read(query: Any, **values: object) -> Iterable[Sequence[Any]]:
    """Rows as they come: past the session, which would look at each of them."""
    return cast("Iterable[Sequence[Any]]", session().connection().execute(query, values).all())


def _grouped(rows: Iterable[Read], key: Callable[[Read], int]) -> dict[int, list[Read]]:
    found: dict[int, list[Read]] = {}
    for row in rows:
        found.setdefault(key(row), []).append(row)
    return found


def _addresses(ids: Sequence[int]) -> dict[int, str]:
    """Where each person wants surveys now, as `known.mail_address_of` says it of one."""
    found = _read(_ADDRESS, ids=ids)
    # The last of each person comes first with them.
    return {person_id: value for person_id, value in found}  # noqa: C416 - rows are no pairs to `dict`


def _paused(addresses: Iterable[str]) -> dict[str, datetime | None]:
    found = _read(_PAUSED, addresses=sorted({address.lower() for address in addresses}))
    return {address: since for address, since in found}  # noqa: C416 - rows are no pairs to `dict`


def _employments(ids: Sequence[int]) -> dict[int, list[Employment]]:
    found = [Employment(*row) for row in _read(_EMPLOYMENT, ids=ids)]
    by_id = {one.id: one.facts for one in found}
    for row in _read(_FACT, ids=list(by_id)):
        by_id[row[0]].append(Fact(*row))
    return _grouped(found, lambda one: one.person_id)


def of_wave(key: str) -> ColumnElement[bool]:
    """The contacts of one wave."""
    return _CONTACTS.c.wave_id.in_(select(Wave.id).where(Wave.key == key))


def due_to(ids: Sequence[int], now: datetime) -> tuple[list[int], set[int]]:
    """For whom of these people something has come due, and at which waves."""
    if not ids:
        return [], set()
    # By the ids of their employments. Joined to them, PostgreSQL reads five times as many pages where very many are due.
    whose = {placement_id: person_id for placement_id, person_id in _read(_WHOSE, ids=ids)}  # noqa: C416 - rows are no pairs
    found = _read(_DUE, ids=list(whose), now=now)
    return sorted({whose[placement_id] for placement_id, _wave in found}), {wave_id for _, wave_id in found}


def by_the_clock(waves: Collection[int], now: datetime, span: timedelta) -> ColumnElement[bool]:
    """Contacts of these waves, and what counts for the budget beside them: mails and calls given out within `span`, and
    invitations that come within it.
    """
    return or_(
        _CONTACTS.c.wave_id.in_(waves),
        # What lay in the outbox for days counts from the day it went.
        func.coalesce(_CONTACTS.c.sent_at, _CONTACTS.c.given_at) > now - span,
        and_(
            _CONTACTS.c.kind == ContactKind.INVITATION,
            _CONTACTS.c.state == ContactState.PLANNED,
            _CONTACTS.c.next_send_at < now + span,
        ),
    )


def _contacts(placement_ids: Sequence[int], which: ColumnElement[bool] | None) -> list[ContactRow]:
    rows = session()
    waves = {one.id: one for one in rows.scalars(select(Wave))}
    names = {one.id: one.key for one in waves.values()}
    query = _CONTACT if which is None else _CONTACT.where(which)
    return [
        ContactRow(
            *row,
            waves[row[3]],
            Key(str(row[2]), names[row[3]], PLANNED_KINDS[row[4]], row[5]),
        )
        for row in _read(query, ids=placement_ids)
    ]


def _answered(placement_ids: Sequence[int]) -> list[Answered]:
    return [Answered(*row) for row in _read(_ANSWERED, ids=placement_ids)]


def _consents(ids: Sequence[int], now: datetime) -> dict[int, list[Given]]:
    newest = newest_version(Purpose.FOLLOW_UP)
    grouped: dict[int, list[Given]] = {}
    for person_id, at, withdrawn_at, version in _read(_CONSENTS, ids=ids, now=now):
        grouped.setdefault(person_id, []).append(Given(at, withdrawn_at, version >= newest))
    return grouped


def _nationalities(ids: Sequence[int]) -> dict[int, str]:
    return {person_id: nationality or "" for person_id, nationality in _read(_NATIONALITIES, ids=ids)}
