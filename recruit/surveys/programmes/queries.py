"""What an edit of the rules would touch: everybody with an open point, read in few statements however many they are."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from recruit.accounts.consents import newest_version
from recruit.accounts.models import Consent, ConsentText, ContactPoint, Person
from recruit.accounts.rules import ContactKind as PointKind, Purpose
from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.messages.models import AddressState
from recruit.messages.queries import switched_off_among
from recruit.messages.rules import MailGroup
from recruit.placements.models import Placement
from recruit.students.models import Student
from recruit.surveys.actions.calendars import calendar
from recruit.surveys.basis import asks_consent
from recruit.surveys.models import Contact, Programme, Response, SurveyOptOut, Wave
from recruit.surveys.planning import programme as rules
from recruit.surveys.planning.contacts import Outcome, PlannedContact
from recruit.surveys.planning.facts import OptOut
from recruit.surveys.planning.planner import plan
from recruit.surveys.planning.versions import edited
from recruit.surveys.programmes.consequences import Consequence, consequences
from recruit.surveys.queries.consented import Given, consented_since
from recruit.surveys.queries.known import (
    MAIL_KINDS,
    PROGRAMME,
    Known,
    facts_of,
    journal_of,
    newest_programme,
    refusals_of,
    rules_of,
)
from recruit.surveys.rules import ContactKind

PEOPLE_A_READ = 400
Row = TypeVar("Row")


@dataclass(frozen=True)
class Touched:
    """One effect of an edit, with the hire it is about."""

    placement: Placement
    consequence: Consequence


def programme_in_force() -> tuple[Programme, rules.Programme]:
    """The newest version as a row and as rules. Missing before anything was loaded."""
    programme = newest_programme()
    if programme is None:
        raise Missing(PROGRAMME)
    return programme, rules_of(programme)


def wave_in_force(key: str) -> tuple[Programme, rules.Wave]:
    """One wave of the newest version."""
    programme, by_rules = programme_in_force()
    wave = next((one for one in by_rules.waves if one.name == key), None)
    if wave is None:
        raise Missing(key)
    return programme, wave


def versions() -> Sequence[Programme]:
    """All versions of the rules, the newest first."""
    return (
        session()
        .scalars(select(Programme).where(Programme.key == PROGRAMME).order_by(Programme.version.desc()))
        .all()
    )


def consequences_of(standing: rules.Wave, wanted: rules.Wave, now: datetime) -> list[Touched]:
    """What would become of every contact that is open at this wave, by hire and wave's order."""
    before = rules.Programme((standing,), None)
    after = rules.Programme((edited(standing, wanted, now=now),), None)
    found: list[Touched] = []
    for about in people_at(standing.name, now):
        journal = journal_of(about)
        for placement in about.placements:
            facts = facts_of(placement, about, now)
            plans: list[tuple[PlannedContact, ...]] = [
                plan(facts, by_rules, calendar(), now=now, journal=journal) for by_rules in (before, after)
            ]
            found += [Touched(placement, one) for one in consequences(*plans, journal=journal, now=now)]
    return found


def people_without_room(budget: rules.Budget, now: datetime) -> int:
    """How many people have had so much mail that nothing more goes to them just now."""
    full = (
        select(Placement.person_id)
        .join(Contact, Contact.placement_id == Placement.id)
        .where(
            Contact.kind != ContactKind.CALL,
            Contact.outcome.is_not(None),
            Contact.outcome != Outcome.FAILED,
            func.coalesce(Contact.sent_at, Contact.given_at) > now - budget.span,
        )
        .group_by(Placement.person_id)
        .having(func.count() >= budget.mails)
        .subquery()
    )
    return session().scalar(select(func.count()).select_from(full)) or 0


def people_at(wave: str, now: datetime) -> Iterator[Known]:
    """Everybody whose point at this wave has not closed, with what decides about it."""
    last = 0
    while True:
        ids = (
            session()
            .scalars(
                select(Placement.person_id)
                .join(Contact, Contact.placement_id == Placement.id)
                .join(Wave, Wave.id == Contact.wave_id)
                .join(Person, Person.id == Placement.person_id)
                .where(
                    Wave.key == wave,
                    Contact.kind == ContactKind.INVITATION,
                    Contact.closes_at > now,
                    Person.anonymised_at.is_(None),
                    Placement.person_id > last,
                )
                .distinct()
                .order_by(Placement.person_id)
                .limit(PEOPLE_A_READ)
            )
            .all()
        )
        yield from _known_of_many(ids, wave, now)
        if len(ids) < PEOPLE_A_READ:
            return
        last = ids[-1]


