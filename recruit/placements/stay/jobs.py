"""What the clock calls for stays."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from recruit.core.clock import day_in
from recruit.core.db import session
from recruit.core.each import each_by_itself
from recruit.placements.actions import TOKYO
from recruit.placements.models import Placement
from recruit.placements.stay import actions, queries
from recruit.placements.stay.mails import tell
from recruit.placements.stay.rules import is_to_be_told, notice_of

BATCH = 100
# Nobody is told at night that a stay ends.
MORNING, EVENING = time(9), time(19)


def remind(now: datetime) -> int:
    """Remind the person and the company three months and one month before a stay ends, once each. One transaction a hire."""
    if not MORNING <= now.astimezone(ZoneInfo(TOKYO)).time() < EVENING:
        return 0
    today = day_in(now, TOKYO)

    def remind_of(placement_id: int) -> bool:
        placement = session().get_one(Placement, placement_id, populate_existing=True)
        until_on = placement.stay_until_on
        if until_on is None or not is_to_be_told(
            until_on, placement.renewal_applied_on, placement.stay_notice, today
        ):
            return False
        notice = notice_of(until_on, today)
        if notice is None or not actions.note_told(placement_id, until_on, notice):
            return False
        tell(placement, until_on, notice, now)
        return True

    return each_by_itself("stays that end", queries.to_be_told(today, BATCH), remind_of)
