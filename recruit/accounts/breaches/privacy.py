"""What the log of failures holds about a person: that their data was affected, and since when they have been told."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select

from recruit.accounts.breaches.models import Breach, BreachLetter, BreachMove, BreachNotice, BreachPerson
from recruit.core.db import session
from recruit.core.periods import BREACH_LOG

# Which tables hold something about a person, and what becomes of it.
TABLES: dict[str, str] = {
    "breach": "Deleted five years after it was closed; nobody is named in its own fields.",
    "breach_notice": "Kept with the failure: who told which authority, and when.",
    "breach_move": "Kept with the failure: who moved it, and when.",
    "breach_person": "Stays without a name: it shows that everybody affected was told.",
    "breach_letter": "Holds no person.",
}


def export(person_id: int) -> list[dict[str, Any]]:
    """The failures that affected this person's data."""
    found = session().execute(
        select(Breach.number, Breach.known_at, BreachPerson.told_at)
        .join(BreachPerson, BreachPerson.breach_id == Breach.id)
        .where(BreachPerson.person_id == person_id)
        .order_by(Breach.id)
    )
    return [
        {
            "number": number,
            "known": known_at.isoformat(),
            "told": told_at.isoformat() if told_at else None,
        }
        for number, known_at, told_at in found
    ]


def forget_old(now: datetime) -> int:
    """Delete failures that were closed long ago, with who was told and what was written; gives how many. One that is open stays."""
    old = session().scalars(
        select(Breach.id).where(Breach.closed_at < BREACH_LOG.before(now)).order_by(Breach.id)
    )
    ids = old.all()
    for part in (BreachNotice, BreachMove, BreachPerson, BreachLetter):
        session().execute(delete(part).where(part.breach_id.in_(ids)))
    session().execute(delete(Breach).where(Breach.id.in_(ids)))
    return len(ids)
