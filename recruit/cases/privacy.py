"""Personal data of cases: a person may know that there was one; what was written down about it is emptied on erasure."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import delete, or_, select, update

from recruit.cases import queries
from recruit.cases.models import Case, CaseNote
from recruit.cases.rules import CaseState
from recruit.core import vault
from recruit.core.db import session
from recruit.core.periods import CASE_WORDS, Kept

# Which tables hold something about a person, and what becomes of it.
TABLES: dict[str, str] = {
    "case": "Words and the next act are emptied; level, days and how it ended stay for the figures, without a name.",
    "case_note": "Deleted.",
    "alert": "Stays for the figures, without a name.",
    "alert_check": "Holds only that a job has looked.",
    "help_line": "Holds no person.",
}


def export(person_id: int) -> dict[str, Any]:
    """Cases about a person, with what was found, what was written down and how it ended."""
    return {
        "cases": [
            {
                "opened_at": case.opened_at,
                "origin": case.origin,
                "level": case.level,
                "state": case.state,
                "closed_at": case.closed_at,
                "closing_code": case.closing_code,
                "helped": case.helped,
                "you_said": case.person_said,
                "alerts": [{"rule": alert.rule, "raised_at": alert.raised_at} for alert in case.alerts],
                "notes": [{"at": note.at, "words": vault.unseal(note.words)} for note in case.notes],
            }
            for case in queries.cases_of_person(person_id)
        ]
    }


def erase(person_id: int, now: datetime) -> None:
    """Words go; that there was a case, its level and how it ended stay for the figures, without a name."""
    cases = select(Case.id).where(Case.person_id == person_id)
    session().execute(delete(CaseNote).where(CaseNote.case_id.in_(cases)))
    session().execute(
        update(Case).where(Case.person_id == person_id).values(words=None, next_action="", ask_hash=None)
    )


def purge(now: datetime) -> int:
    """Empty cases that were closed long enough ago: level, days and how they ended stay. Gives how many."""
    notes = select(CaseNote.id).where(CaseNote.case_id == Case.id).exists()
    old = select(Case.id).where(
        Case.state == CaseState.CLOSED,
        Case.closed_at < CASE_WORDS.before(now),
        or_(Case.words.is_not(None), Case.next_action != "", notes),
    )
    ids = session().scalars(old.order_by(Case.id)).all()
    session().execute(delete(CaseNote).where(CaseNote.case_id.in_(ids)))
    session().execute(update(Case).where(Case.id.in_(ids)).values(words=None, next_action="", ask_hash=None))
    return len(ids)


PURGES = {Kept.CASE_WORDS: purge}


def still_needed(person_ids: Collection[int]) -> set[int]:
    """Which of these are helped in a case that is not closed."""
    rows = session().scalars(
        select(Case.person_id).where(Case.person_id.in_(person_ids), Case.state != CaseState.CLOSED)
    )
    return {person_id for person_id in rows if person_id is not None}
