"""What positions hold about a person: only who moved one, by reference. Positions themselves belong to a company."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from recruit.accounts.models import Person
from recruit.core.db import session
from recruit.postings.checking.models import PostingFinding
from recruit.postings.models import PostingMove

TABLES: dict[str, str] = {
    "posting": "Holds no person.",
    "posting_text": "Holds no person.",
    "posting_version": "Holds no person.",
    "posting_move": "Kept: it names who moved a position by a reference that leads to no name once the person is erased.",
    "posting_finding": "Kept: it names who found a finding fine by a reference that leads to no name once the person is erased.",
}


def export(person_id: int) -> dict[str, Any]:
    """The moves this person made, and what they wrote about findings."""
    rows = session().execute(
        select(PostingMove.at, PostingMove.from_state, PostingMove.to_state)
        .join(Person, Person.public_id == PostingMove.by_ref)
        .where(Person.id == person_id)
        .order_by(PostingMove.id)
    )
    notes = session().execute(
        select(PostingFinding.noted_at, PostingFinding.rule, PostingFinding.note)
        .join(Person, Person.public_id == PostingFinding.noted_by_ref)
        .where(Person.id == person_id)
        .order_by(PostingFinding.id)
    )
    return {
        "posting_moves": [{"at": at.isoformat(), "from": before, "to": after} for at, before, after in rows],
        "posting_finding_notes": [
            {"at": at.isoformat() if at else "", "about": str(rule), "words": note}
            for at, rule, note in notes
        ],
    }


def erase(_person_id: int, _now: datetime) -> None:
    """Nothing here holds a name."""
