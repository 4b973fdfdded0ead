"""The company's forms as rows: planned anew from the facts of a hire, and told about once a day to each person of a company.

Whoever plans a hire holds the person's row, as the planner of the hire's own contacts does.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import select, update

from recruit.accounts.models import Person
from recruit.core.db import changes_one, new_public_id, session
from recruit.core.errors import Conflict
from recruit.messages import actions as messages
from recruit.messages.models import Mail
from recruit.placements.models import Placement
from recruit.surveys.actions.calendars import calendar
from recruit.surveys.models import Programme, Wave
from recruit.surveys.pairing import rules
from recruit.surveys.pairing.models import CompanyContact
from recruit.surveys.pairing.queries.planning import (
    MAIL_KIND,
    Side,
    company_facts,
    company_programme,
    employers_of,
    journal_of,
    key_of,
    side_of,
    tellers_of,
)
from recruit.surveys.planning.contacts import Journal, Key, Kind, Outcome, PlannedContact, State
from recruit.surveys.planning.facts import Facts
from recruit.surveys.planning.local_time import TOKYO, next_mail_instant
from recruit.surveys.planning.planner import plan
from recruit.surveys.planning.programme import Programme as Rules
from recruit.surveys.planning.versions import round_of_sequence
from recruit.surveys.queries.known import rules_of
from recruit.surveys.rules import ContactKind, ContactState

SUBJECT = "company_surveys"
SEND_AT = time(9)
_OVER = (State.CANCELLED, State.NOT_APPLICABLE)


def replan(placement_id: int, now: datetime) -> int:
    """Bring the company's side of a hire to what facts and rules say at `now`; gives how many rows changed. Tells nobody."""
    programme = company_programme()
    if programme is None:
        return 0
    rows = session()
    rows.flush()
    person_id = rows.scalars(select(Placement.person_id).where(Placement.id == placement_id)).one()
    rows.scalar(select(Person.id).where(Person.id == person_id).with_for_update())
    side = side_of(placement_id)
    if side.placement.person.anonymised_at is not None:
        return 0
    facts, by_rules = company_facts(side.placement, now), rules_of(programme)
    employers = employers_of(facts)
    if not employers:
        return 0
    _take_back(side, facts, by_rules, now)
    planned = plan(facts, by_rules, calendar(), now=now, journal=journal_of(side))
    return _write(side, planned, employers, programme, by_rules, now)


def _take_back(side: Side, facts: Facts, by_rules: Rules, now: datetime) -> None:
    """What is in a mail that has not gone yet, and nobody may be asked any more, is not given out after all.

    The mail itself stays: it names, at hand-over, what is open then, and is dropped where that is nothing.
    """
    queued = [contact for contact in side.contacts if contact.outcome is Outcome.QUEUED]
    if not queued:
        return
    journal = journal_of(side)
    without = Journal(
        tuple(one for one in journal.deliveries if one.outcome is not Outcome.QUEUED), journal.answers
    )
    wanted = {contact.key: contact for contact in plan(facts, by_rules, calendar(), now=now, journal=without)}
    for contact in queued:
        again = wanted.get(key_of(contact))
        if contact.kind is ContactKind.INVITATION and (again is None or again.state in _OVER):
            # Compare and set: a mail worker may say at this moment that it has gone.
            still_waits = (CompanyContact.id == contact.id, CompanyContact.outcome == Outcome.QUEUED)
            changes_one(
                update(CompanyContact).where(*still_waits).values(outcome=None, given_at=None, batch_ref="")
            )
            session().refresh(contact)


