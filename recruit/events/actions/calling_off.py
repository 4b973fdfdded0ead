"""Staff call an event off; who had signed up is told, in small steps."""

from datetime import datetime

from recruit.core import audit
from recruit.core.db import session, set_state
from recruit.core.errors import Refused
from recruit.core.events import announce
from recruit.core.visitor import WORKER, Visitor
from recruit.events import rules
from recruit.events.actions.waiting import lock_event, record
from recruit.events.events import EventCalledOff, SeatCalledOff
from recruit.events.models import Event, Registration
from recruit.events.rules import EventRefusal, EventState, RegistrationState


def call_off(event: Event, words: str, *, by: Visitor, now: datetime) -> None:
    """It does not take place: nobody can sign up, move up or come in any more. A second time changes nothing."""
    locked = lock_event(event.id)
    before = locked.state
    if before is EventState.CALLED_OFF:
        return
    if not rules.may_move(before, EventState.CALLED_OFF):
        raise Refused(EventRefusal.MOVE_NOT_POSSIBLE)
    set_state(locked, before, EventState.CALLED_OFF)
    locked.called_off_words, locked.called_off_language = words, (by.language or "") if words else ""
    locked.saves, locked.saved_at = locked.saves + 1, now
    session().flush()
    audit.record(
        "event.move",
        by=by,
        now=now,
        subject_kind="event",
        subject_ref=locked.slug,
        change=f"state: {before} > {EventState.CALLED_OFF}",
    )
    announce(EventCalledOff(locked.id, by, now))


def end_called_off(registration: Registration, *, now: datetime) -> bool:
    """Give back one seat of an event that was called off, and tell who had it. Whether it was this call that did it."""
    event = lock_event(registration.event_id)
    session().refresh(registration)
    before = registration.state
    if event.state is not EventState.CALLED_OFF or before not in rules.LIVE:
        return False
    registration.state, registration.turns = RegistrationState.CANCELLED, registration.turns + 1
    registration.news_due = False
    if before in rules.HOLDS_SEAT:
        event.signed_up_count -= 1 + registration.companions
    session().flush()
    record(registration, "event.end_called_off", before, by=WORKER, now=now)
    announce(SeatCalledOff(registration.id, WORKER, now, had_seat=before is RegistrationState.SIGNED_UP))
    return True
