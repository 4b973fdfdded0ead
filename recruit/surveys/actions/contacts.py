"""Contacts as rows: plan anew, keep every earlier plan, give out what is due. One person at a time.

Whoever changes a person's contacts holds that person's row, so any number of workers and requests may come at once. What is in
the outbox is taken back, if anything, before the contacts are touched: mail workers lock in the same order.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from recruit.accounts.models import Person
from recruit.core import audit
from recruit.core.db import changes_one, database, session
from recruit.core.errors import Conflict, Refused
from recruit.core.visitor import Visitor
from recruit.messages import actions as messages
from recruit.messages.models import Mail
from recruit.messages.rules import UNSENT, MailState
from recruit.placements.models import Placement
from recruit.surveys import rules
from recruit.surveys.actions.calendars import calendar
from recruit.surveys.actions.filling import LOOK_AGAIN_AFTER, as_it_was, fill, filled, stays_as_it_was
from recruit.surveys.actions.telling import tell
from recruit.surveys.models import Contact, ContactChange, FollowUpTask, Wave
from recruit.surveys.planning.added import POINT_ENDED, horizon_at
from recruit.surveys.planning.contacts import Kind, Outcome, PlannedContact, State
from recruit.surveys.planning.deciding import Action, Do, TaskKind as PlannedTask, decide
from recruit.surveys.planning.differences import difference
from recruit.surveys.planning.planner import plan
from recruit.surveys.planning.programme import LEAVING, Programme as Rules
from recruit.surveys.queries.known import (
    Known,
    facts_of,
    hold_rules,
    journal_of,
    key_of,
    known_of,
    newest_programme,
    rules_of,
    standing_of,
)
from recruit.surveys.queries.other_mails import other_mails_to
from recruit.surveys.queries.own_address import own_address_of
from recruit.surveys.rules import ContactKind, ContactState, TaskKind

_LAST = (MailState.CANCELLED, MailState.NOT_WANTED)
CALL = PlannedTask.CALL


def replan(person_id: int, now: datetime) -> int:
    """Bring a person's contacts to what facts and rules say at `now`; gives how many rows changed. Sends nothing."""
    return _bring_up(person_id, now, give_out=False)


def give_out_due(person_id: int, now: datetime) -> int:
    """Plan anew and give out what is due: mail into the outbox, calls onto the list, tasks to staff."""
    return _bring_up(person_id, now, give_out=True)


def hold(person_id: int) -> None:
    """Keep the rules and a person's follow-ups to oneself until the end of the transaction, before any contact is touched:
    all who change contacts lock in this order, so none of them waits for another in a circle.
    """
    hold_rules()
    session().flush()
    session().scalar(select(Person.id).where(Person.id == person_id).with_for_update())


def _bring_up(person_id: int, now: datetime, *, give_out: bool) -> int:
    hold(person_id)
    programme = newest_programme()
    if programme is None:
        return 0
    waves = {wave.key: wave for wave in programme.waves}
    by_rules = rules_of(programme).for_audience("hire")
    about = known_of(person_id, now)
    if about.person.anonymised_at is not None:
        return 0
    changed = _take_back(about, by_rules, now)
    planned = _planned(about, by_rules, now)
    changed += _write(about, planned, waves, now)
    about = known_of(person_id, now)
    changed += tell(about, now)
    others: Collection[datetime] = ()
    if give_out and by_rules.budget is not None:
        ref = about.person.public_id
        others = other_mails_to([ref], now, by_rules.budget.span).get(ref, ())
    actions = decide(planned, journal_of(about).deliveries, now, budget=by_rules.budget, other_mails=others)
    if not give_out:
        # What staff must know is told at once; only mail and calls wait for their hour.
        actions = tuple(action for action in actions if action.do is Do.TASK and action.task is not CALL)
    done = sum(_act(action, about, now) for action in actions)
    if any(action.do in (Do.SEND, Do.LIST_CALL) for action in actions):
        # What was given out changes the others: a reminder takes the place of an earlier one.
        about = known_of(person_id, now)
        changed += _write(about, _planned(about, by_rules, now), waves, now)
    return changed + done


def _planned(about: Known, by_rules: Rules, now: datetime) -> list[PlannedContact]:
    journal = journal_of(about)
    planned = [
        contact if about.wants_reminders else _without_reminder(contact)
        for placement in about.placements
        for contact in plan(
            facts_of(placement, about, now),
            by_rules,
            calendar(),
            now=now,
            journal=journal,
            horizon=horizon_at(now),
        )
    ]
    return _to_own_address(planned, about)