def _write(
    side: Side,
    planned: Sequence[PlannedContact],
    employers: dict[str, int],
    programme: Programme,
    by_rules: Rules,
    now: datetime,
) -> int:
    standing = {key_of(contact): contact for contact in side.contacts}
    wave_rows = {wave.key: wave for wave in programme.waves}
    wave_rules = {wave.name: wave for wave in by_rules.waves}
    asked: dict[tuple[str, int], int | None] = {
        (contact.key.wave, contact.key.sequence): employers.get(contact.employer or "")
        for contact in planned
        if contact.key.kind is Kind.INVITATION
    }
    told = {employer for employer in employers.values() if tellers_of(employer)}
    changed = 0
    for contact in planned:
        row = standing.get(contact.key)
        round_of_it = round_of_sequence(wave_rules[contact.key.wave], contact.key.kind, contact.key.sequence)
        employer = asked.get((contact.key.wave, round_of_it))
        if row is None:
            row = _new(side.placement, wave_rows[contact.key.wave], contact.key, employer)
            # What had closed before we ever looked was never ours to ask.
            contact = _never_asked(contact) if contact.closes_at <= now else contact
            session().add(row)
        elif row.reason == "late_entry" and contact.state is State.MISSED_BY_US:
            contact = _never_asked(contact)
        if contact.state is State.HELD and contact.reason == "late_registration":
            contact = _never_asked(contact)
        was_unreachable = row.state is ContactState.UNREACHABLE
        if (contact.state is State.PLANNED and contact.reason is None and employer not in told) or (
            contact.state is State.MISSED_BY_US and (was_unreachable or employer not in told)
        ):
            contact = replace(contact, state=State.UNREACHABLE, reason="no_address", next_send_at=None)
        # Who has begun to answer goes on; a form that nobody has opened goes to whom it is due from.
        if side.response_to(row) is None and row.organisation_id != employer:
            row.organisation_id, changed = employer, changed + 1
        changed += _fill(row, contact, now)
    still = {contact.key for contact in planned}
    for key, row in standing.items():
        if key not in still and row.given_at is None and row.state is not ContactState.CANCELLED:
            row.state, row.reason, row.next_send_at = ContactState.CANCELLED, "rule_changed", None
            changed += 1
    session().flush()
    return changed


def _new(placement: Placement, wave: Wave, key: Key, employer: int | None) -> CompanyContact:
    return CompanyContact(
        placement_id=placement.id,
        organisation_id=employer,
        wave=wave,
        kind=ContactKind(key.kind.value),
        sequence=key.sequence,
    )


def _never_asked(contact: PlannedContact) -> PlannedContact:
    if contact.state not in (State.MISSED_BY_US, State.HELD, State.UNREACHABLE):
        return contact
    return replace(contact, state=State.NOT_APPLICABLE, reason="late_entry", next_send_at=None)


def _fill(row: CompanyContact, contact: PlannedContact, now: datetime) -> bool:
    is_queued = contact.state is State.PLANNED and contact.reason == "queued"
    values: dict[str, Any] = {
        "anchor_on": contact.anchor_on,
        "open_on": contact.open_on,
        "due_on": contact.due_on,
        "close_on": contact.close_on,
        "opens_at": contact.opens_at,
        "closes_at": contact.closes_at,
        "due_at": contact.due_at,
        "next_send_at": contact.next_send_at,
        "state": ContactState.QUEUED if is_queued else ContactState(contact.state.value),
        "reason": "" if is_queued else contact.reason or "",
    }
    changed = any(
        getattr(row, name, None) != value for name, value in values.items() if name != "next_send_at"
    )
    for name, value in values.items():
        if getattr(row, name, None) != value:
            setattr(row, name, value)
    row.check_at = _next_look(row, now)
    return changed


def _next_look(row: CompanyContact, now: datetime) -> datetime | None:
    """The next instant at which anything about this row can change by the clock alone, or by somebody joining the company."""
    instants = [row.opens_at, row.closes_at, row.next_send_at]
    if row.state is ContactState.UNREACHABLE and now < row.closes_at:
        instants.append(now + rules.LOOK_AGAIN_AFTER)
    return min((instant for instant in instants if instant is not None and instant > now), default=None)


