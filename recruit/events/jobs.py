"""What the clock does to events."""

from datetime import datetime

from sqlalchemy import and_, or_, select

from recruit.core.db import session
from recruit.core.each import each_by_itself
from recruit.core.visitor import WORKER
from recruit.events import actions
from recruit.events.models import Event, Registration
from recruit.events.rules import ARCHIVED_AFTER, LIVE, EventState, RegistrationState, SignUpWay

TOLD_AT_ONCE = 300


def move_events(now: datetime) -> int:
    """Close, begin and end what is due; gives how many moves. One event, one transaction."""
    due = (
        session()
        .scalars(
            select(Event.id)
            .where(
                or_(
                    and_(Event.state == EventState.OPEN, Event.sign_up_until <= now),
                    and_(Event.state.in_((EventState.OPEN, EventState.CLOSED)), Event.starts_at <= now),
                    and_(Event.state == EventState.RUNNING, Event.ends_at <= now),
                    and_(Event.state == EventState.FINISHED, Event.ends_at <= now - ARCHIVED_AFTER),
                )
            )
            .order_by(Event.id)
        )
        .all()
    )

    def move(event_id: int) -> int:
        event, moves = session().get_one(Event, event_id, populate_existing=True), 0
        while actions.move_by_time(event, by=WORKER, now=now) is not None:
            moves += 1
        return moves

    return each_by_itself("events whose time has come", due, move)


def draw_lotteries(now: datetime) -> int:
    """Draw what is due; gives how many took part. One event, one transaction."""
    due = session().scalars(
        select(Event.id)
        .where(
            Event.way == SignUpWay.LOTTERY,
            Event.drawn_at.is_(None),
            Event.sign_up_until <= now,
            Event.state.not_in((EventState.DRAFT, EventState.ARCHIVED, EventState.CALLED_OFF)),
        )
        .order_by(Event.id)
    )
    return each_by_itself(
        "lotteries to draw",
        due.all(),
        lambda event_id: actions.draw(session().get_one(Event, event_id), now=now),
    )


def tell_drawn(now: datetime) -> int:
    """What follows a draw, for so many people at a beat; gives how many."""
    due = session().scalars(
        select(Registration.id).where(Registration.news_due).order_by(Registration.id).limit(TOLD_AT_ONCE)
    )
    return each_by_itself(
        "people to tell of a draw",
        due.all(),
        lambda registration_id: actions.tell_drawn(
            session().get_one(Registration, registration_id, populate_existing=True), now=now
        ),
    )


def pass_on_seats(now: datetime) -> int:
    """Give seats that nobody took in time to the next in line; gives how many."""
    due = session().scalars(
        select(Registration.id)
        .where(Registration.state == RegistrationState.OFFERED, Registration.offered_until_at <= now)
        .order_by(Registration.offered_until_at, Registration.id)
    )
    return each_by_itself(
        "held seats that nobody took",
        due.all(),
        lambda registration_id: actions.pass_on(
            session().get_one(Registration, registration_id, populate_existing=True), now=now
        ),
    )


def tell_called_off(now: datetime) -> int:
    """Give back every seat and place of events that do not take place, so many at a beat; gives how many."""
    due = session().scalars(
        select(Registration.id)
        .join(Event, Event.id == Registration.event_id)
        .where(Event.state == EventState.CALLED_OFF, Registration.state.in_(LIVE))
        .order_by(Registration.id)
        .limit(TOLD_AT_ONCE)
    )
    return each_by_itself(
        "people to tell of an event that was called off",
        due.all(),
        lambda registration_id: actions.end_called_off(
            session().get_one(Registration, registration_id, populate_existing=True), now=now
        ),
    )
