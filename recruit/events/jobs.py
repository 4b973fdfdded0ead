"""What the clock does to events."""

from datetime import datetime

from sqlalchemy import and_, or_, select

from recruit.core.db import session
from recruit.core.each import each_by_itself
from recruit.core.visitor import WORKER
from recruit.events import actions
from recruit.events.models import Event
from recruit.events.rules import EventState


def move_events(now: datetime) -> int:
    """Close, begin and end what is due; gives how many moves. One event, one transaction."""
    due = (
        session()
        .scalars(
            select(Event.id)
            .where(
                or_(
                    and_(Event.state == EventState.OPEN, Event.sign_up_until <= now),
                    and_(Event.state.in_((EventState.OPEN, EventState.CLOSED)), Event.starts_at <= now),
                    and_(Event.state == EventState.RUNNING, Event.ends_at <= now),
                )
            )
            .order_by(Event.id)
        )
        .all()
    )

    def move(event_id: int) -> int:
        event, moves = session().get_one(Event, event_id, populate_existing=True), 0
        while actions.move_by_time(event, by=WORKER, now=now) is not None:
            moves += 1
        return moves

    return each_by_itself("events whose time has come", due, move)
