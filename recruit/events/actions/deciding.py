"""Staff answer who asked for a seat: several at once, with a reason where it is no."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select

from recruit.core.db import session
from recruit.core.errors import Refused
from recruit.core.events import announce
from recruit.core.visitor import Visitor
from recruit.events import rules
from recruit.events.actions.waiting import fill_free_seats, lock_event, record
from recruit.events.events import SeatGiven, SeatRefused, StillWaiting
from recruit.events.models import Event, Registration
from recruit.events.rules import EventRefusal, EventState, RefusedFor, RegistrationState, SignUpWay


def approve(event: Event, refs: Collection[str], *, by: Visitor, now: datetime) -> tuple[int, int]:
    """Give these people seats in the order in which they asked; gives how many have one, and how many wait for one.

    Who was answered already is left alone. It is possible until the event ends, after the deadline too.
    """
    locked, chosen = _chosen(event, refs, rules.MAY_BE_APPROVED, now)
    seated = waiting = 0
    for registration in chosen:
        before = registration.state
        people = rules.people_of(registration.companions)
        if rules.fits(people, seats_taken=locked.signed_up_count, seats=locked.seats):
            registration.state = RegistrationState.SIGNED_UP
            locked.signed_up_count += people
            seated += 1
        else:
            registration.state = RegistrationState.WAITING
            waiting += 1
        registration.refused_for, registration.refused_words, registration.refused_language = None, "", ""
        session().flush()
        record(registration, "event.approve", before, by=by, now=now)
        seat = registration.state is RegistrationState.SIGNED_UP
        announce((SeatGiven if seat else StillWaiting)(registration.id, by, now))
    return seated, waiting


def refuse(
    event: Event,
    refs: Collection[str],
    reason: RefusedFor,
    words: str,
    *,
    by: Visitor,
    now: datetime,
) -> int:
    """Give these people no seat, and tell them why; gives how many. Who has a seat keeps it."""
    if reason is RefusedFor.OTHER and not words:
        raise Refused(EventRefusal.WORDS_NEEDED, field="words")
    locked, chosen = _chosen(event, refs, rules.MAY_BE_REFUSED, now)
    for registration in chosen:
        before = registration.state
        registration.state = RegistrationState.REFUSED
        registration.refused_for, registration.refused_words = reason, words
        registration.refused_language = by.language or "" if words else ""
        session().flush()
        record(registration, "event.refuse_seat", before, by=by, now=now)
        announce(SeatRefused(registration.id, by, now))
    fill_free_seats(locked, now=now)
    return len(chosen)


def _chosen(
    event: Event, refs: Collection[str], states: Collection[RegistrationState], now: datetime
) -> tuple[Event, list[Registration]]:
    """The event with its row locked, and those of these sign-ups that are in one of the states."""
    locked = lock_event(event.id)
    if locked.state is EventState.CALLED_OFF:
        raise Refused(EventRefusal.CALLED_OFF)
    if locked.way is not SignUpWay.APPROVAL or now >= locked.ends_at:
        raise Refused(EventRefusal.MOVE_NOT_POSSIBLE)
    rows = session().scalars(
        select(Registration)
        .where(
            Registration.event_id == locked.id,
            Registration.public_id.in_(refs),
            Registration.state.in_(states),
        )
        .order_by(Registration.place_in_line)
        .execution_options(populate_existing=True)
    )
    return locked, list(rows)
