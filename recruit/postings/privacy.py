"""What positions hold about a person: only who moved one, by reference. Positions themselves belong to a company."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from recruit.accounts.models import Person
from recruit.core.db import session
from recruit.postings.checking.models import PostingFinding
from recruit.postings.life.models import PostingChange, PostingQuestion
from recruit.postings.models import PostingMove

TABLES: dict[str, str] = {
    "posting": "Holds no person.",
    "posting_text": "Holds no person.",
    "posting_version": "Holds no person.",
    "posting_move": "Kept: it names who moved a position by a reference that leads to no name once the person is erased.",
    "posting_change": "Kept: it names who changed a position by a reference that leads to no name once the person is erased.",
    "posting_question": "Kept: it names who said that a position is still right by a reference that leads to no name once the person is erased.",
    "posting_finding": "Kept: it names who found a finding fine by a reference that leads to no name once the person is erased.",
}


def export(person_id: int) -> dict[str, Any]:
    """The moves and changes this person made, what they said is still right, and what they wrote about findings."""
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
    changes = session().execute(
        select(PostingChange.at, PostingChange.before, PostingChange.after)
        .join(Person, Person.public_id == PostingChange.by_ref)
        .where(Person.id == person_id)
        .order_by(PostingChange.id)
    )
    answers = session().execute(
        select(PostingQuestion.ended_at, PostingQuestion.outcome)
        .join(Person, Person.public_id == PostingQuestion.by_ref)
        .where(Person.id == person_id)
        .order_by(PostingQuestion.id)
    )
    return {
        "posting_moves": [{"at": at.isoformat(), "from": before, "to": after} for at, before, after in rows],
        "posting_changes": [
            {"at": at.isoformat(), "about": ", ".join({**before, **after})} for at, before, after in changes
        ],
        "posting_answers": [
            {"at": at.isoformat() if at else "", "answer": str(answer or "")} for at, answer in answers
        ],
        "posting_finding_notes": [
            {"at": at.isoformat() if at else "", "about": str(rule), "words": note}
            for at, rule, note in notes
        ],
    }


def erase(_person_id: int, _now: datetime) -> None:
    """Nothing here holds a name."""
