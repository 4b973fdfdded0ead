"""Who has signed up brings more people along, or fewer."""

from datetime import datetime

from recruit.core import audit
from recruit.core.db import session
from recruit.core.errors import Refused
from recruit.core.visitor import Visitor
from recruit.events import rules
from recruit.events.actions.waiting import fill_free_seats, lock_event
from recruit.events.models import Registration
from recruit.events.programme.actions.choosing import change_people


def change_companions(registration: Registration, companions: int, *, by: Visitor, now: datetime) -> None:
    """So many from now on. Seats that come free go to the waiting list; whoever waits and brings fewer may move up at once."""
    event = lock_event(registration.event_id)
    session().refresh(registration)
    before = registration.companions
    why_not = rules.why_not_change_companions(
        before,
        companions,
        most=event.most_companions,
        registration_state=registration.state,
        way=event.way,
        why_not_sign_up=rules.why_not_sign_up(event.state, event.sign_up_until, now),
        has_begun=now >= event.starts_at,
    )
    if why_not is not None:
        raise Refused(why_not, field="companions")
    if companions == before:
        return
    if registration.state in rules.HOLDS_SEAT:
        more = companions - before
        if more > 0 and not rules.fits(more, seats_taken=event.signed_up_count, seats=event.seats):
            raise Refused(rules.EventRefusal.NO_MORE_SEATS, field="companions")
        event.signed_up_count += more
    registration.companions = companions
    session().flush()
    if event.offers_sessions:
        change_people(event, registration, companions - before, now=now)
    audit.record(
        "event.change_companions",
        by=by,
        now=now,
        subject_kind="registration",
        subject_ref=registration.public_id,
        change=f"companions: {before} > {companions}",
    )
    fill_free_seats(event, now=now)
