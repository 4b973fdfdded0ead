"""Seats: taken by one conditional statement, given back to whoever waits longest.

Whoever changes a seat locks the row of the event first and rows of sign-ups after it, so two moves never wait for each
other in a circle.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
import secrets
from typing import Any

from sqlalchemy import or_, update

from recruit.core import audit
from recruit.core.db import changes_one, refuse_on, session
from recruit.core.errors import Refused
from recruit.core.events import announce
from recruit.core.visitor import Visitor
from recruit.events import queries, rules
from recruit.events.actions.waiting import fill_free_seats, lock_event
from recruit.events.asking import queries as asking
from recruit.events.asking.actions import keep_answers
from recruit.events.asking.rules import Answer, why_not_answers
from recruit.events.eligibility.queries import why_not_come
from recruit.events.events import PutOnWaitingList, SeatAsked, SignedUp, SignUpCancelled
from recruit.events.inviting.holding import take_up
from recruit.events.inviting.queries import own_invitation
from recruit.events.models import Event, Registration
from recruit.events.programme.actions.choosing import keep_wishes
from recruit.events.rules import EventRefusal, EventState, RegistrationState

refuse_on("uq_registration_event_id_person_id", Refused(EventRefusal.ALREADY_SIGNED_UP))


_NEWS = {
    RegistrationState.SIGNED_UP: SignedUp,
    RegistrationState.WAITING: PutOnWaitingList,
    RegistrationState.ASKED: SeatAsked,
}


def sign_up(
    event: Event,
    *,
    by: Visitor,
    now: datetime,
    language: str = "",
    answers: Sequence[Answer] = (),
    companions: int = 0,
    sessions: Collection[str] = (),
    entered_by: Visitor | None = None,
) -> Registration:
    """Give the visitor a seat, or a place in the waiting list; where staff or a draw give the seats, only ask for one. A
    second time changes nothing.

    Companions have seats of their own, and nobody is torn from them: seats for all, or a place in the waiting list. Who
    cancelled and comes back keeps the row but stands behind everybody who came in between. `entered_by` is who of the staff
    does it for the visitor, and stands in the trail.
    """
    if by.person_id is None or (rules.needs_profile(event.kind) and not queries.has_profile(by)):
        raise Refused(EventRefusal.PROFILE_NEEDED)
    known = queries.own_registration(by, event)
    if known is not None and known.state in rules.LIVE:
        return known
    if known is not None and known.state is RegistrationState.REFUSED:
        raise Refused(EventRefusal.REFUSED_BEFORE)
    why_not = why_not_come(event, by) or rules.why_not_companions(companions, event.most_companions)
    if why_not is not None:
        raise Refused(why_not)
    if event.asks:
        asked = asking.asked_questions(event, is_student=queries.has_profile(by))
        refusal = why_not_answers((one.id for one in asked if one.must), answers)
        if refusal is not None:
            raise Refused(refusal)
    invitation = own_invitation(event, by) if event.invites or event.by_invitation else None
    if event.by_invitation and invitation is None and entered_by is None:
        raise Refused(EventRefusal.INVITED_ONLY)
    held = 0
    if invitation is not None:
        if invitation.holds_seat:
            lock_event(event.id)
        held = take_up(invitation, by.person_id, now=now)
    state, place = _take_place(event, now, rules.people_of(companions), held)
    registration = _registration(event, known, state, place, companions, by, now)
    registration.entered_by_ref = entered_by.person_ref if entered_by else ""
    if invitation is not None:
        invitation.registration_id = registration.id
        session().flush()
    if event.asks:
        keep_answers(registration, answers)
    if event.offers_sessions:
        keep_wishes(event, registration, sessions)
    audit.record(
        "event.sign_up",
        by=entered_by or by,
        now=now,
        subject_kind="registration",
        subject_ref=registration.public_id,
        change=f"state: {state}",
    )
    announce(_NEWS[state](registration.id, by, now, language, is_first=known is None))
    return registration


def _take_place(event: Event, now: datetime, people: int, held: int = 0) -> tuple[RegistrationState, int]:
    """Seats for so many people while there are enough, else the next place in line.

    The statement itself decides, never what was read before. A seat that an invitation held is taken already.
    """
    asks_first = rules.is_asked_first(event.way, event.drawn_at)
    open_now = (
        Event.id == event.id,
        Event.state == EventState.OPEN,
        Event.sign_up_until > now,
        Event.way == event.way,
        Event.drawn_at.is_not(None) if event.drawn_at else Event.drawn_at.is_(None),
    )
    next_place = Event.last_place_in_line + 1
    more = people - held
    if asks_first and not held:
        place = session().scalar(
            update(Event)
            .where(*open_now)
            .values(last_place_in_line=next_place)
            .returning(Event.last_place_in_line)
            .execution_options(synchronize_session=False)
        )
        if place is not None:
            return RegistrationState.ASKED, place
        raise _refusal(event, now)
    seat = (
        update(Event)
        .where(*open_now, or_(Event.seats.is_(None), Event.signed_up_count + more <= Event.seats))
        .values(signed_up_count=Event.signed_up_count + more, last_place_in_line=next_place)
        .returning(Event.last_place_in_line)
        .execution_options(synchronize_session=False)
    )
    if held:
        place = session().scalar(seat)
        if place is not None:
            return RegistrationState.SIGNED_UP, place
        # Nobody loses a held seat because there is none for a companion.
        refused = _refusal(event, now)
        raise Refused(EventRefusal.NO_MORE_SEATS) if refused.reason is EventRefusal.NOT_OPEN else refused
    waiting = (
        update(Event)
        .where(*open_now, Event.signed_up_count + people > Event.seats)
        .values(last_place_in_line=next_place)
        .returning(Event.last_place_in_line)
        .execution_options(synchronize_session=False)
    )
    # A seat may come free between the two statements, never twice in a row without somebody noticing.
    for statement, state in (
        (seat, RegistrationState.SIGNED_UP),
        (waiting, RegistrationState.WAITING),
        (seat, RegistrationState.SIGNED_UP),
        (waiting, RegistrationState.WAITING),
    ):
        place = session().scalar(statement)
        if place is not None:
            return state, place
    raise _refusal(event, now)


def _refusal(event: Event, now: datetime) -> Refused:
    session().refresh(event, ["state", "sign_up_until"])
    return Refused(rules.why_not_sign_up(event.state, event.sign_up_until, now) or EventRefusal.NOT_OPEN)


def _registration(
    event: Event,
    known: Registration | None,
    state: RegistrationState,
    place: int,
    companions: int,
    by: Visitor,
    now: datetime,
) -> Registration:
    if known is None:
        registration = Registration(
            event_id=event.id,
            person_id=by.person_id,
            state=state,
            place_in_line=place,
            companions=companions,
            ticket_code=new_ticket_code(),
            language=by.language or "en",
            signed_up_at=now,
        )
        session().add(registration)
        session().flush()
        return registration
    values: dict[str, Any] = {
        "state": state,
        "place_in_line": place,
        "companions": companions,
        "language": by.language or "en",
        "signed_up_at": now,
    }
    values |= {"offered_until_at": None, "news_due": False, "turns": known.turns + 1}
    if not _move(known, known.state, values):
        raise Refused(EventRefusal.ALREADY_SIGNED_UP)
    return known


def _move(registration: Registration, before: RegistrationState, values: dict[str, Any]) -> bool:
    """Compare and set; whether it was this move that did it."""
    moved = changes_one(
        update(Registration)
        .where(Registration.id == registration.id, Registration.state == before)
        .values(**values)
    )
    session().refresh(registration)
    return moved


def new_ticket_code() -> str:
    """What is read at the door: 8 letters that are not mistaken for each other, 39 random bits."""
    return "".join(secrets.choice(rules.TICKET_LETTERS) for _ in range(rules.TICKET_LENGTH))


def cancel(registration: Registration, *, by: Visitor, now: datetime) -> None:
    """Give the seat or the place in line back. Whoever waits longest moves up at once. A second time changes nothing."""
    event = lock_event(registration.event_id)
    session().refresh(registration)
    before = registration.state
    if before not in rules.LIVE:
        return
    if now >= event.ends_at:
        raise Refused(EventRefusal.MOVE_NOT_POSSIBLE)
    _move(registration, before, {"state": RegistrationState.CANCELLED, "turns": registration.turns + 1})
    if before in rules.HOLDS_SEAT:
        event.signed_up_count -= rules.people_of(registration.companions)
        session().flush()
    audit.record(
        "event.cancel_sign_up",
        by=by,
        now=now,
        subject_kind="registration",
        subject_ref=registration.public_id,
        change=f"state: {before} > {RegistrationState.CANCELLED}",
    )
    had_seat = before is RegistrationState.SIGNED_UP
    announce(SignUpCancelled(registration.id, by, now, had_seat))
    fill_free_seats(event, now=now)