def _to_own_address(planned: list[PlannedContact], about: Known) -> list[PlannedContact]:
    """What is asked on leaving goes to an address of the person's own. Where only the employer's is known, staff find another."""
    waits = {
        contact.key
        for contact in planned
        if contact.anchor == LEAVING
        and contact.key.kind is not Kind.CALL
        and contact.state in (State.PLANNED, State.HELD)
        and contact.sent_at is None
        and contact.reason != "queued"
    }
    if not waits or not about.address or own_address_of(about.person.id):
        return planned
    return [
        replace(contact, state=State.UNREACHABLE, reason="no_own_address", next_send_at=None)
        if contact.key in waits
        else contact
        for contact in planned
    ]


def _without_reminder(contact: PlannedContact) -> PlannedContact:
    """Reminders alone are switched off: those that are still to go become a refusal, said once."""
    if contact.key.kind is not Kind.REMINDER or contact.sent_at or contact.state is not State.PLANNED:
        return contact
    if contact.reason == "queued":
        return contact
    return replace(contact, state=State.OPTED_OUT, reason="surveys", next_send_at=None)


def _take_back(about: Known, by_rules: Rules, now: datetime) -> int:
    """Mail in the outbox that nobody wants any more is cancelled there, as long as no worker has begun to hand it over."""
    in_outbox = [
        contact for contact in about.contacts if contact.outcome is Outcome.QUEUED and contact.mail_id
    ]
    if not in_outbox:
        return 0
    states = {
        row.id: row.state
        for row in session().execute(
            select(Mail.id, Mail.state).where(Mail.id.in_([contact.mail_id for contact in in_outbox]))
        )
    }
    unsent = [contact for contact in in_outbox if states.get(contact.mail_id or 0) in (*UNSENT, *_LAST)]
    if not unsent:
        return 0
    outcomes = {contact.id: contact.outcome for contact in unsent}
    for contact in unsent:
        contact.outcome = None
    wanted = {
        contact.key
        for contact in _planned(about, by_rules, now)
        if contact.state is State.PLANNED and contact.next_send_at is not None and contact.next_send_at <= now
    }
    taken_back = 0
    for contact in unsent:
        is_dead = states.get(contact.mail_id or 0) in _LAST
        if not is_dead and (
            key_of(contact) in wanted
            or messages.cancel_for("contact", contact.public_id, reason="replanned") == 0
        ):
            contact.outcome = outcomes[contact.id]
            continue
        contact.mail_id, contact.given_at = None, None
        taken_back += 1
    session().flush()
    return taken_back


def _write(about: Known, planned: Collection[PlannedContact], waves: dict[str, Wave], now: datetime) -> int:
    standing = {key_of(contact): contact for contact in about.contacts}
    changes = difference([standing_of(contact) for contact in about.contacts], planned)
    for change in changes.replaced:
        row = standing[change.earlier.key]
        session().add(ContactChange(contact_id=row.id, before=as_it_was(row), reason=change.reason, at=now))
    changed = 0
    for contact in (*planned, *changes.vanished):
        row = standing.get(contact.key)
        if row is None:
            if contact.reason == POINT_ENDED:
                continue
            row = Contact(
                placement_id=int(contact.key.subject),
                wave_id=waves[contact.key.wave].id,
                kind=ContactKind(contact.key.kind.value),
                sequence=contact.key.sequence,
            )
            session().add(row)
            fill(row, filled(None, contact, now))
            changed += 1
        elif not stays_as_it_was(row, contact):
            _any, is_news = fill(row, filled(row, contact, now))
            changed += is_news
    session().flush()
    return changed


def _act(action: Action, about: Known, now: datetime) -> int:
    row = next(contact for contact in about.contacts if key_of(contact) == action.key)
    if action.do is Do.SEND:
        return _send(row, about, now)
    if action.do is Do.LIST_CALL:
        return _set(
            row, ContactState.SENT, outcome=Outcome.SENT, given_at=now, sent_at=now, reason="call_list"
        )
    if action.do is Do.WAIT:
        if row.state is ContactState.HELD:
            return 0
        return _set(row, ContactState.HELD, reason="budget", check_at=now + LOOK_AGAIN_AFTER)
    if action.do is Do.SKIP:
        return _set(row, ContactState.CANCELLED, reason="superseded", next_send_at=None)
    return raise_task(row, TaskKind(action.task.value), now) if action.task is not None else 0


