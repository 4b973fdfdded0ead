"""Mail kinds: a reminder, which can be switched off, and word of a new time or place, which cannot."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from recruit.events import queries
from recruit.events.mails import context_of_sign_up, ticket_file
from recruit.events.models import Registration
from recruit.events.reminding.rules import Step, Word
from recruit.events.rules import COMING_STATES, RegistrationState
from recruit.messages.actions import queue
from recruit.messages.kinds import MailKind, Params
from recruit.messages.rules import MailGroup
from recruit.web.times import two_clocks

_KIND = {Word.MOVED: "event_moved", Word.REMINDER: "event_reminder"}


def _context(params: Params, language: str) -> Mapping[str, Any]:
    event = queries.registration_by_ref(params["registration"]).event
    return {**context_of_sign_up(params, language), "ends": two_clocks(event.ends_at, event.zone)}


def _still_wanted(params: Params, now: datetime) -> bool:
    """Nobody is reminded who gave the seat back, of hours that are others now, or of what has begun."""
    registration = queries.registration_by_ref(params["registration"])
    event = registration.event
    return (
        registration.state is RegistrationState.SIGNED_UP
        and registration.place_in_line == params["place"]
        and event.moves == params["moves"]
        and event.state in COMING_STATES
        and now < event.starts_at
    )


KINDS = [
    MailKind(
        name="event_reminder",
        room="events",
        template="events/mail/event_reminder",
        context=_context,
        still_wanted=_still_wanted,
        group=MailGroup.EVENTS,
        secrets=("guest_key",),
        attachments=ticket_file,
    ),
    MailKind(
        name="event_moved",
        room="events",
        template="events/mail/event_moved",
        context=_context,
        still_wanted=_still_wanted,
        necessary=True,
        secrets=("guest_key",),
        attachments=ticket_file,
    ),
]


def queue_word(
    word: Word, registration: Registration, *, moves: int, step: Step | None, now: datetime
) -> None:
    """One mail to who has a seat. Its key names the sign-up, the move and the step, and no date."""
    recipient = queries.recipient_of(registration.person_id)
    occasion = f"{registration.public_id}:{registration.place_in_line}:{moves}"
    queue(
        _KIND[word],
        to_address=recipient.address,
        to_ref=recipient.ref,
        language=recipient.language,
        zone=recipient.zone,
        params={
            "registration": registration.public_id,
            "place": registration.place_in_line,
            "moves": moves,
        },
        unique_key=f"{_KIND[word]}:{occasion}" + (f":{step}" if word is Word.REMINDER else ""),
        now=now,
        subject_kind="registration",
        subject_ref=registration.public_id,
    )
