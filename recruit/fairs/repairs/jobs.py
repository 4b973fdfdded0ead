"""What the clock does to mend timetables: it computes the ways that staff choose from."""

from datetime import datetime
import logging

from sqlalchemy import or_, select

from recruit.core import clock
from recruit.core.db import session, writing
from recruit.core.each import each_in_steps
from recruit.fairs.models import TimetableRepair
from recruit.fairs.repairs import actions
from recruit.fairs.repairs.checking import broken_rules
from recruit.fairs.rules import RepairState
from recruit.fairs.timetable.repairing import proposals

log = logging.getLogger(__name__)

# Somebody stands at the door and waits.
SECONDS = 15.0


def find_repairs(now: datetime, worker: str) -> int:
    """Look for ways where staff have asked; gives how many questions were answered."""
    due = (
        session()
        .scalars(
            select(TimetableRepair.id)
            .where(
                TimetableRepair.state == RepairState.ASKED,
                or_(TimetableRepair.claimed_by == "", TimetableRepair.lease_until < now),
            )
            .order_by(TimetableRepair.id)
        )
        .all()
    )

    def compute(repair_id: int) -> int:
        with writing():
            asked = actions.claim_repair(repair_id, worker=worker, now=now)
        if asked is None:
            return 0
        instance, held, day = asked
        sound = []
        past = [(one.student, one.company, one.slot) for one in held if one.slot < day.from_slot]
        for found in proposals(instance, held, day, seconds=SECONDS):
            rest = [(one.student, one.company, one.slot) for one in found.meetings]
            wrong = broken_rules(instance, day, rest, past)
            if wrong:
                log.error("a way to mend breaks the rules", extra={"what": repair_id, "thing": wrong[:20]})
            else:
                sound.append(found)
        with writing():
            return int(actions.keep_proposals(repair_id, sound, worker=worker, now=clock.now()))

    return each_in_steps("ways to mend a timetable", due, compute)