def _known_of_many(ids: Sequence[int], wave: str, now: datetime) -> list[Known]:
    """The same as `known_of`, for many people and one wave in a fixed number of statements."""
    if not ids:
        return []
    rows = session()
    people = rows.scalars(select(Person).where(Person.id.in_(ids)).order_by(Person.id)).all()
    addresses = _addresses(ids)
    paused = {
        state.address: state.bounced_at or state.complaint_at
        for state in rows.scalars(
            select(AddressState).where(
                AddressState.address.in_({address.lower() for address in addresses.values()})
            )
        )
    }
    off = {
        kind: switched_off_among(
            kind, MailGroup.SURVEYS, {person.public_id: addresses.get(person.id, "") for person in people}
        )
        for kind in MAIL_KINDS
    }
    placements = _grouped(
        rows.scalars(
            select(Placement)
            .where(Placement.person_id.in_(ids))
            .order_by(Placement.person_id, Placement.id)
            .options(selectinload(Placement.facts), selectinload(Placement.person))
        ).all(),
        lambda placement: placement.person_id,
    )
    owner = {placement.id: person_id for person_id, many in placements.items() for placement in many}
    contacts = _grouped(
        rows.scalars(
            select(Contact)
            .join(Wave, Wave.id == Contact.wave_id)
            .where(Contact.placement_id.in_(owner.keys()), Wave.key == wave)
            .order_by(Contact.id)
        ).all(),
        lambda contact: owner[contact.placement_id],
    )
    whose = {contact.id: person_id for person_id, many in contacts.items() for contact in many}
    responses = _grouped(
        rows.scalars(
            select(Response).where(Response.contact_id.in_(whose.keys())).order_by(Response.id)
        ).all(),
        lambda response: whose[response.contact_id],
    )
    refused = _grouped(
        rows.scalars(
            select(SurveyOptOut).where(SurveyOptOut.person_id.in_(ids)).order_by(SurveyOptOut.id)
        ).all(),
        lambda row: row.person_id,
    )
    consents, nationalities = _consents(ids, now), _nationalities(ids)
    found = []
    for person in people:
        given = consents.get(person.id, ())
        address = addresses.get(person.id, "")
        countries = {placement.country for placement in placements.get(person.id, ())}
        since = off[MAIL_KINDS[0]].get(person.public_id)
        refusals: tuple[OptOut, ...] = refusals_of(given, since, now)
        found.append(
            Known(
                person=person,
                address=address,
                paused_since=paused.get(address.lower()) if address else None,
                opt_outs=refusals,
                wants_reminders=person.public_id not in off[MAIL_KINDS[1]],
                refused=refused.get(person.id, ()),
                placements=placements.get(person.id, ()),
                contacts=contacts.get(person.id, ()),
                responses=responses.get(person.id, ()),
                asks_consent=asks_consent({*countries, nationalities.get(person.id, "")}, person.country_now),
                consented_at=consented_since(given),
            )
        )
    return found


def _grouped(rows: Iterable[Row], key: Callable[[Row], int]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = {}
    for row in rows:
        found.setdefault(key(row), []).append(row)
    return found


def _addresses(ids: Sequence[int]) -> dict[int, str]:
    found = session().execute(
        select(ContactPoint.person_id, ContactPoint.value)
        .where(
            ContactPoint.person_id.in_(ids),
            ContactPoint.kind == PointKind.MAIL,
            ContactPoint.ended_at.is_(None),
        )
        .order_by(ContactPoint.person_id, ContactPoint.priority.desc(), ContactPoint.id.desc())
    )
    # The last of each person is the first by priority.
    return {person_id: value for person_id, value in found}  # noqa: C416 - rows are no pairs to `dict`


def _consents(ids: Sequence[int], now: datetime) -> dict[int, list[Given]]:
    found = session().execute(
        select(Consent.person_id, Consent.given_at, Consent.withdrawn_at, ConsentText.version)
        .join(ConsentText, ConsentText.id == Consent.consent_text_id)
        .where(Consent.person_id.in_(ids), Consent.purpose == Purpose.FOLLOW_UP, Consent.given_at <= now)
        .order_by(Consent.person_id, Consent.given_at, Consent.id)
    )
    newest = newest_version(Purpose.FOLLOW_UP)
    grouped: dict[int, list[Given]] = {}
    for person_id, at, withdrawn_at, version in found:
        grouped.setdefault(person_id, []).append(Given(at, withdrawn_at, version >= newest))
    return grouped


def _nationalities(ids: Sequence[int]) -> dict[int, str]:
    return {
        person_id: nationality or ""
        for person_id, nationality in session().execute(
            select(Student.person_id, Student.nationality).where(Student.person_id.in_(ids))
        )
    }
