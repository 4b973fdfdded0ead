"""What ends at a fair that was called off (see `reactions.py`)."""

from recruit.core.db import session
from recruit.events.events import EventCalledOff
from recruit.fairs import actions
from recruit.fairs.models import Fair
from recruit.fairs.proposing.actions import end_proposals


def end_meetings(event: EventCalledOff) -> None:
    """Nothing that was planned or agreed takes place, and nothing proposed waits any more. Both sides are told of it with the fair."""
    fair = session().get(Fair, event.event_id)
    if fair is not None:
        actions.drop_all_meetings(fair, by=event.by, now=event.now)
        end_proposals(fair.event_id, now=event.now)