def may_mail_at(now: datetime) -> bool:
    """Whether a company may be written to just now: in mail hours of a working day in Japan."""
    return _next_instant(now) == now


def _next_instant(earliest: datetime) -> datetime | None:
    return next_mail_instant(earliest, whereabouts=(TOKYO,), calendar=calendar(), send_local=SEND_AT)


def give_out(organisation_id: int, now: datetime) -> int:
    """Tell a company about everything that is due, in one mail to each of its people, at most one a day to each.

    Rows and mails land together. Who has had today's mail already is told tomorrow; gives how many contacts went out.
    """
    if not may_mail_at(now):
        return 0
    due = (
        session()
        .scalars(
            select(CompanyContact)
            .where(
                CompanyContact.organisation_id == organisation_id,
                CompanyContact.state == ContactState.PLANNED,
                CompanyContact.outcome.is_(None),
                CompanyContact.next_send_at <= now,
                CompanyContact.closes_at > now,
            )
            .order_by(CompanyContact.id)
            .with_for_update(of=CompanyContact)
            .execution_options(populate_existing=True)
        )
        .all()
    )
    if not due:
        return 0
    tellers = tellers_of(organisation_id)
    keys = {
        person.id: f"{MAIL_KIND}:{person.public_id}:{now.astimezone(rules.TOKYO).date()}"
        for person, _ in tellers
    }
    told = set(session().scalars(select(Mail.unique_key).where(Mail.unique_key.in_(list(keys.values())))))
    fresh = [(person, address) for person, address in tellers if keys[person.id] not in told]
    if not fresh:
        _wait(due, _tomorrow(now) if tellers else now)
        return 0
    batch = new_public_id()
    given = sum(_give(contact, due, batch, now) for contact in due)
    mails = [
        messages.queue(
            MAIL_KIND,
            to_address=address,
            to_ref=person.public_id,
            language=person.language,
            zone=person.zone,
            params={"person": person.public_id},
            unique_key=keys[person.id],
            now=now,
            subject_kind=SUBJECT,
            subject_ref=batch,
        )
        for person, address in fresh
    ]
    if not any(mail is not None and mail.subject_ref == batch for mail in mails):
        # Whoever answers for two companies has just been told by another worker: no mail would say what became of these.
        raise Conflict(f"organisation {organisation_id} has been told meanwhile")
    return given


def _tomorrow(now: datetime) -> datetime:
    midnight = rules.begin_of(now.astimezone(rules.TOKYO).date() + timedelta(days=1))
    return _next_instant(midnight) or midnight


def _wait(contacts: Sequence[CompanyContact], until: datetime) -> None:
    """Look at them again at that instant; planned at once where nobody is left to be told."""
    for contact in contacts:
        contact.next_send_at = contact.check_at = until
    session().flush()


def _give(contact: CompanyContact, due: Sequence[CompanyContact], batch: str, now: datetime) -> int:
    """Compare and set. Of two reminders that are due together only the later one counts as given."""
    is_superseded = contact.kind is ContactKind.REMINDER and any(
        (other.placement_id, other.wave_id, other.kind)
        == (contact.placement_id, contact.wave_id, contact.kind)
        and other.sequence > contact.sequence
        for other in due
    )
    values: dict[str, Any] = (
        {"state": ContactState.CANCELLED, "reason": "superseded", "next_send_at": None}
        if is_superseded
        else {
            "state": ContactState.QUEUED,
            "outcome": Outcome.QUEUED,
            "given_at": now,
            "batch_ref": batch,
            "reason": "",
        }
    )
    done = changes_one(
        update(CompanyContact)
        .where(
            CompanyContact.id == contact.id,
            CompanyContact.state == ContactState.PLANNED,
            CompanyContact.outcome.is_(None),
        )
        .values(**values)
    )
    session().refresh(contact)
    return int(done and not is_superseded)
