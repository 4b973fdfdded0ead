"""Moves of the log of failures. Nothing written here is ever taken out again; a change is a line of its history."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
import json
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite

from recruit.accounts.breaches import queries, rules
from recruit.accounts.breaches.events import AffectedToTell, BreachLogged
from recruit.accounts.breaches.models import Breach, BreachLetter, BreachMove, BreachNotice, BreachPerson
from recruit.accounts.breaches.rules import (
    BreachRefusal,
    BreachState,
    Country,
    Item,
    NoticeKind,
    Trigger,
)
from recruit.accounts.requests.actions import next_number
from recruit.core import audit, vault
from recruit.core.db import changes_one, database, session, set_state
from recruit.core.errors import Refused
from recruit.core.events import announce
from recruit.core.visitor import Visitor


def log_breach(
    *,
    known_at: datetime,
    items: Mapping[Item, str],
    triggers: Collection[Trigger],
    countries: Collection[Country],
    persons: int,
    encrypted: bool,
    by: Visitor,
    now: datetime,
) -> Breach:
    """Enter a failure, or the suspicion of one. The clocks run from when anybody of ours first knew."""
    if known_at > now:
        raise Refused(BreachRefusal.KNOWN_LATER_THAN_NOW, field="known_at")
    breach = Breach(
        number=next_number("B", now),
        state=BreachState.SUSPECTED,
        known_at=known_at,
        recorded_at=now,
        **_values(items, triggers, countries, persons, encrypted=encrypted),
    )
    session().add(breach)
    session().flush()
    _note(breach, None, BreachState.SUSPECTED, by, now)
    announce(BreachLogged(breach_id=breach.id, by_ref=by.person_ref, at=now))
    return breach


def change_facts(
    breach: Breach,
    *,
    known_at: datetime,
    items: Mapping[Item, str],
    triggers: Collection[Trigger],
    countries: Collection[Country],
    persons: int,
    encrypted: bool,
    by: Visitor,
    now: datetime,
) -> None:
    """More is known. Which facts changed stands in the history, the words of the report do not."""
    if breach.state not in rules.OPEN:
        raise Refused(BreachRefusal.MOVE_NOT_POSSIBLE)
    if known_at > now:
        raise Refused(BreachRefusal.KNOWN_LATER_THAN_NOW, field="known_at")
    before, told = queries.facts_of(breach), queries.items_of(breach)
    values = _values(items, triggers, countries, persons, encrypted=encrypted)
    set_state(breach, breach.state, breach.state, known_at=known_at, **values)
    after = queries.facts_of(breach)
    fields = ("known_at", "triggers", "countries", "persons", "encrypted")
    changed = [name for name in fields if getattr(before, name) != getattr(after, name)]
    changed += [str(item) for item in Item if told[item] != items.get(item, "")]
    if changed:
        _note(breach, breach.state, breach.state, by, now, change=", ".join(changed))


def _values(
    items: Mapping[Item, str],
    triggers: Collection[Trigger],
    countries: Collection[Country],
    persons: int,
    *,
    encrypted: bool,
) -> dict[str, Any]:
    return {
        "items": vault.seal(json.dumps({str(item): words for item, words in items.items()})),
        "triggers": sorted(map(str, triggers)),
        "countries": sorted(map(str, countries)),
        "persons": persons,
        "encrypted": encrypted,
    }


def move_breach(breach: Breach, after: BreachState, note: str, *, by: Visitor, now: datetime) -> None:
    """Confirm it, say that there was none, close it, open it again; with the reason."""
    before = breach.state
    refusal = rules.why_not_moved(before, after, queries.notices_of(breach))
    if refusal:
        raise Refused(refusal, field="after")
    set_state(breach, breach.state, after, closed_at=None if after in rules.OPEN else now)
    _note(breach, before, after, by, now, note=note)


def note_notice(
    breach: Breach, kind: NoticeKind, reference: str, *, given_at: datetime, by: Visitor, now: datetime
) -> None:
    """Somebody was told. Said twice, the first time stays."""
    if given_at > now:
        raise Refused(BreachRefusal.KNOWN_LATER_THAN_NOW, field="given_at")
    insert = (sqlite if database().is_sqlite else postgresql).insert(BreachNotice)
    added = session().scalar(
        insert.values(
            breach_id=breach.id, kind=kind, given_at=given_at, by_ref=by.person_ref, reference=reference
        )
        .on_conflict_do_nothing(index_elements=["breach_id", "kind"])
        .returning(BreachNotice.id)
    )
    session().expire(breach, ["notices"])
    if added is not None:
        _note(breach, breach.state, breach.state, by, now, change=f"notice {kind}")


def add_people(breach: Breach, person_ids: Sequence[int], *, by: Visitor, now: datetime) -> int:
    """These people's data is affected; gives how many are new. The number of the report is never less than the list."""
    if not person_ids:
        raise Refused(BreachRefusal.NOBODY_FOUND)
    insert = (sqlite if database().is_sqlite else postgresql).insert(BreachPerson)
    rows = [{"breach_id": breach.id, "person_id": person_id, "added_at": now} for person_id in person_ids]
    added = session().scalars(
        insert.values(rows)
        .on_conflict_do_nothing(index_elements=["breach_id", "person_id"])
        .returning(BreachPerson.id)
    )
    count = len(added.all())
    known = len(queries.affected(breach))
    if known > breach.persons:
        set_state(breach, breach.state, breach.state, persons=known)
    if count:
        _note(breach, breach.state, breach.state, by, now, change=f"people +{count}")
    return count


def write_letter(breach: Breach, language: str, words: str, *, by: Visitor, now: datetime) -> None:
    """What the people affected are told in this language."""
    row = session().scalar(
        select(BreachLetter)
        .where(BreachLetter.breach_id == breach.id, BreachLetter.language == language)
        .with_for_update()
    )
    if row is None:
        session().add(BreachLetter(breach_id=breach.id, language=language, words=vault.seal(words)))
    else:
        row.words = vault.seal(words)
    session().flush()
    _note(breach, breach.state, breach.state, by, now, change=f"letter {language}")


def tell_people(breach: Breach, *, by: Visitor, now: datetime) -> int:
    """Send the letter to everybody who has not had it and whose language has one; gives to how many. One mail each."""
    ready = queries.letters_ready(breach)
    if not ready:
        raise Refused(BreachRefusal.NO_LETTER)
    told = 0
    for row, person in queries.untold(breach, ready):
        claim = (
            update(BreachPerson)
            .where(BreachPerson.id == row.id, BreachPerson.told_at.is_(None))
            .values(told_at=now)
        )
        if changes_one(claim):
            announce(AffectedToTell(breach_id=breach.id, person_id=person.id, at=now))
            told += 1
    session().expire_all()
    if told:
        _note(breach, breach.state, breach.state, by, now, change=f"letters +{told}")
    return told


def _note(
    breach: Breach,
    before: BreachState | None,
    after: BreachState,
    by: Visitor,
    now: datetime,
    *,
    note: str = "",
    change: str = "",
) -> None:
    words = note or change
    session().add(
        BreachMove(
            breach_id=breach.id,
            before=before,
            after=after,
            at=now,
            by_ref=by.person_ref,
            note=vault.seal(words) if words else None,
        )
    )
    session().flush()
    session().expire(breach, ["moves"])
    audit.record(
        "breach.changed" if before is after else f"breach.{after}",
        by=by,
        now=now,
        subject_kind="breach",
        subject_ref=breach.public_id,
        change=change,
    )
