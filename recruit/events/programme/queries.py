"""Reads of the programme."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.core.visitor import Visitor
from recruit.events.models import Event, Registration
from recruit.events.programme.models import EventSpeaker, ProgrammeSession, SessionSeat
from recruit.events.programme.rules import Hours, SessionSeatState


def programme_of(event: Event) -> Sequence[ProgrammeSession]:
    """The sessions of an event in time, with their words and speakers; no statement where there are none."""
    if not event.has_programme:
        return []
    return sessions_of(event)


def sessions_of(event: Event) -> Sequence[ProgrammeSession]:
    """The same, whatever the event says of itself."""
    return (
        session()
        .scalars(
            select(ProgrammeSession)
            .where(ProgrammeSession.event_id == event.id)
            .order_by(ProgrammeSession.starts_at, ProgrammeSession.ends_at, ProgrammeSession.id)
        )
        .all()
    )


def chosen_sessions(event: Event) -> list[ProgrammeSession]:
    """What people choose from; no statement where they choose nothing."""
    return [one for one in sessions_of(event) if one.is_chosen] if event.offers_sessions else []


def hours_of(sessions: Collection[ProgrammeSession]) -> dict[str, Hours]:
    return {one.public_id: Hours(one.starts_at, one.ends_at) for one in sessions}


@dataclass(frozen=True)
class Choice:
    """A session that somebody chose, and their place in the line for it."""

    session: ProgrammeSession
    state: SessionSeatState
    place_in_line: int = 0


def choices_of(registration: Registration) -> list[Choice]:
    """What this sign-up chose, in time; no statement where the event offers nothing."""
    if not registration.event.offers_sessions:
        return []
    rows = session().execute(
        select(ProgrammeSession, SessionSeat.state, SessionSeat.place)
        .join(SessionSeat, SessionSeat.session_id == ProgrammeSession.id)
        .where(SessionSeat.registration_id == registration.id)
        .order_by(ProgrammeSession.starts_at, ProgrammeSession.id)
    )
    return [Choice(row[0], row[1], _place_in_line(row[0], row[2]) if row[2] else 0) for row in rows]


def _place_in_line(its_session: ProgrammeSession, place: int) -> int:
    """1 for who comes next; 0 for who has a seat."""
    before = session().scalar(
        select(func.count()).where(
            SessionSeat.session_id == its_session.id,
            SessionSeat.state == SessionSeatState.WAITING,
            SessionSeat.place < place,
        )
    )
    return 1 + (before or 0)


def choices_of_many(
    visitor: Visitor, event: Event, registration_ids: Collection[int] | None = None
) -> dict[int, dict[int, SessionSeatState]]:
    """By sign-up and session: of these sign-ups, or of all of the event, in one statement; none where nothing is chosen."""
    if not visitor.is_coordinator:
        raise Missing
    if not event.offers_sessions:
        return {}
    query = (
        select(SessionSeat.registration_id, SessionSeat.session_id, SessionSeat.state)
        .join(ProgrammeSession, ProgrammeSession.id == SessionSeat.session_id)
        .where(ProgrammeSession.event_id == event.id)
    )
    if registration_ids is not None:
        query = query.where(SessionSeat.registration_id.in_(registration_ids))
    found: dict[int, dict[int, SessionSeatState]] = {}
    for registration_id, session_id, state in session().execute(query):
        found.setdefault(registration_id, {})[session_id] = state
    return found


def choices_for_export(person_id: int) -> dict[int, list[ProgrammeSession]]:
    """A person's own sessions by sign-up, for the archive they take along."""
    rows = session().execute(
        select(SessionSeat.registration_id, ProgrammeSession)
        .join(ProgrammeSession, ProgrammeSession.id == SessionSeat.session_id)
        .join(Registration, Registration.id == SessionSeat.registration_id)
        .where(Registration.person_id == person_id)
        .order_by(ProgrammeSession.starts_at, ProgrammeSession.id)
    )
    found: dict[int, list[ProgrammeSession]] = {}
    for registration_id, its_session in rows:
        found.setdefault(registration_id, []).append(its_session)
    return found


def session_by_ref(public_id: str) -> ProgrammeSession:
    """Asked by mails, never by a page."""
    found = session().scalar(select(ProgrammeSession).where(ProgrammeSession.public_id == public_id))
    if found is None:
        raise Missing
    return found


# ------------------------------------------------------------------------------------------------ for staff


def session_for_staff(visitor: Visitor, event: Event, public_id: str) -> ProgrammeSession:
    found = session().scalar(
        select(ProgrammeSession).where(
            ProgrammeSession.event_id == event.id, ProgrammeSession.public_id == public_id
        )
    )
    if found is None or not visitor.is_coordinator:
        raise Missing
    return found


def speakers_of(visitor: Visitor, event: Event) -> Sequence[EventSpeaker]:
    if not visitor.is_coordinator:
        raise Missing
    return (
        session()
        .scalars(
            select(EventSpeaker)
            .where(EventSpeaker.event_id == event.id)
            .order_by(EventSpeaker.name, EventSpeaker.id)
        )
        .all()
    )


def speaker_for_staff(visitor: Visitor, event: Event, public_id: str) -> EventSpeaker:
    found = session().scalar(
        select(EventSpeaker).where(EventSpeaker.event_id == event.id, EventSpeaker.public_id == public_id)
    )
    if found is None or not visitor.is_coordinator:
        raise Missing
    return found


def is_chosen_by_anybody(its_session: ProgrammeSession) -> bool:
    """Asked by moves."""
    query = select(SessionSeat.id).where(SessionSeat.session_id == its_session.id).limit(1)
    return session().scalar(query) is not None
