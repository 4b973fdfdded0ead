"""Staff write sessions and speakers."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select

from recruit.core import audit
from recruit.core.db import session
from recruit.core.errors import Refused
from recruit.core.visitor import Visitor
from recruit.events.locking import lock_event
from recruit.events.models import Event
from recruit.events.programme import queries, rules
from recruit.events.programme.actions.choosing import fill
from recruit.events.programme.models import (
    EventSpeaker,
    EventSpeakerText,
    ProgrammeSession,
    ProgrammeSessionText,
    SessionSpeaker,
)
from recruit.events.programme.rules import (
    Hours,
    ProgrammeRefusal,
    SessionFacts,
    SessionWords,
    SpeakerFacts,
    SpeakerWords,
)


def write_session(
    event: Event, its_session: ProgrammeSession | None, facts: SessionFacts, *, by: Visitor, now: datetime
) -> ProgrammeSession:
    """Write a session, or a new one. Where hours or room of one that people chose become others, everybody with a seat at
    the event is told, as when the event itself moves; where there are more seats, who waits moves up.
    """
    event = lock_event(event.id)
    if its_session is not None:
        session().refresh(its_session)
    elif len(queries.sessions_of(event)) >= rules.MOST_SESSIONS:
        raise Refused(ProgrammeRefusal.TOO_MANY)
    is_chosen = its_session is not None and queries.is_chosen_by_anybody(its_session)
    problem = rules.why_not_session(
        facts,
        Hours(event.starts_at, event.ends_at),
        taken=its_session.taken if its_session else 0,
        chosen_by_anybody=is_chosen,
    )
    if problem is not None:
        raise Refused(problem[0], field=problem[1])
    is_new = its_session is None
    its_session = its_session or ProgrammeSession(event_id=event.id, taken=0, last_place=0)
    when_and_where = (its_session.starts_at, its_session.ends_at, its_session.room)
    its_session.starts_at, its_session.ends_at, its_session.room = facts.starts_at, facts.ends_at, facts.room
    its_session.is_chosen, its_session.seats = facts.is_chosen, facts.seats if facts.is_chosen else None
    its_session.spoken, its_session.interpreted = facts.spoken, list(facts.interpreted)
    _write_session_texts(its_session, facts.texts)
    session().add(its_session)
    session().flush()
    _write_speakers(event, its_session, facts.speakers)
    if is_chosen and when_and_where != (facts.starts_at, facts.ends_at, facts.room):
        event.moves, event.moved_at = event.moves + 1, now
    _note(event, now)
    audit.record(
        "event.add_session" if is_new else "event.change_session",
        by=by,
        now=now,
        subject_kind="event",
        subject_ref=event.slug,
        change=f"session: {its_session.public_id}",
    )
    if not is_new:
        fill(event, its_session.id, now=now)
    return its_session


def _write_session_texts(its_session: ProgrammeSession, texts: Mapping[str, SessionWords]) -> None:
    rows = {row.language: row for row in its_session.texts}
    for language, words in texts.items():
        row = rows.get(language)
        if not words.title:
            if row is not None:
                its_session.texts.remove(row)
            continue
        if row is None:
            row = ProgrammeSessionText(language=language)
            its_session.texts.append(row)
        row.title, row.about = words.title, words.about


def _write_speakers(event: Event, its_session: ProgrammeSession, refs: tuple[str, ...]) -> None:
    speakers = session().scalars(
        select(EventSpeaker).where(EventSpeaker.event_id == event.id, EventSpeaker.public_id.in_(refs))
    )
    its_session.speakers = list(speakers)
    session().flush()


def _note(event: Event, now: datetime) -> None:
    """What the event says of its programme, and that people see another one now."""
    sessions = queries.sessions_of(event)
    event.has_programme = bool(sessions)
    event.offers_sessions = any(one.is_chosen for one in sessions)
    event.saves, event.saved_at = event.saves + 1, now
    session().flush()


def remove_session(event: Event, its_session: ProgrammeSession, *, by: Visitor, now: datetime) -> None:
    """Take a session off. One that people chose stays."""
    event = lock_event(event.id)
    if queries.is_chosen_by_anybody(its_session):
        raise Refused(ProgrammeRefusal.IS_CHOSEN)
    ref = its_session.public_id
    session().delete(its_session)
    session().flush()
    _note(event, now)
    audit.record(
        "event.remove_session",
        by=by,
        now=now,
        subject_kind="event",
        subject_ref=event.slug,
        change=f"session: {ref}",
    )


def write_speaker(
    event: Event, speaker: EventSpeaker | None, facts: SpeakerFacts, *, by: Visitor, now: datetime
) -> EventSpeaker:
    """Write who speaks. How and when they agreed stands with the name, and who wrote it in the trail."""
    if speaker is None and len(queries.speakers_of(by, event)) >= rules.MOST_SPEAKERS:
        raise Refused(ProgrammeRefusal.TOO_MANY_SPEAKERS)
    refusal = rules.why_not_speaker(facts, now.astimezone(ZoneInfo(event.zone)).date())
    if refusal is not None:
        raise Refused(refusal, field="agreed_on" if facts.agreed else "agreed")
    is_new = speaker is None
    speaker = speaker or EventSpeaker(event_id=event.id)
    speaker.name, speaker.reading = facts.name, facts.reading
    speaker.agreed_on, speaker.agreed = facts.agreed_on, facts.agreed
    _write_speaker_texts(speaker, facts.texts)
    session().add(speaker)
    session().flush()
    audit.record(
        "event.add_speaker" if is_new else "event.change_speaker",
        by=by,
        now=now,
        subject_kind="event",
        subject_ref=event.slug,
        change=f"speaker: {speaker.public_id}, agreed: {facts.agreed_on.isoformat()}",
    )
    return speaker


def _write_speaker_texts(speaker: EventSpeaker, texts: Mapping[str, SpeakerWords]) -> None:
    rows = {row.language: row for row in speaker.texts}
    for language, words in texts.items():
        row = rows.get(language)
        if not words.role and not words.about:
            if row is not None:
                speaker.texts.remove(row)
            continue
        if row is None:
            row = EventSpeakerText(language=language)
            speaker.texts.append(row)
        row.role, row.about = words.role, words.about


def remove_speaker(event: Event, speaker: EventSpeaker, *, by: Visitor, now: datetime) -> None:
    """Take a speaker off every session, with all that was said of them."""
    ref = speaker.public_id
    session().execute(delete(SessionSpeaker).where(SessionSpeaker.speaker_id == speaker.id))
    session().delete(speaker)
    session().flush()
    audit.record(
        "event.remove_speaker",
        by=by,
        now=now,
        subject_kind="event",
        subject_ref=event.slug,
        change=f"speaker: {ref}",
    )
