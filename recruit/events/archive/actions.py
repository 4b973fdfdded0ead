"""Staff take the page of an event that is over off, and put it back."""

from datetime import datetime

from recruit.core import audit
from recruit.core.db import session
from recruit.core.errors import Refused
from recruit.core.visitor import Visitor
from recruit.events.models import Event
from recruit.events.rules import OVER_STATES, EventRefusal


def hide(event: Event, hidden: bool, *, by: Visitor, now: datetime) -> None:
    """Take it off, or put it back. A second time changes nothing."""
    if event.state not in OVER_STATES:
        raise Refused(EventRefusal.MOVE_NOT_POSSIBLE)
    if event.hidden is hidden:
        return
    event.hidden = hidden
    session().flush()
    audit.record(
        "event.hide" if hidden else "event.show_again",
        by=by,
        now=now,
        subject_kind="event",
        subject_ref=event.slug,
    )
