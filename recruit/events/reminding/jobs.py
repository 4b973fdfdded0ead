"""What the clock does: reminders a week, a day and two hours before, and word to everybody where an event was moved."""

from datetime import datetime, timedelta
import logging

from sqlalchemy import or_, select, update

from recruit.core.db import session, writing
from recruit.events.events import SeatGiven, SeatOffered, SignedUp, SignedUpTogether
from recruit.events.models import Event, Registration
from recruit.events.reminding import rules
from recruit.events.reminding.mails import queue_word
from recruit.events.rules import COMING_STATES, RegistrationState

log = logging.getLogger(__name__)

# So many mails are queued in one transaction; whoever takes a seat meanwhile does not wait long.
BATCH = 100
_LONGEST = max(rules.BEFORE.values()) + timedelta(minutes=1)


def note_seat(event: SignedUp | SeatOffered | SeatGiven) -> None:
    """Whoever takes a seat knows when the event is now: what was due before is not sent any more."""
    registration = session().get_one(Registration, event.registration_id)
    its_event = session().get_one(Event, registration.event_id)
    step = rules.step_reached(its_event.starts_at, event.now)
    if step is not None or its_event.moves or registration.reminded:
        registration.reminded = rules.mark(its_event.moves, step)
        session().flush()


def note_seats(event: SignedUpTogether) -> None:
    """The same for several at once."""
    its_event = session().get_one(Event, event.event_id)
    step = rules.step_reached(its_event.starts_at, event.now)
    if step is None and not its_event.moves:
        return
    seated = [one.ref for one in event.newcomers if one.state is RegistrationState.SIGNED_UP]
    session().execute(
        update(Registration)
        .where(Registration.event_id == its_event.id, Registration.public_id.in_(seated))
        .values(reminded=rules.mark(its_event.moves, step))
        .execution_options(synchronize_session=False)
    )


def remind(now: datetime) -> int:
    """Queue what is due; gives how many mails. An event that breaks keeps back no other."""
    events = session().scalars(
        select(Event.id)
        .where(
            Event.state.in_(COMING_STATES),
            Event.starts_at > now,
            or_(Event.starts_at <= now + _LONGEST, Event.moves > 0),
        )
        .order_by(Event.starts_at, Event.id)
    )
    done = 0
    for event_id in events.all():
        try:
            while count := _one_batch(event_id, now):
                done += count
        except Exception:
            log.exception("reminders of an event broke", extra={"thing": event_id})
    return done


def _one_batch(event_id: int, now: datetime) -> int:
    """Some of those whose mark is not that of this moment. Two workers at once never take the same."""
    with writing() as rows:
        event = rows.get_one(Event, event_id, populate_existing=True)
        step = rules.step_reached(event.starts_at, now)
        mark = rules.mark(event.moves, step)
        if step is None and not event.moves:
            return 0
        behind = rows.scalars(
            select(Registration)
            .where(
                Registration.event_id == event.id,
                Registration.state == RegistrationState.SIGNED_UP,
                Registration.reminded != mark,
            )
            .order_by(Registration.id)
            .limit(BATCH)
            .with_for_update(skip_locked=True)
            .execution_options(populate_existing=True)
        ).all()
        for registration in behind:
            word = rules.word_due(registration.reminded, event.moves, step)
            if word is not None:
                queue_word(word, registration, moves=event.moves, step=step, now=now)
            registration.reminded = mark
        return len(behind)
