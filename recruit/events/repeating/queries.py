"""Reads of series."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.core.visitor import Visitor
from recruit.events.eligibility.queries import why_not_come
from recruit.events.models import Event, Registration
from recruit.events.rules import (
    LIVE,
    PUBLIC_STATES,
    EventState,
    RegistrationState,
    why_not_sign_up,
)


def series_of(event: Event) -> list[Event]:
    """The public events that were made together, in time; no statement for an event by itself."""
    if event.series_ref is None:
        return []
    found = list(
        session().scalars(
            select(Event)
            .where(
                Event.series_ref == event.series_ref,
                Event.state.in_(PUBLIC_STATES),
                Event.hidden.is_(False),
            )
            .order_by(Event.starts_at, Event.id)
        )
    )
    return found if len(found) > 1 else []


def numbers_in_series(events: Sequence[Event]) -> dict[int, tuple[int, int]]:
    """Which of how many each of these events is; one statement where any belongs to a series, else none."""
    refs = {one.series_ref for one in events if one.series_ref is not None}
    if not refs:
        return {}
    rows = session().execute(
        select(Event.series_ref, Event.id)
        .where(
            Event.series_ref.in_(refs),
            Event.state.in_(PUBLIC_STATES),
            Event.hidden.is_(False),
            Event.state != EventState.CALLED_OFF,
        )
        .order_by(Event.starts_at, Event.id)
    )
    members: dict[str, list[int]] = {}
    for ref, event_id in rows:
        members.setdefault(ref or "", []).append(event_id)
    return {
        event_id: (number, len(ids))
        for ids in members.values()
        if len(ids) > 1
        for number, event_id in enumerate(ids, start=1)
    }


def all_of_series(visitor: Visitor, event: Event) -> Sequence[Event]:
    """The same for staff: drafts too."""
    if not visitor.is_coordinator:
        raise Missing
    if event.series_ref is None:
        return []
    query = select(Event).where(Event.series_ref == event.series_ref)
    return session().scalars(query.order_by(Event.starts_at, Event.id)).all()


@dataclass(frozen=True)
class Part:
    """One event of a series as the visitor meets it. `is_offered` where a tick alone signs them up."""

    event: Event
    state: RegistrationState | None
    asks_more: bool
    is_offered: bool


def parts_for(visitor: Visitor, event: Event, now: datetime) -> list[Part]:
    """The coming events of a series, with how the visitor stands to each."""
    coming = [one for one in series_of(event) if one.ends_at > now]
    states = {
        row[0]: row[1]
        for row in session().execute(
            select(Registration.event_id, Registration.state).where(
                Registration.event_id.in_([one.id for one in coming]),
                Registration.person_id == visitor.person_id,
            )
        )
    }
    found = []
    for one in coming:
        state = states.get(one.id)
        is_free = state not in (*LIVE, RegistrationState.REFUSED)
        is_open = why_not_sign_up(one.state, one.sign_up_until, now) is None and not one.by_invitation
        may_come = is_open and is_free and why_not_come(one, visitor) is None
        # Companions and sessions can be named afterwards; questions stand before the seat.
        found.append(Part(one, state, may_come and one.asks, may_come and not one.asks))
    return found
