"""What is known of a person's employments, in the words of the planner."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from sqlalchemy import bindparam, case, func, or_, select
from sqlalchemy.orm import selectinload

from recruit.accounts.models import ContactPoint, Person
from recruit.accounts.rules import ContactKind as PointKind
from recruit.core.db import session
from recruit.core.locales import ZONES
from recruit.messages.models import AddressState
from recruit.messages.queries import switched_off_since
from recruit.messages.rules import MailGroup
from recruit.placements.models import Placement, PlacementFact
from recruit.placements.rules import ExitKind, PlacementFactKind, PlacementState
from recruit.placements.stay.rules import NO_END, WITHDRAWN
from recruit.surveys.models import Contact, Programme, Response, SurveyOptOut, Wave
from recruit.surveys.planning import contacts as planned, facts as known, programme as rules
from recruit.surveys.planning.local_time import COUNTRY_OF_ZONE, Whereabouts
from recruit.surveys.planning.versions import round_of_sequence
from recruit.surveys.planning.written import read_earlier
from recruit.surveys.queries.consented import Given, consent_is_asked, consented_since, follow_up_consents
from recruit.surveys.queries.rows import ContactRow, Employment, Fact, KnownTogether
from recruit.surveys.rules import ContactKind, ContactState

PROGRAMME = "hires"
_STAY = {PlacementFactKind.ARRIVED: rules.ARRIVAL, PlacementFactKind.STAY_UNTIL: rules.STATUS_EXPIRY}
MAIL_KINDS = ("survey_invitation", "survey_reminder")


@dataclass(frozen=True)
class Known:
    """A person with everything that decides about the follow-ups, as rows."""

    person: Person
    address: str
    paused_since: datetime | None
    opt_outs: tuple[known.OptOut, ...]
    wants_reminders: bool
    refused: Sequence[SurveyOptOut]
    placements: Sequence[Placement]
    contacts: Sequence[Contact]
    responses: Sequence[Response]
    asks_consent: bool = False
    consented_at: datetime | None = None

    def contacts_of(self, placement: Placement) -> list[Contact]:
        """The rows of one employment."""
        return [contact for contact in self.contacts if contact.placement_id == placement.id]


def hold_rules(*, to_change: bool = False) -> None:
    """Keep the rules as they are until the end of the transaction: planners side by side, who changes them alone.

    The row that is held is the first version, which every later one leaves where it is; the newest is read after that.
    """
    session().scalar(
        select(Programme.id)
        .where(Programme.key == PROGRAMME)
        .order_by(Programme.version)
        .limit(1)
        .with_for_update(read=not to_change)
    )


def newest_programme() -> Programme | None:
    """The rules in force; None before anything was loaded."""
    return session().scalar(
        select(Programme)
        .where(Programme.key == PROGRAMME)
        .order_by(Programme.version.desc())
        .limit(1)
        .options(selectinload(Programme.waves))
    )


def rules_of(programme: Programme) -> rules.Programme:
    """The programme as the planner takes it. Rules that staff edited bring with them what held before."""
    budget = programme.rules.get("budget")
    earlier, places = programme.rules.get("earlier", {}), programme.rules.get("places", {})
    added, ended = programme.rules.get("added", {}), programme.rules.get("ended", {})
    return rules.Programme(
        tuple(
            replace(
                _wave_of(wave, earlier.get(wave.key, ()), places.get(wave.key)),
                added_at=_instant(added.get(wave.key)),
                ended_at=_instant(ended.get(wave.key)),
            )
            for wave in programme.waves
        ),
        rules.Budget(budget["mails"], budget["days"]) if budget else None,
    )


def _instant(written: str | None) -> datetime | None:
    return datetime.fromisoformat(written) if written else None


def _wave_of(wave: Wave, earlier: Sequence[Mapping[str, object]], places: Sequence[int] | None) -> rules.Wave:
    return rules.Wave(
        name=wave.key,
        anchor=wave.anchor,
        months=wave.months or 0,
        days=wave.days or 0,
        open_days=wave.open_days,
        close_days=wave.close_days,
        reminder_days=tuple(wave.reminder_days),
        call_days=tuple(wave.call_days),
        send_local=time.fromisoformat(wave.send_local),
        audience="company" if wave.audience == "company" else "hire",
        priority="exit" if wave.priority == "exit" else "safety" if wave.priority == "safety" else "wave",
        earlier=tuple(read_earlier(one) for one in earlier),
        reminder_places=places[0] if places else None,
        call_places=places[1] if places else None,
    )


def known_of(person_id: int, now: datetime) -> Known:
    """Read everything about one person afresh."""
    rows = session()
    person = rows.scalars(
        select(Person).where(Person.id == person_id).execution_options(populate_existing=True)
    ).one()
    address = mail_address_of(person_id)
    state = (
        rows.scalar(select(AddressState).where(AddressState.address == address.lower())) if address else None
    )
    placements = rows.scalars(
        select(Placement)
        .where(Placement.person_id == person_id)
        .order_by(Placement.id)
        .options(selectinload(Placement.facts))
        .execution_options(populate_existing=True)
    ).all()
    given = follow_up_consents(person_id, now)
    return Known(
        person=person,
        address=address,
        paused_since=(state.bounced_at or state.complaint_at) if state else None,
        opt_outs=refusals_of(given, _switched_off(person, address, MAIL_KINDS[0]), now),
        wants_reminders=_switched_off(person, address, MAIL_KINDS[1]) is None,
        refused=rows.scalars(
            select(SurveyOptOut).where(SurveyOptOut.person_id == person_id).order_by(SurveyOptOut.id)
        ).all(),
        placements=placements,
        contacts=rows.scalars(
            select(Contact)
            .join(Placement, Placement.id == Contact.placement_id)
            .where(Placement.person_id == person_id)
            .order_by(Contact.id)
            .execution_options(populate_existing=True)
        ).all(),
        responses=rows.scalars(
            select(Response)
            .join(Contact, Contact.id == Response.contact_id)
            .join(Placement, Placement.id == Contact.placement_id)
            .where(Placement.person_id == person_id)
            .order_by(Response.id)
            .execution_options(populate_existing=True)
        ).all(),
        asks_consent=consent_is_asked(person, placements),
        consented_at=consented_since(given),
    )


def mail_address_of(person_id: int) -> str:
    """Where a person wants surveys now: the first address that takes mail, else the first one; empty where none is known."""
    return session().scalar(_ADDRESS, {"person": person_id}) or ""


_IS_PAUSED = or_(AddressState.bounced_at.is_not(None), AddressState.complaint_at.is_not(None))
# Made once: it is asked for every letter.
_ADDRESS = (
    select(ContactPoint.value)
    .outerjoin(AddressState, AddressState.address == func.lower(ContactPoint.value))
    .where(
        ContactPoint.person_id == bindparam("person"),
        ContactPoint.kind == PointKind.MAIL,
        ContactPoint.ended_at.is_(None),
    )
    .order_by(case((_IS_PAUSED, 1), else_=0), ContactPoint.priority, ContactPoint.id)
    .limit(1)
)


def refusals_of(
    given: Sequence[Given], switched_off_since: datetime | None, now: datetime
) -> tuple[known.OptOut, ...]:
    """Refusals that other rooms keep: the consent to follow-ups taken back, the mails switched off."""
    found = []
    for place, consent in enumerate(given):
        later = given[place + 1].at if place + 1 < len(given) else None
        if consent.withdrawn_at is not None and consent.withdrawn_at <= now:
            found.append(known.OptOut("surveys", consent.withdrawn_at, until=later))
    # The outbox asks the same question: what it would drop is never put there.
    if switched_off_since is not None and switched_off_since <= now:
        found.append(known.OptOut("surveys", switched_off_since))
    return tuple(found)


def _switched_off(person: Person, address: str, kind: str) -> datetime | None:
    return switched_off_since(kind, MailGroup.SURVEYS, person_ref=person.public_id, address=address)


def facts_of(placement: Placement | Employment, about: Known | KnownTogether, now: datetime) -> known.Facts:
    """The facts of one employment as they were known at `now`, every version of each date in order."""
    anchors: dict[str, list[known.Known]] = {}
    confirmed_at: datetime | None = None
    died: known.Known | None = None
    leaves: dict[date, known.Leave] = {}
    employers: list[known.Employer] = []
    is_planned = False
    for fact in _learned(placement.facts, now):
        if fact.fact in (PlacementFactKind.PLANNED_START, PlacementFactKind.STARTED):
            anchors.setdefault(rules.START, []).append(known.Known(fact.valid_on, fact.known_at))
            is_planned = is_planned or fact.fact is PlacementFactKind.PLANNED_START
            if fact.fact is PlacementFactKind.STARTED and confirmed_at is None:
                confirmed_at = fact.known_at
        elif fact.fact in _STAY:
            day = None if fact.value in (WITHDRAWN, NO_END) else fact.valid_on
            version = known.Known(day, fact.known_at, never_comes=fact.value == NO_END)
            anchors.setdefault(_STAY[fact.fact], []).append(version)
        elif fact.fact is PlacementFactKind.ENDED:
            last_day = date.fromordinal(fact.valid_on.toordinal() - 1)
            anchors.setdefault(rules.LEAVING, []).append(known.Known(last_day, fact.known_at))
            died = known.Known(last_day, fact.known_at) if fact.value == ExitKind.DEATH else None
        elif fact.fact is PlacementFactKind.ENDED_WITHDRAWN:
            anchors.setdefault(rules.LEAVING, []).append(known.Known(None, fact.known_at))
            died = None
        elif fact.fact is PlacementFactKind.LEAVE:
            last_on = date.fromisoformat(fact.value) if fact.value else None
            leaves[fact.valid_on] = known.Leave(fact.valid_on, last_on, fact.known_at)
        elif fact.fact is PlacementFactKind.EMPLOYER:
            employers.append(known.Employer(fact.value, fact.valid_on))
        elif fact.fact is PlacementFactKind.DIED:
            died = known.Known(fact.valid_on, fact.known_at)
    person = about.person
    return known.Facts(
        subject=str(placement.id),
        anchors={anchor: tuple(versions) for anchor, versions in anchors.items()},
        start_needs_confirmation=is_planned,
        confirmed_at=confirmed_at,
        never_started_at=known.LONG_AGO if placement.state is PlacementState.NEVER_STARTED else None,
        died=died,
        leaves=tuple(leaves.values()),
        opt_outs=(*about.opt_outs, *_refused(placement, about.refused, now)),
        unreachable=_unreachable(about),
        whereabouts=(
            Whereabouts(date.min, person.zone, person.country_now or COUNTRY_OF_ZONE.get(person.zone)),
        ),
        zone_is_known=person.zone in ZONES and person.zone != "UTC",
        # A transfer may become known after a later one; of two about the same day the last one said holds.
        employers=tuple(sorted(employers, key=lambda employer: employer.since)),
        asks_consent=about.asks_consent,
        consented_at=about.consented_at,
    )


def _learned(facts: Iterable[PlacementFact | Fact], now: datetime) -> list[PlacementFact | Fact]:
    return [fact for fact in facts if fact.confirmed and fact.known_at <= now]


def _refused(
    placement: Placement | Employment, refused: Sequence[SurveyOptOut], now: datetime
) -> list[known.OptOut]:
    return [
        known.OptOut("survey", row.since, row.until, row.wave)
        if row.wave
        else known.OptOut("surveys", row.since, row.until)
        for row in refused
        if row.since <= now and row.placement_id in (None, placement.id)
    ]


def _unreachable(about: Known | KnownTogether) -> tuple[known.Unreachable, ...]:
    if not about.address:
        return (known.Unreachable("no_address", known.LONG_AGO),)
    if about.paused_since is not None:
        return (known.Unreachable("bounced", about.paused_since),)
    return ()


def key_of(contact: Contact | ContactRow) -> planned.Key:
    """The name a contact has for the planner."""
    if isinstance(contact, ContactRow):
        return contact.key
    return planned.Key(
        str(contact.placement_id), contact.wave.key, planned.Kind(contact.kind.value), contact.sequence
    )


def journal_of(about: Known | KnownTogether) -> planned.Journal:
    """What has happened so far with one person, from the rows."""
    deliveries, released, waiting = [], {}, set()
    by_id = {contact.id: contact for contact in about.contacts}
    for contact in about.contacts:
        key = key_of(contact)
        if contact.outcome is not None and contact.given_at is not None:
            deliveries.append(planned.Delivery(key, contact.sent_at or contact.given_at, contact.outcome))
        if contact.released_at is not None:
            released[key] = contact.released_at
        if contact.state is ContactState.HELD and contact.reason == "budget":
            waiting.add(key)
    answers = [
        planned.Answer(
            str(by_id[response.contact_id].placement_id),
            by_id[response.contact_id].wave.key,
            by_id[response.contact_id].sequence,
            begun_at=response.begun_at,
            submitted_at=response.submitted_at,
        )
        for response in about.responses
        if response.contact_id in by_id
    ]
    return planned.Journal(tuple(deliveries), tuple(answers), released, frozenset(waiting))


def standing_of(contact: Contact | ContactRow) -> planned.PlannedContact:
    """A row as the plan that stands."""
    is_queued = contact.state is ContactState.QUEUED
    return planned.PlannedContact(
        key=key_of(contact),
        anchor=contact.wave.anchor,
        anchor_on=contact.anchor_on,
        open_on=contact.open_on,
        due_on=contact.due_on,
        close_on=contact.close_on,
        opens_at=contact.opens_at,
        closes_at=contact.closes_at,
        due_at=contact.due_at,
        next_send_at=contact.next_send_at,
        zone=contact.zone,
        state=planned.State.PLANNED if is_queued else planned.State(contact.state.value),
        reason="queued" if is_queued else contact.reason or None,
        sent_at=contact.sent_at,
        resume_on=contact.resume_on,
    )


def round_of(contact: Contact) -> int:
    """Which time of asking a contact belongs to: the sequence of its invitation."""
    if contact.kind is ContactKind.INVITATION:
        return contact.sequence
    places = contact.wave.programme.rules.get("places", {}).get(contact.wave.key)
    return round_of_sequence(
        _wave_of(contact.wave, (), places), planned.Kind(contact.kind.value), contact.sequence
    )
