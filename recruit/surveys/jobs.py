"""What the clock does about follow-ups: open, send, remind, close. Any number of workers may run it at once."""

from datetime import datetime

from sqlalchemy import select

from recruit.core.db import session, writing
from recruit.placements.models import Placement
from recruit.surveys.actions.contacts import give_out_due
from recruit.surveys.models import Contact

PEOPLE_A_RUN = 500


def tick(now: datetime) -> int:
    """Look at everybody for whom something may have come due, one person a transaction. Returns how much was done."""
    people = (
        session()
        .scalars(
            select(Placement.person_id)
            .join(Contact, Contact.placement_id == Placement.id)
            .where(Contact.check_at.is_not(None), Contact.check_at <= now)
            .distinct()
            .order_by(Placement.person_id)
            .limit(PEOPLE_A_RUN)
        )
        .all()
    )
    done = 0
    for person_id in people:
        with writing():
            done += give_out_due(person_id, now)
    return done
