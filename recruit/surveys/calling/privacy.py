"""What calls hold about a person, and how it leaves again."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update

from recruit.core.db import session
from recruit.core.periods import CALLS, Kept
from recruit.placements.models import Placement
from recruit.surveys.calling.models import CallTry, PhoneEntry
from recruit.surveys.models import Answer, Contact

TABLES: dict[str, str] = {
    "call_try": "Deleted: that somebody called, and what came of it. Otherwise after twelve months.",
    "phone_entry": "Deleted: who wrote answers down. What stays of the answers for the figures does not lead there.",
}


def export(person_id: int) -> dict[str, Any]:
    """When somebody called and what came of it, and which surveys were filled in on the telephone."""
    tries = session().scalars(
        select(CallTry)
        .join(Placement, Placement.id == CallTry.placement_id)
        .where(Placement.person_id == person_id)
        .order_by(CallTry.at, CallTry.id)
    )
    entries = session().scalars(
        select(PhoneEntry)
        .join(Contact, Contact.id == PhoneEntry.contact_id)
        .join(Placement, Placement.id == Contact.placement_id)
        .where(Placement.person_id == person_id)
        .order_by(PhoneEntry.id)
    )
    return {
        "calls": [
            {
                "at": one.at,
                "call_outcome": one.outcome,
                "called_at": one.point.value if one.point else "",
                "call_again_at": one.call_again_at,
            }
            for one in tries
        ],
        "answered_by_phone": [
            {
                "point": entry.contact.wave.key,
                "language": entry.language,
                "began_at": entry.began_at,
                "ended_at": entry.ended_at,
                "said_yes_at": entry.said_yes_at,
            }
            for entry in entries
        ],
    }


def erase(person_id: int, _now: datetime) -> None:
    """Nothing says any more that this person was called."""
    own = select(Placement.id).where(Placement.person_id == person_id)
    entries = select(PhoneEntry.id).where(
        PhoneEntry.contact_id.in_(select(Contact.id).where(Contact.placement_id.in_(own)))
    )
    session().execute(
        update(Answer)
        .where(Answer.phone_entry_id.in_(entries))
        .values(phone_entry_id=None)
        .execution_options(synchronize_session=False)
    )
    session().execute(delete(PhoneEntry).where(PhoneEntry.id.in_(entries)))
    session().execute(delete(CallTry).where(CallTry.placement_id.in_(own)))
    session().expire_all()


def forget_calls(now: datetime) -> int:
    """Tries that were made long ago; gives how many."""
    gone = delete(CallTry).where(CallTry.at < CALLS.before(now)).returning(CallTry.id)
    return len(session().scalars(gone).all())


PURGES = {Kept.CALLS: forget_calls}
