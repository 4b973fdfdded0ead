"""The waiting list: who waits longest moves up at once, or is held a seat for some hours."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from recruit.core import audit
from recruit.core.db import session
from recruit.core.errors import Refused
from recruit.core.events import announce
from recruit.core.visitor import WORKER, Visitor
from recruit.events import rules
from recruit.events.events import SeatGiven, SeatHeld, SeatOffered, SeatPassedOn
from recruit.events.locking import lock_event
from recruit.events.models import Event, Registration
from recruit.events.rules import EventRefusal, EventState, RegistrationState


def fill_free_seats(event: Event, *, now: datetime) -> int:
    """Let people of the waiting list move up while there are seats; gives how many. The event's row is locked before.

    In the order of the list; who brings more companions than there are seats is passed over and keeps the place.
    """
    if now >= event.starts_at or event.state is EventState.CALLED_OFF:
        return 0
    moved: list[Registration] = []
    while some := _next_who_fit(event):
        _give_seats(event, some, now)
        moved += some
    for registration in moved:
        record(registration, "event.move_up", RegistrationState.WAITING, by=WORKER, now=now)
        announce((SeatOffered if event.offer_hours is None else SeatHeld)(registration.id, WORKER, now))
    return len(moved)


def _next_who_fit(event: Event) -> list[Registration]:
    """The first in line for whom there are seats, companions and all; asked again, those behind them."""
    free = None if event.seats is None else max(0, event.seats - event.signed_up_count)
    if free == 0:
        return []
    query = select(Registration).where(
        Registration.event_id == event.id, Registration.state == RegistrationState.WAITING
    )
    if free is not None:
        query = query.where(Registration.companions < free).limit(free)
    found: list[Registration] = []
    for registration in session().scalars(query.order_by(Registration.place_in_line)):
        people = rules.people_of(registration.companions)
        if free is None or people <= free:
            found.append(registration)
            free = None if free is None else free - people
    return found


def _give_seats(event: Event, waiting: Sequence[Registration], now: datetime) -> None:
    state = RegistrationState.SIGNED_UP if event.offer_hours is None else RegistrationState.OFFERED
    for registration in waiting:
        registration.state = state
        registration.news_due = False
        if event.offer_hours is not None:
            registration.offered_until_at = rules.offer_ends(
                now, hours=event.offer_hours, starts_at=event.starts_at
            )
        event.signed_up_count += rules.people_of(registration.companions)
    session().flush()


def accept_offer(registration: Registration, *, by: Visitor, now: datetime) -> None:
    """Take the seat that is held. A second time changes nothing."""
    event = lock_event(registration.event_id)
    session().refresh(registration)
    if event.state is EventState.CALLED_OFF:
        raise Refused(EventRefusal.CALLED_OFF)
    if registration.state is RegistrationState.SIGNED_UP:
        return
    until = registration.offered_until_at
    if registration.state is not RegistrationState.OFFERED or until is None or now >= until:
        raise Refused(EventRefusal.OFFER_OVER)
    registration.state = RegistrationState.SIGNED_UP
    registration.offered_until_at = None
    session().flush()
    record(registration, "event.accept_seat", RegistrationState.OFFERED, by=by, now=now)
    announce(SeatGiven(registration.id, by, now))


def pass_on(registration: Registration, *, now: datetime) -> bool:
    """The time of an offer is over: the seat goes to the next in line. Whether it was this call that did it."""
    event = lock_event(registration.event_id)
    session().refresh(registration)
    until = registration.offered_until_at
    if registration.state is not RegistrationState.OFFERED or until is None or now < until:
        return False
    registration.state = RegistrationState.CANCELLED
    event.signed_up_count -= rules.people_of(registration.companions)
    session().flush()
    record(registration, "event.pass_on_seat", RegistrationState.OFFERED, by=WORKER, now=now)
    announce(SeatPassedOn(registration.id, WORKER, now))
    fill_free_seats(event, now=now)
    return True


def record(
    registration: Registration, action: str, before: RegistrationState, *, by: Visitor, now: datetime
) -> None:
    """The line in the trail about a sign-up whose state has just become another."""
    audit.record(
        action,
        by=by,
        now=now,
        subject_kind="registration",
        subject_ref=registration.public_id,
        change=f"state: {before} > {registration.state}",
    )
