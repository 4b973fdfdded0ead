"""The lock that everybody takes who changes a seat: the row of the event, before any row of a sign-up or a session."""

from sqlalchemy import select

from recruit.core.db import session
from recruit.events.models import Event


def lock_event(event_id: int) -> Event:
    """The event with its row locked until the end of the transaction."""
    return (
        session()
        .scalars(
            select(Event)
            .where(Event.id == event_id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
        .one()
    )
