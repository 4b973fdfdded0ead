"""What surveys after events hold about a person, and how it leaves again."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update

from recruit.core.db import session
from recruit.core.periods import EVENT_WORDS, Kept
from recruit.events.models import Event, Registration
from recruit.surveys.after_events.models import GuestAnswer, GuestResponse, GuestSurvey

TABLES: dict[str, str] = {
    "guest_round": "Holds no person.",
    "guest_survey": "Deleted: that somebody was asked, and whether there was an answer.",
    "guest_response": "Leads to nobody, from the moment it was answered.",
    "guest_answer": "Leads to nobody; words are deleted some time after the event.",
}


def export(person_id: int) -> dict[str, Any]:
    """After which events somebody was asked, and whether they answered; what, nobody knows any more."""
    rows = session().execute(
        select(Event.slug, GuestSurvey.kind, GuestSurvey.answered)
        .join(Registration, Registration.id == GuestSurvey.registration_id)
        .join(Event, Event.id == Registration.event_id)
        .where(Registration.person_id == person_id)
        .order_by(GuestSurvey.id)
    )
    return {"event_surveys": [{"event": row[0], "asked_as": row[1], "answered": row[2]} for row in rows]}


def erase(person_id: int, _now: datetime) -> None:
    """Nothing says any more that this person was asked."""
    own = select(Registration.id).where(Registration.person_id == person_id)
    session().execute(delete(GuestSurvey).where(GuestSurvey.registration_id.in_(own)))


def forget_words(now: datetime) -> int:
    """Words of guests of events that are over for long; gives how many."""
    old = (
        select(GuestResponse.id)
        .join(Event, Event.id == GuestResponse.event_id)
        .where(Event.ends_at < EVENT_WORDS.before(now))
    )
    gone = (
        update(GuestAnswer)
        .where(GuestAnswer.response_id.in_(old), GuestAnswer.words.is_not(None))
        .values(words=None)
    )
    return len(session().scalars(gone.returning(GuestAnswer.id)).all())


PURGES = {Kept.EVENT_WORDS: forget_words}
