"""Personal data of cases: a person may know that there was one; what was written down about it is emptied on erasure."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update

from recruit.cases import queries
from recruit.cases.models import Case, CaseNote
from recruit.core import vault
from recruit.core.db import session

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
                "origin": str(case.origin),
                "level": str(case.level),
                "state": str(case.state),
                "closed_at": case.closed_at,
                "closing_code": case.closing_code,
                "helped": case.helped,
                "you_said": str(case.person_said) if case.person_said else None,
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
