"""What sign-ups have against putting two rows of one person together."""

from sqlalchemy import select
from sqlalchemy.orm import aliased

from recruit.accounts.merging.rules import MergeRefusal, Objection
from recruit.core.db import session
from recruit.events.models import Event, Registration
from recruit.events.rules import LIVE


def objections(kept_id: int, merged_id: int) -> list[Objection]:
    """Two sign-ups for one event: the one that goes may not hold a seat. A cancelled one is in nobody's way."""
    kept, merged = aliased(Registration), aliased(Registration)
    found = session().scalars(
        select(Event)
        .join(merged, merged.event_id == Event.id)
        .join(kept, kept.event_id == Event.id)
        .where(kept.person_id == kept_id, merged.person_id == merged_id, merged.state.in_(LIVE))
        .order_by(Event.starts_at, Event.id)
    )
    return [Objection(MergeRefusal.SAME_EVENT_TWICE, about=event.slug) for event in found]
