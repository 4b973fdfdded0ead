"""Reads of materials, told who asks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.core.visitor import Visitor
from recruit.events.door.here import let_in
from recruit.events.materials.models import EventMaterial
from recruit.events.materials.rules import OpensFor, is_shown, may_open
from recruit.events.models import CheckIn, Event, Registration
from recruit.events.rules import PUBLIC_STATES, RegistrationState


@dataclass(frozen=True)
class Standing:
    """What a visitor is at an event."""

    has_seat: bool = False
    came: bool = False


def standing_of(event_id: int, visitor: Visitor) -> Standing:
    """Whether the visitor has a seat at an event, and came."""
    if visitor.person_id is None:
        return Standing()
    row = (
        session()
        .execute(
            select(Registration.id, Registration.state).where(
                Registration.event_id == event_id, Registration.person_id == visitor.person_id
            )
        )
        .one_or_none()
    )
    if row is None:
        return Standing()
    came = session().scalar(select(CheckIn.id).where(CheckIn.registration_id == row[0], let_in()).limit(1))
    return Standing(has_seat=row[1] is RegistrationState.SIGNED_UP, came=came is not None)


@dataclass(frozen=True)
class Shown:
    """A material as a page shows it; what does not open says for whom it does."""

    material: EventMaterial
    opens: bool


def shown_materials(event: Event, visitor: Visitor, now: datetime) -> list[Shown]:
    """What is there to be seen now, in the order in which it was added; no statement where there is nothing."""
    if not event.has_materials:
        return []
    rows = (
        session()
        .scalars(
            select(EventMaterial)
            .where(
                EventMaterial.event_id == event.id,
                EventMaterial.withdrawn_at.is_(None),
                EventMaterial.from_at <= now,
            )
            .order_by(EventMaterial.added_at, EventMaterial.id)
        )
        .all()
    )
    asks = any(one.opens_for is not OpensFor.EVERYBODY for one in rows)
    standing = standing_of(event.id, visitor) if asks else Standing()
    return [
        Shown(one, may_open(one.opens_for, has_seat=standing.has_seat, came=standing.came)) for one in rows
    ]


def material_to_open(visitor: Visitor, public_id: str, now: datetime) -> EventMaterial:
    """A material that this visitor may open now; anything else is not there."""
    found = (
        session()
        .execute(
            select(EventMaterial, Event.state, Event.hidden)
            .join(Event, Event.id == EventMaterial.event_id)
            .where(EventMaterial.public_id == public_id)
        )
        .one_or_none()
    )
    if found is None or found[1] not in PUBLIC_STATES or found[2]:
        raise Missing
    material: EventMaterial = found[0]
    if not is_shown(from_at=material.from_at, withdrawn_at=material.withdrawn_at, now=now):
        raise Missing
    standing = (
        standing_of(material.event_id, visitor)
        if material.opens_for is not OpensFor.EVERYBODY
        else Standing()
    )
    if not may_open(material.opens_for, has_seat=standing.has_seat, came=standing.came):
        raise Missing
    return material


# ------------------------------------------------------------------------------------------------ for staff


def _demand_coordinator(visitor: Visitor) -> None:
    if not visitor.is_coordinator:
        raise Missing


def materials_of(visitor: Visitor, event: Event) -> Sequence[EventMaterial]:
    """All materials of an event, what is withdrawn too."""
    _demand_coordinator(visitor)
    return (
        session()
        .scalars(
            select(EventMaterial)
            .where(EventMaterial.event_id == event.id)
            .order_by(EventMaterial.added_at, EventMaterial.id)
        )
        .all()
    )


def material_for_staff(visitor: Visitor, event: Event, public_id: str) -> EventMaterial:
    _demand_coordinator(visitor)
    found = session().scalar(
        select(EventMaterial).where(EventMaterial.event_id == event.id, EventMaterial.public_id == public_id)
    )
    if found is None:
        raise Missing
    return found


def who_may_open(event: Event, now: datetime) -> dict[int, str]:
    """People with a seat, or who came, who may open something that is there now; with the number of their sign-up."""
    shown = shown_to_guests(event, now)
    rows = session().execute(
        select(Registration.person_id, Registration.public_id, Registration.state, Registration.id)
        .where(Registration.event_id == event.id)
        .order_by(Registration.id)
    )
    came = set(
        session().scalars(select(CheckIn.registration_id).where(CheckIn.event_id == event.id, let_in()))
    )
    found: dict[int, str] = {}
    for person_id, public_id, state, registration_id in rows:
        has_seat, was_there = state is RegistrationState.SIGNED_UP, registration_id in came
        if (has_seat or was_there) and any(
            may_open(one.opens_for, has_seat=has_seat, came=was_there) for one in shown
        ):
            found[person_id] = public_id
    return found


def shown_to_guests(event: Event, now: datetime) -> Sequence[EventMaterial]:
    """What anybody at all may open now. Asked by moves and mails."""
    return (
        session()
        .scalars(
            select(EventMaterial)
            .where(
                EventMaterial.event_id == event.id,
                EventMaterial.withdrawn_at.is_(None),
                EventMaterial.from_at <= now,
            )
            .order_by(EventMaterial.added_at, EventMaterial.id)
        )
        .all()
    )
