"""The draw: once, at the deadline. Everybody has their state at once; who is told follows in small steps."""

from datetime import datetime
from typing import cast

from sqlalchemy import Table, bindparam, select, update

from recruit.core import audit
from recruit.core.db import session
from recruit.core.events import announce
from recruit.core.visitor import WORKER
from recruit.events import drawing, rules
from recruit.events.actions.waiting import lock_event
from recruit.events.events import SeatGiven, StillWaiting
from recruit.events.models import Event, Registration
from recruit.events.rules import RegistrationState, SignUpWay


def draw(event: Event, *, now: datetime) -> int:
    """Put everybody who takes part in the order of their lots: seats for the first, the waiting list for the others.

    Gives how many took part; drawn already, it changes nothing.
    """
    event = lock_event(event.id)
    if event.way is not SignUpWay.LOTTERY or event.drawn_at is not None or now < event.sign_up_until:
        return 0
    rows = session().execute(
        select(Registration.public_id, Registration.id, Registration.companions).where(
            Registration.event_id == event.id, Registration.state == RegistrationState.ASKED
        )
    )
    found = {row[0]: (row[1], rules.people_of(row[2])) for row in rows}
    ids, people = {ref: one[0] for ref, one in found.items()}, {ref: one[1] for ref, one in found.items()}
    order = drawing.drawn_order(event.seed, ids)
    free = None if event.seats is None else max(0, event.seats - event.signed_up_count)
    seated = drawing.seated(order, people, free)
    # Places go on after those of before the draw, so that no place is given twice to one person.
    first = event.last_place_in_line + 1
    changes = [
        {
            "of_id": ids[number],
            "new_state": RegistrationState.SIGNED_UP if number in seated else RegistrationState.WAITING,
            "new_place": first + rank,
            "new_drawn_place": rank + 1,
            "new_drawn_people": people[number],
        }
        for rank, number in enumerate(order)
    ]
    if changes:
        table = cast(Table, Registration.__table__)
        session().connection().execute(
            update(table)
            .where(table.c.id == bindparam("of_id"))
            .values(
                state=bindparam("new_state"),
                place_in_line=bindparam("new_place"),
                drawn_place=bindparam("new_drawn_place"),
                drawn_people=bindparam("new_drawn_people"),
                news_due=True,
            ),
            changes,
        )
        session().expire_all()
    taken = sum(people[number] for number in seated)
    event.drawn_at, event.drawn_seats = now, taken
    event.last_place_in_line = first - 1 + len(order)
    event.signed_up_count += taken
    audit.record(
        "event.draw",
        by=WORKER,
        now=now,
        subject_kind="event",
        subject_ref=event.slug,
        change=f"seats: {taken}, sign-ups: {len(seated)} of {len(order)}",
    )
    return len(order)


def tell_drawn(registration: Registration, *, now: datetime) -> bool:
    """What follows the draw for one person. Whoever cancelled in between is told nothing more."""
    lock_event(registration.event_id)
    session().refresh(registration)
    if not registration.news_due:
        return False
    registration.news_due = False
    session().flush()
    if registration.state is RegistrationState.SIGNED_UP:
        announce(SeatGiven(registration.id, WORKER, now))
    elif registration.state is RegistrationState.WAITING:
        announce(StillWaiting(registration.id, WORKER, now))
    return True