def _send(row: Contact, about: Known, now: datetime) -> int:
    """The mail goes into the outbox and the contact to `queued` in the same transaction, or neither does."""
    done = _set(
        row,
        ContactState.QUEUED,
        outcome=Outcome.QUEUED,
        given_at=now,
        reason="",
        check_at=now + LOOK_AGAIN_AFTER,
    )
    if not done:
        return 0
    person = about.person
    earlier = session().scalar(
        select(func.count())
        .select_from(Mail)
        .where(Mail.subject_kind == "contact", Mail.subject_ref == row.public_id, Mail.state.in_(_LAST))
    )
    is_on_leaving = row.wave.anchor == LEAVING
    mail = messages.queue(
        "survey_invitation" if row.kind is ContactKind.INVITATION else "survey_reminder",
        to_address=own_address_of(person.id) if is_on_leaving else about.address,
        to_ref=person.public_id,
        language=person.language,
        zone=person.zone,
        params={"contact": row.public_id},
        unique_key=f"contact:{row.public_id}" + (f":{earlier}" if earlier else ""),
        now=now,
        subject_kind="contact",
        subject_ref=row.public_id,
    )
    if mail is None:
        raise Conflict(f"contact {row.public_id} has no address any more")
    row.mail_id = mail.id
    session().flush()
    return 1


def _set(row: Contact, after: ContactState, **values: Any) -> int:
    """Compare and set: whoever was faster has done it."""
    done = changes_one(
        update(Contact)
        .where(Contact.id == row.id, Contact.state == row.state, Contact.outcome.is_(None))
        .values(state=after, **values)
    )
    session().refresh(row)
    return done


def raise_task(row: Contact, kind: TaskKind, now: datetime) -> int:
    """Put a task on the list of staff; the same one is never there twice."""
    insert = (sqlite if database().is_sqlite else postgresql).insert(FollowUpTask)
    statement = (
        insert.values(
            placement_id=row.placement_id, contact_id=row.id, kind=kind, raised_at=now, done_by_ref=""
        )
        .on_conflict_do_nothing(index_elements=["placement_id", "contact_id", "kind"])
        .returning(FollowUpTask.id)
    )
    return len(session().scalars(statement).all())


def release(contact: Contact, *, by: Visitor, now: datetime) -> None:
    """Staff send off by hand, once, what we missed or what was registered a little too late."""
    person_id = (
        session().scalars(select(Placement.person_id).where(Placement.id == contact.placement_id)).one()
    )
    hold(person_id)
    session().refresh(contact)
    refusal = rules.why_not_released(contact.state, contact.reason)
    if refusal:
        raise Refused(refusal)
    released = (
        update(Contact)
        .where(Contact.id == contact.id, Contact.state == contact.state, Contact.released_at.is_(None))
        .values(released_at=now)
    )
    if not changes_one(released):
        raise Conflict(f"contact {contact.public_id} has been released already")
    finish_tasks(contact, (TaskKind.MISSED_BY_US, TaskKind.LATE_REGISTRATION), by=by, now=now)
    audit.record("contact.released", by=by, now=now, subject_kind="contact", subject_ref=contact.public_id)
    give_out_due(person_id, now)


def finish_tasks(contact: Contact, kinds: Collection[TaskKind], *, by: Visitor, now: datetime) -> None:
    """Tasks about a contact that are settled by what was just done."""
    session().execute(
        update(FollowUpTask)
        .where(
            FollowUpTask.contact_id == contact.id,
            FollowUpTask.kind.in_(kinds),
            FollowUpTask.done_at.is_(None),
        )
        .values(done_at=now, done_by_ref=by.person_ref)
        .execution_options(synchronize_session=False)
    )


def finish_task(task: FollowUpTask, *, by: Visitor, now: datetime) -> None:
    """Somebody has seen to it, and to everything that says the same about this hire. A second time changes nothing."""
    if task.kind in rules.SETTLED_BY_WORKER:
        raise Conflict(f"task {task.public_id} is settled when planning works again")
    same = FollowUpTask.id == task.id
    if task.kind in rules.ABOUT_THE_PERSON:
        same = and_(FollowUpTask.placement_id == task.placement_id, FollowUpTask.kind == task.kind)
    done = session().scalars(
        update(FollowUpTask)
        .where(same, FollowUpTask.done_at.is_(None))
        .values(done_at=now, done_by_ref=by.person_ref)
        .returning(FollowUpTask.public_id)
        .execution_options(synchronize_session=False)
    )
    for public_id in sorted(done):
        audit.record(
            "follow_up_task.done",
            by=by,
            now=now,
            subject_kind="follow_up_task",
            subject_ref=public_id,
            change=str(task.kind),
        )
    session().refresh(task)
