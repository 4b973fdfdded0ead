"""Many people for whom something has come due, in a fixed number of statements: what `contacts.give_out_due` does for each.

Only what goes by the clock is done here. Whoever needs more (mail to take back, a refusal, no address, an own address on
leaving, no room in the budget) is left alone, as before, for `give_out_due`; nothing of such a person has been written then.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from operator import attrgetter
from typing import Any, cast

from sqlalchemy import CursorResult, Table, Update, bindparam, insert, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from recruit.accounts.models import Person
from recruit.core.db import database, new_public_id, session
from recruit.core.errors import Conflict
from recruit.messages import actions as messages
from recruit.messages.actions import Recipient
from recruit.messages.models import Mail
from recruit.surveys.actions.calendars import calendar
from recruit.surveys.actions.filling import LOOK_AGAIN_AFTER, as_it_was, fill, filled, stays_as_it_was
from recruit.surveys.actions.telling import telling_key
from recruit.surveys.models import Contact, ContactChange, FollowUpTask, Wave
from recruit.surveys.planning.added import POINT_ENDED, horizon_at
from recruit.surveys.planning.contacts import Journal, Key, Kind, Outcome, PlannedContact
from recruit.surveys.planning.deciding import Action, Do, decide
from recruit.surveys.planning.differences import difference
from recruit.surveys.planning.planner import as_queued, plan
from recruit.surveys.planning.programme import LEAVING, Programme as Rules
from recruit.surveys.queries.known import (
    facts_of,
    hold_rules,
    journal_of,
    key_of,
    newest_programme,
    rules_of,
    standing_of,
)
from recruit.surveys.queries.known_together import by_the_clock, due_to, known_together, of_wave
from recruit.surveys.queries.other_mails import other_mails_to
from recruit.surveys.queries.rows import ContactRow, KnownTogether
from recruit.surveys.rules import ContactKind, ContactState, TaskKind

NOT_THERE_YET = 0
_COLUMNS = tuple(
    name for name in ContactRow.__slots__ if name not in ("id", "public_id", "released_at", "wave", "key")
)
_MAY_CHANGE = tuple(name for name in _COLUMNS if name not in ("placement_id", "wave_id", "kind", "sequence"))
_CONTACTS = cast(Table, Contact.__table__)
_as_it_stands = attrgetter(*_MAY_CHANGE)
_PEOPLE = (
    select(Person.id)
    .where(Person.id.in_(bindparam("people", expanding=True)), Person.anonymised_at.is_(None))
    .order_by(Person.id)
    .with_for_update(skip_locked=True)
)


@lru_cache(maxsize=64)
def _saving(names: tuple[str, ...]) -> Update:
    """Save what is called so of a contact. Compare and set: mail workers write down what became of a mail without asking for
    the person. What stays as it was is not written: its indexes need not be written either.
    """
    return (
        update(_CONTACTS)
        .where(
            _CONTACTS.c.id == bindparam("row_id"),
            _CONTACTS.c.state == bindparam("was_state"),
            _CONTACTS.c.outcome.is_not_distinct_from(bindparam("was_outcome")),
        )
        .values({name: bindparam(name) for name in names})
    )


@dataclass
class Done:
    """How much was done, who is left to be looked at alone, and who was passed over because another worker held them."""

    count: int = 0
    alone: list[int] = field(default_factory=list)
    passed_over: list[int] = field(default_factory=list)


class _NeedsMore(Exception):
    """This person is not done by the clock alone."""


@dataclass
class _Pending:
    """What is to be written about one person."""

    about: KnownTogether
    # Rows that may have changed, and how each of them stands in the database.
    touched: dict[int, tuple[ContactRow, tuple[Any, ...]]] = field(default_factory=dict)
    new: list[ContactRow] = field(default_factory=list)
    history: list[dict[str, Any]] = field(default_factory=list)
    mails: list[ContactRow] = field(default_factory=list)
    tasks: list[tuple[ContactRow, TaskKind]] = field(default_factory=list)
    count: int = 0


def give_out_together(
    person_ids: Collection[int], now: datetime, *, also: Collection[str] = frozenset()
) -> Done:
    """Plan anew and give out what is due to these people, and the waves `also` whether anything of them is due or not.
    Whoever another worker holds just now is passed over.
    """
    hold_rules()
    programme = newest_programme()
    if programme is None:
        return Done()
    held = list(session().scalars(_PEOPLE, {"people": person_ids}))
    due, waves_due = due_to(held, now)
    waves = {wave.key: wave for wave in programme.waves}
    by_rules = rules_of(programme).for_audience("hire")
    # What was mailed before the budget's span counts no more; without a budget a day of it is read for nothing.
    span = by_rules.budget.span if by_rules.budget else timedelta(days=1)
    which = by_the_clock(waves_due, now, span)
    for key in also:
        which = or_(which, of_wave(key))
    # Whom another worker was faster with is not read again.
    people = known_together(held if also else due, now, which=which)
    told = _told(one for one in people if one.consented_at is None)
    others = other_mails_to([one.person.public_id for one in people], now, span)
    done = Done(passed_over=sorted(set(person_ids).difference(held)))
    pending: list[_Pending] = []
    for about in people:
        try:
            if about.consented_at is None and about.person.public_id not in told:
                raise _NeedsMore
            other = others.get(about.person.public_id, ())
            pending.append(_bring_up(about, by_rules, waves, other, also, now))
        except _NeedsMore:
            done.alone.append(about.person.id)
    _write_down(pending, done, now)
    return done


def _told(people: Iterable[KnownTogether]) -> set[str]:
    """Who has had the mail before the first survey."""
    refs = {telling_key(about.person.public_id): about.person.public_id for about in people}
    if not refs:
        return set()
    found = session().scalars(select(Mail.unique_key).where(Mail.unique_key.in_(refs)))
    return {refs[key] for key in found}


def _bring_up(
    about: KnownTogether,
    by_rules: Rules,
    waves: dict[str, Wave],
    other_mails: Collection[datetime],
    also: Collection[str],
    now: datetime,
) -> _Pending:
    due = {row.wave.key for row in about.contacts if row.check_at is not None and row.check_at <= now}
    due.update(also)
    if (
        not about.address
        or about.paused_since is not None
        or about.opt_outs
        or about.refused
        or not about.wants_reminders
        or not due <= {wave.name for wave in by_rules.waves if wave.anchor != LEAVING}
        or any(
            row.outcome is Outcome.QUEUED or row.state is ContactState.HELD
            for row in about.contacts
            if row.wave.key in due
        )
    ):
        raise _NeedsMore
    pending = _Pending(about)
    only_due = Rules(tuple(wave for wave in by_rules.waves if wave.name in due), by_rules.budget)
    journal = journal_of(about)
    planned = _planned(about, only_due, journal, now)
    _write(pending, planned, waves, due, now)
    coming = [
        standing_of(row)
        for row in about.contacts
        if row.wave.key not in due
        and row.kind is ContactKind.INVITATION
        and row.state is ContactState.PLANNED
    ]
    actions = decide(
        [*planned, *coming], journal.deliveries, now, budget=by_rules.budget, other_mails=other_mails
    )
    rows = {key_of(row): row for row in about.contacts}
    given_out: set[Key] = set()
    for action in actions:
        row = rows[action.key]
        if row.wave.key in due and _act(pending, row, action, now):
            given_out.add(action.key)
    if any(key.kind is not Kind.INVITATION for key in given_out) or _are_newer(only_due, now):
        # What was given out changes the others: a reminder takes the place of an earlier one. Rules that were edited since
        # this tick began hold for who is asked after it, not at its instant.
        _write(pending, _planned(about, only_due, journal_of(about), now), waves, due, now)
    else:
        for contact in planned:
            if contact.key in given_out:
                row = rows[contact.key]
                pending.count += fill(row, filled(row, as_queued(contact), now))[1]
    return pending


def _are_newer(by_rules: Rules, now: datetime) -> bool:
    return any(past.until >= now for wave in by_rules.waves for past in wave.earlier)


def _planned(about: KnownTogether, only_due: Rules, journal: Journal, now: datetime) -> list[PlannedContact]:
    return [
        contact
        for employment in about.placements
        for contact in plan(
            facts_of(employment, about, now),
            only_due,
            calendar(),
            now=now,
            journal=journal,
            horizon=horizon_at(now),
        )
    ]


def _write(
    pending: _Pending,
    planned: Sequence[PlannedContact],
    waves: dict[str, Wave],
    due: Collection[str],
    now: datetime,
) -> None:
    about = pending.about
    standing = {key_of(row): row for row in about.contacts if row.wave.key in due}
    changes = difference([standing_of(row) for row in standing.values()], planned)
    for change in changes.replaced:
        row = standing[change.earlier.key]
        if row.id == NOT_THERE_YET:
            raise _NeedsMore
        pending.history.append(
            {"contact_id": row.id, "before": as_it_was(row), "reason": change.reason, "at": now}
        )
    for contact in (*planned, *changes.vanished):
        row = standing.get(contact.key)
        if row is None:
            if contact.reason == POINT_ENDED:
                continue
            row = _new_row(contact, waves[contact.key.wave], now)
            about.contacts.append(row)
            pending.new.append(row)
            pending.count += 1
        elif not stays_as_it_was(row, contact):
            _touch(pending, row)
            pending.count += fill(row, filled(row, contact, now))[1]


def _new_row(contact: PlannedContact, wave: Wave, now: datetime) -> ContactRow:
    return ContactRow(
        id=NOT_THERE_YET,
        public_id=new_public_id(),
        placement_id=int(contact.key.subject),
        wave_id=wave.id,
        kind=ContactKind(contact.key.kind.value),
        sequence=contact.key.sequence,
        mail_id=None,
        outcome=None,
        given_at=None,
        sent_at=None,
        released_at=None,
        wave=wave,
        key=contact.key,
        **filled(None, contact, now),
    )


def _touch(pending: _Pending, row: ContactRow) -> None:
    """Before a row may change: remember how it stands in the database."""
    if row.id != NOT_THERE_YET and row.id not in pending.touched:
        pending.touched[row.id] = row, _as_it_stands(row)


def _act(pending: _Pending, row: ContactRow, action: Action, now: datetime) -> bool:
    """Whether this gives something out."""
    _touch(pending, row)
    if action.do is Do.TASK and action.task is not None:
        if row.id == NOT_THERE_YET:
            raise _NeedsMore
        pending.tasks.append((row, TaskKind(action.task.value)))
        return False
    if row.outcome is not None:
        raise _NeedsMore
    if action.do is Do.SEND:
        row.state, row.outcome = ContactState.QUEUED, Outcome.QUEUED
        row.given_at, row.reason, row.check_at = now, "", now + LOOK_AGAIN_AFTER
        pending.mails.append(row)
    elif action.do is Do.LIST_CALL:
        row.state, row.outcome = ContactState.SENT, Outcome.SENT
        row.given_at, row.sent_at, row.reason = now, now, "call_list"
    else:
        raise _NeedsMore
    pending.count += 1
    return True


def _write_down(pending: list[_Pending], done: Done, now: datetime) -> None:
    """Everything in one statement of a kind. Mail goes into the outbox in the transaction in which its contact says so."""
    pending = _queue(pending, done, now)
    connection = session().connection()
    new = [{"public_id": row.public_id, **_values(row, _COLUMNS)} for one in pending for row in one.new]
    if new:
        connection.execute(insert(_CONTACTS), new)
    for names, changed in _changed(pending).items():
        saved = cast("CursorResult[Any]", connection.execute(_saving(names), changed)).rowcount
        if saved != len(changed):
            raise Conflict(f"{len(changed) - saved} contacts have changed meanwhile")
    history = [line for one in pending for line in one.history]
    if history:
        connection.execute(insert(cast(Table, ContactChange.__table__)), history)
    done.count += sum(one.count for one in pending) + _raise_tasks(
        [task for one in pending for task in one.tasks], now
    )


def _changed(pending: Iterable[_Pending]) -> dict[tuple[str, ...], list[dict[str, Any]]]:
    """The rows that stand otherwise than in the database, by what is to be saved of them."""
    found: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for one in pending:
        for row, before in one.touched.values():
            now = _as_it_stands(row)
            if now != before:
                was = dict(zip(_MAY_CHANGE, before, strict=True))
                changed = {
                    name: value for name, value in zip(_MAY_CHANGE, now, strict=True) if value != was[name]
                }
                found.setdefault(tuple(changed), []).append(
                    {
                        "row_id": row.id,
                        "was_state": was["state"],
                        "was_outcome": was["outcome"],
                        **changed,
                    }
                )
    return found


def _values(row: ContactRow, names: Sequence[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def _queue(pending: Collection[_Pending], done: Done, now: datetime) -> list[_Pending]:
    """The mails of all, as `contacts` queues them one by one; gives those whose mails are in the outbox now.

    What was put in says which are new. To ask the outbox before and after would be to search a table that grows under the
    search, and PostgreSQL reads it from end to end as long as its statistics are those of a small one.
    """
    of_kind: dict[str, list[Recipient]] = {}
    for one in pending:
        person = one.about.person
        for row in one.mails:
            kind = "survey_invitation" if row.kind is ContactKind.INVITATION else "survey_reminder"
            of_kind.setdefault(kind, []).append(
                Recipient(
                    address=one.about.address,
                    ref=person.public_id,
                    language=person.language,
                    zone=person.zone,
                    params={"contact": row.public_id},
                    unique_key=_name_of(row),
                    subject_ref=row.public_id,
                )
            )
    queued: dict[str, int] = {}
    for kind, recipients in sorted(of_kind.items()):
        queued |= messages.queue_all(kind, recipients, now=now, subject_kind="contact")
    whole: list[_Pending] = []
    of_others: list[int] = []
    for one in pending:
        ids = [queued.get(_name_of(row)) for row in one.mails]
        if None in ids:
            # Whose mail was cancelled before needs a name of its own for the next.
            done.alone.append(one.about.person.id)
            of_others += [mail_id for mail_id in ids if mail_id is not None]
            continue
        for row, mail_id in zip(one.mails, ids, strict=True):
            row.mail_id = mail_id
        whole.append(one)
    if of_others:
        messages.take_out(of_others)
    return whole


def _name_of(row: ContactRow) -> str:
    return f"contact:{row.public_id}"


def _raise_tasks(tasks: Sequence[tuple[ContactRow, TaskKind]], now: datetime) -> int:
    """Onto the list of staff; the same one is never there twice."""
    if not tasks:
        return 0
    rows = session()
    table = FollowUpTask
    there = {
        (contact_id, kind)
        for contact_id, kind in rows.execute(
            select(table.contact_id, table.kind).where(table.contact_id.in_({row.id for row, _kind in tasks}))
        )
    }
    values = [
        {
            "public_id": new_public_id(),
            "placement_id": row.placement_id,
            "contact_id": row.id,
            "kind": kind,
            "raised_at": now,
            "done_by_ref": "",
        }
        for row, kind in tasks
        if (row.id, kind) not in there
    ]
    if values:
        dialect = sqlite if database().is_sqlite else postgresql
        rows.connection().execute(
            dialect.insert(cast(Table, table.__table__)).on_conflict_do_nothing(
                index_elements=["placement_id", "contact_id", "kind"]
            ),
            values,
        )
    return len(values)
