"""What the request desk holds about a person: taken along, emptied."""

from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from recruit.accounts.requests import queries
from recruit.accounts.requests.models import DataRequest, RequestMove
from recruit.core.db import session


def export(person_id: int) -> list[dict[str, Any]]:
    """The person's requests with what was written and answered. Notes are what staff wrote for themselves on the way."""
    found = session().scalars(
        select(DataRequest).where(DataRequest.person_id == person_id).order_by(DataRequest.id)
    )
    return [
        {
            "number": one.number,
            "kind": str(one.kind),
            "law": str(one.law),
            "state": str(one.state),
            "received": _text(one.received_at),
            "answer_by": _text(one.answer_by_at),
            "answered": _text(one.decided_at),
            "outcome": str(one.outcome) if one.outcome else None,
            "carried_out": _text(one.done_at),
            "words": queries.words_of(one),
            "answer": queries.answer_of(one),
            "notes": [note for note in map(queries.note_of, one.moves) if note],
        }
        for one in found
    ]


def _text(instant: datetime | None) -> str | None:
    return instant.isoformat() if instant else None


def erase(person_id: int) -> None:
    """Words, letter, name and address go; number, kind, dates and outcome stay."""
    own = select(DataRequest.id).where(DataRequest.person_id == person_id)
    session().execute(update(RequestMove).where(RequestMove.request_id.in_(own)).values(note=None))
    session().execute(
        update(DataRequest)
        .where(DataRequest.person_id == person_id)
        .values(words=None, answer=None, name="", address="", zone="UTC")
    )
