"""What events hold about a person, and how it leaves again."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import joinedload

from recruit.accounts.models import Person
from recruit.core.db import session
from recruit.core.errors import Refused
from recruit.core.periods import SIGN_UP_ANSWERS, Kept
from recruit.core.texts import best_text
from recruit.core.visitor import WORKER
from recruit.events import actions
from recruit.events.asking import queries as asking
from recruit.events.asking.models import RegistrationAnswer
from recruit.events.door.here import let_in
from recruit.events.models import CheckIn, Event, Registration
from recruit.events.programme.queries import choices_for_export
from recruit.events.programme.showing import title_of
from recruit.events.rules import LIVE, OVER_STATES

# Which tables hold something about a person, and what becomes of it.
TABLES: dict[str, str] = {
    "event": "Holds no person.",
    "event_text": "Holds no person.",
    "event_letter": "Holds no person but, by reference, who wrote it.",
    "event_letter_text": "Holds no person.",
    "event_material": "Holds no person but who speaks in a file; withdrawn with it.",
    "event_material_text": "Holds no person.",
    "event_session": "Holds no person.",
    "registration": "A live one is cancelled; the row stays without the name, so that figures keep their count.",
    "event_question": "Holds no person.",
    "event_question_text": "Holds no person.",
    "registration_answer": "Deleted with the account, and some time after the event.",
    "programme_session": "Holds no person.",
    "programme_session_text": "Holds no person.",
    "session_seat": "Given back with the sign-up; what stays after the event says only which session somebody sat in.",
    "event_speaker": "No account: name, role and words that staff wrote with this person's agreement; taken off when they ask.",
    "event_speaker_text": "The same.",
    "session_speaker": "The same.",
    "check_in": "Stays without the name of the device.",
}


def names_by_ref(refs: Collection[str]) -> dict[str, str]:
    """The titles of the events among these references."""
    found = session().scalars(select(Event).where(Event.public_id.in_(refs)))
    texts = {one.public_id: best_text(one.texts, "en") for one in found}
    return {ref: text.title for ref, text in texts.items() if text}


def export(person_id: int) -> dict[str, Any]:
    """The events this person signed up for and came to."""
    language = session().scalar(select(Person.language).where(Person.id == person_id)) or ""
    rows = session().scalars(
        select(Registration)
        .options(joinedload(Registration.event))
        .where(Registration.person_id == person_id)
        .order_by(Registration.id)
    )
    came = session().execute(
        select(CheckIn.registration_id, CheckIn.at)
        .join(Registration, Registration.id == CheckIn.registration_id)
        .where(Registration.person_id == person_id, let_in())
        .order_by(CheckIn.id)
    )
    at_door: dict[int, list[str]] = {}
    for registration_id, at in came:
        at_door.setdefault(registration_id, []).append(at.isoformat())
    answers = asking.answers_for_export(person_id, language)
    sessions = choices_for_export(person_id)
    return {
        "sign_ups": [
            {
                "title": _title(row, language),
                "event": row.event.slug,
                "state": row.state,
                "signed_up": row.signed_up_at.isoformat(),
                "language": row.language,
                "ticket": row.ticket_code,
                "companions": row.companions,
                "sessions": [title_of(one, language) for one in sessions.get(row.id, [])],
                "came": at_door.get(row.id, []),
                "answers": answers.get(row.id, []),
                "why_refused": row.refused_for or "",
                "words_of_refusal": row.refused_words,
            }
            for row in rows
        ]
    }


def _title(registration: Registration, language: str) -> str:
    text = best_text(registration.event.texts, language)
    return text.title if text else ""


def erase(person_id: int, now: datetime) -> None:
    """Give seats back; call before accounts forget the person."""
    rows = session()
    rows.flush()
    live = rows.scalars(
        select(Registration).where(Registration.person_id == person_id, Registration.state.in_(LIVE))
    ).all()
    for registration in live:
        try:
            actions.cancel(registration, by=WORKER, now=now)
        except Refused:
            # The event is over: that somebody was there stays as a count.
            continue
    own = select(Registration.id).where(Registration.person_id == person_id)
    rows.execute(delete(RegistrationAnswer).where(RegistrationAnswer.registration_id.in_(own)))
    rows.execute(
        update(Registration).where(Registration.id.in_(own)).values(refused_words="", refused_language="")
    )
    rows.execute(update(CheckIn).where(CheckIn.registration_id.in_(own)).values(device=""))


def still_needed(person_ids: Collection[int]) -> set[int]:
    """Which of these have signed up for something that is not over."""
    rows = session().scalars(
        select(Registration.person_id)
        .join(Event, Event.id == Registration.event_id)
        .where(
            Registration.person_id.in_(person_ids),
            Registration.state.in_(LIVE),
            Event.state.not_in(OVER_STATES),
        )
    )
    return set(rows)


def forget_answers(now: datetime) -> int:
    """Answers of events that are over for long."""
    old = (
        select(Registration.id)
        .join(Event, Event.id == Registration.event_id)
        .where(Event.ends_at < SIGN_UP_ANSWERS.before(now))
    )
    gone = delete(RegistrationAnswer).where(RegistrationAnswer.registration_id.in_(old))
    return len(session().scalars(gone.returning(RegistrationAnswer.id)).all())


PURGES = {Kept.SIGN_UP_ANSWERS: forget_answers}
