"""Personal data of the core: who has looked at whom. Sightings name people by reference only and are the record of it."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select

from recruit.core import files
from recruit.core.db import session
from recruit.core.models import Sighting
from recruit.core.periods import PROVISION_RECORD, Kept
from recruit.core.visitor import Seen

# Which tables hold something about a person, and what becomes of it.
TABLES: dict[str, str] = {
    "audit_entry": "Kept: names people by a reference that leads to no name once they are erased, and no words they wrote.",
    "sighting": "Kept three years as the record of who looked, by reference only; then deleted.",
    "dated_fact": "Holds no person.",
    "heartbeat": "Holds no person.",
    "content_stamp": "Holds no person.",
    "purge_run": "Holds no person.",
    "stored_file": "Deleted, from the disk too, with what it belongs to. It is encrypted, and its row names nobody.",
}


def export(person_ref: str) -> dict[str, Any]:
    """Who has looked at this person, when and at what: by office and organisation. Whose look it was stands there (as a
    reference) only where answers were read, as those who are asked were told.
    """
    looks = select(Sighting).where(Sighting.person_ref == person_ref, Sighting.by_ref != person_ref)
    rows = session().scalars(looks.order_by(Sighting.id))
    return {
        "looks_at_you": [
            {
                "at": row.at,
                "by": row.by_ref if row.what == Seen.RESPONSE else "",
                "organisation": row.organisation_ref,
                "office": row.office,
                "what": Seen(row.what),
            }
            for row in rows
        ]
    }


def purge(now: datetime) -> int:
    """Delete looks that are older than they must be kept; gives how many."""
    old = delete(Sighting).where(Sighting.at < PROVISION_RECORD.before(now)).returning(Sighting.id)
    return len(session().scalars(old).all())


PURGES = {Kept.LOOKS: purge, Kept.FILES: files.remove_strays}
