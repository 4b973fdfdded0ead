"""What the request desk holds about a person: taken along, emptied."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select, update

from recruit.accounts.requests import queries
from recruit.accounts.requests.models import DataRequest, RequestMove
from recruit.accounts.requests.rules import Law, Outcome, RequestKind, RequestState
from recruit.core.db import session


def export(person_id: int) -> list[dict[str, Any]]:
    """The person's requests with what was written and answered. Notes are what staff wrote for themselves on the way."""
    found = session().scalars(
        select(DataRequest).where(DataRequest.person_id == person_id).order_by(DataRequest.id)
    )
    return [
        {
            "number": one.number,
            "kind": RequestKind(one.kind),
            "law": Law(one.law),
            "state": RequestState(one.state),
            "received": _text(one.received_at),
            "answer_by": _text(one.answer_by_at),
            "answered": _text(one.decided_at),
            "outcome": Outcome(one.outcome) if one.outcome else None,
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
    _empty(DataRequest.person_id == person_id)


def erase_asked_by_mail(addresses: Collection[str]) -> None:
    """The same for what was asked by mail from these addresses before they belonged to anybody we knew."""
    _empty(DataRequest.person_id.is_(None) & DataRequest.address.in_(addresses))


def _empty(which: ColumnElement[bool]) -> None:
    own = select(DataRequest.id).where(which)
    session().execute(update(RequestMove).where(RequestMove.request_id.in_(own)).values(note=None))
    session().execute(
        update(DataRequest).where(which).values(words=None, answer=None, name="", address="", zone="UTC")
    )
