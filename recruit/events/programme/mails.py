"""The mail kind that tells of a seat in a session."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from recruit.core.db import session
from recruit.core.texts import best_text
from recruit.events import queries as event_queries
from recruit.events.mails import context_of_sign_up, ticket_file
from recruit.events.models import Registration
from recruit.events.programme import queries
from recruit.events.programme.events import SessionSeatGiven
from recruit.events.programme.models import ProgrammeSession, SessionSeat
from recruit.events.programme.rules import SessionSeatState
from recruit.messages.actions import queue
from recruit.messages.kinds import MailKind, Params
from recruit.web.times import two_clocks


def _context(params: Params, language: str) -> Mapping[str, Any]:
    registration = event_queries.registration_by_ref(params["registration"])
    its_session = queries.session_by_ref(params["session"])
    text = best_text(its_session.texts, language)
    return {
        **context_of_sign_up(params, language),
        "title_of_session": text.title if text else "",
        "room": its_session.room,
        "begins": two_clocks(its_session.starts_at, registration.event.zone),
        "ends": two_clocks(its_session.ends_at, registration.event.zone),
    }


def _still_wanted(params: Params, now: datetime) -> bool:
    """Nobody is told of a seat that was given back, or of a session that has begun."""
    found = (
        session()
        .execute(
            select(SessionSeat.state, ProgrammeSession.starts_at)
            .join(ProgrammeSession, ProgrammeSession.id == SessionSeat.session_id)
            .join(Registration, Registration.id == SessionSeat.registration_id)
            .where(
                Registration.public_id == params["registration"],
                ProgrammeSession.public_id == params["session"],
            )
        )
        .one_or_none()
    )
    return found is not None and found[0] is SessionSeatState.TAKEN and now < found[1]


KINDS = [
    MailKind(
        name="session_seat",
        room="events",
        template="events/mail/session_seat",
        context=_context,
        still_wanted=_still_wanted,
        necessary=True,
        attachments=ticket_file,
    )
]


def tell_of_session(event: SessionSeatGiven) -> None:
    """The seat is theirs at once; the calendar file in the mail holds the session too."""
    registration = session().get_one(Registration, event.registration_id)
    its_session = session().get_one(ProgrammeSession, event.session_id)
    recipient = event_queries.recipient_of(registration.person_id)
    queue(
        "session_seat",
        to_address=recipient.address,
        to_ref=recipient.ref,
        language=recipient.language,
        zone=recipient.zone,
        params={
            "registration": registration.public_id,
            "place": registration.place_in_line,
            "session": its_session.public_id,
        },
        # Who gave the session back and waited again is told again: the line was a longer one then.
        unique_key=f"session_seat:{registration.public_id}:{its_session.public_id}:{its_session.last_place}",
        now=event.now,
        subject_kind="registration",
        subject_ref=registration.public_id,
    )
