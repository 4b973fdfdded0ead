"""Sessions are chosen, and their seats taken, kept in line for, and given back.

Whoever changes a seat of a session has locked the row of its event before, as for the seats of the event itself; the
statement that takes a seat decides by itself all the same.
"""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, or_, select, update

from recruit.core import audit
from recruit.core.db import changes_one, session
from recruit.core.errors import Refused
from recruit.core.events import announce
from recruit.core.visitor import WORKER, Visitor
from recruit.events import rules as event_rules
from recruit.events.locking import lock_event
from recruit.events.models import Event, Registration
from recruit.events.programme import queries, rules
from recruit.events.programme.events import SessionSeatGiven
from recruit.events.programme.models import ProgrammeSession, SessionSeat
from recruit.events.programme.rules import ProgrammeRefusal, SessionSeatState
from recruit.events.rules import EventRefusal, EventState, RegistrationState


def keep_wishes(event: Event, registration: Registration, wanted: Collection[str]) -> None:
    """What somebody chose while signing up; seats are taken when they have one at the event (`settle`)."""
    sessions = _wanted_sessions(event, wanted)
    session().add_all(
        SessionSeat(
            registration_id=registration.id, session_id=one.id, state=SessionSeatState.WISHED, place=0
        )
        for one in sessions
    )
    session().flush()


def _wanted_sessions(event: Event, wanted: Collection[str]) -> list[ProgrammeSession]:
    offered = queries.chosen_sessions(event)
    refusal = rules.why_not_chosen(wanted, queries.hours_of(offered))
    if refusal is not None:
        raise Refused(refusal, field="sessions")
    return [one for one in offered if one.public_id in wanted]


def settle(registration: Registration) -> None:
    """Who has a seat at the event now has what they wished for, or waits in line for it."""
    for seat in _seats_of(registration, SessionSeatState.WISHED):
        _enter(seat, registration)
    session().flush()


def _seats_of(registration: Registration, *states: SessionSeatState) -> list[SessionSeat]:
    query = select(SessionSeat).where(SessionSeat.registration_id == registration.id)
    if states:
        query = query.where(SessionSeat.state.in_(states))
    return list(
        session().scalars(query.order_by(SessionSeat.id).execution_options(populate_existing=True)).all()
    )


def _enter(seat: SessionSeat, registration: Registration) -> None:
    if _take(seat.session_id, event_rules.people_of(registration.companions)):
        seat.state, seat.place = SessionSeatState.TAKEN, 0
        return
    seat.state = SessionSeatState.WAITING
    seat.place = (
        session().scalar(
            update(ProgrammeSession)
            .where(ProgrammeSession.id == seat.session_id)
            .values(last_place=ProgrammeSession.last_place + 1)
            .returning(ProgrammeSession.last_place)
            .execution_options(synchronize_session=False)
        )
        or 0
    )


def _take(session_id: int, people: int) -> bool:
    """Seats for so many people where there are enough. The statement itself decides, never what was read before."""
    return changes_one(
        update(ProgrammeSession)
        .where(
            ProgrammeSession.id == session_id,
            or_(ProgrammeSession.seats.is_(None), ProgrammeSession.taken + people <= ProgrammeSession.seats),
        )
        .values(taken=ProgrammeSession.taken + people)
    )


def _give_back(session_id: int, people: int) -> None:
    session().execute(
        update(ProgrammeSession)
        .where(ProgrammeSession.id == session_id)
        .values(taken=ProgrammeSession.taken - people)
        .execution_options(synchronize_session=False)
    )


def choose(registration: Registration, wanted: Collection[str], *, by: Visitor, now: datetime) -> None:
    """These sessions from now on: what is chosen no more is given back, and what is full is waited for."""
    event = lock_event(registration.event_id)
    session().refresh(registration)
    if registration.state not in event_rules.LIVE:
        raise Refused(EventRefusal.NOT_SIGNED_UP)
    if event.state is EventState.CALLED_OFF or now >= event.sign_up_until:
        raise Refused(EventRefusal.TOO_LATE, field="sessions")
    sessions = {one.id: one for one in _wanted_sessions(event, wanted)}
    before = _seats_of(registration)
    gone = [seat for seat in before if seat.session_id not in sessions]
    new = sessions.keys() - {seat.session_id for seat in before}
    if not gone and not new:
        return
    _end(gone, registration)
    for session_id in sorted(new):
        seat = SessionSeat(
            registration_id=registration.id, session_id=session_id, state=SessionSeatState.WISHED, place=0
        )
        session().add(seat)
        if registration.state is RegistrationState.SIGNED_UP:
            _enter(seat, registration)
    session().flush()
    audit.record(
        "event.choose_sessions",
        by=by,
        now=now,
        subject_kind="registration",
        subject_ref=registration.public_id,
        change=f"sessions: {' '.join(sorted(wanted))}",
    )
    for session_id in sorted(seat.session_id for seat in gone):
        fill(event, session_id, now=now)


def _end(seats: Collection[SessionSeat], registration: Registration) -> None:
    for seat in seats:
        if seat.state is SessionSeatState.TAKEN:
            _give_back(seat.session_id, event_rules.people_of(registration.companions))
    ids = [seat.id for seat in seats]
    session().execute(delete(SessionSeat).where(SessionSeat.id.in_(ids)))


def release(registration: Registration, *, now: datetime) -> None:
    """Who gave the seat at the event back gives back the sessions too."""
    seats = _seats_of(registration)
    if not seats:
        return
    _end(seats, registration)
    event = session().get_one(Event, registration.event_id)
    for session_id in sorted(seat.session_id for seat in seats):
        fill(event, session_id, now=now)


def change_people(event: Event, registration: Registration, more: int, *, now: datetime) -> None:
    """So many people more (or fewer) come along to every session that somebody has a seat in."""
    seats = _seats_of(registration)
    for seat in seats:
        if seat.state is not SessionSeatState.TAKEN:
            continue
        if more < 0:
            _give_back(seat.session_id, -more)
        elif not _take(seat.session_id, more):
            raise Refused(ProgrammeRefusal.NOT_SO_MANY, field="companions")
    if more < 0:
        for seat in seats:
            fill(event, seat.session_id, now=now)


def fill(event: Event, session_id: int, *, now: datetime) -> int:
    """Let people in line for a session move up while there are seats; gives how many. The event's row is locked before."""
    its_session = session().get_one(ProgrammeSession, session_id, populate_existing=True)
    if now >= its_session.starts_at or event.state is EventState.CALLED_OFF:
        return 0
    rows = session().execute(
        select(SessionSeat, Registration.companions)
        .join(Registration, Registration.id == SessionSeat.registration_id)
        .where(SessionSeat.session_id == session_id, SessionSeat.state == SessionSeatState.WAITING)
        .order_by(SessionSeat.place)
        .execution_options(populate_existing=True)
    )
    waiting = [((row[0], event_rules.people_of(row[1])), event_rules.people_of(row[1])) for row in rows]
    free = None if its_session.seats is None else max(0, its_session.seats - its_session.taken)
    moved = [seat for seat, people in rules.who_move_up(waiting, free) if _take(session_id, people)]
    for seat in moved:
        seat.state, seat.place = SessionSeatState.TAKEN, 0
    session().flush()
    session().refresh(its_session, ["taken"])
    for seat in moved:
        announce(SessionSeatGiven(seat.registration_id, session_id, WORKER, now))
    return len(moved)
