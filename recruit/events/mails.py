"""Mail kinds of events: the ticket, the waiting list, a seat that came free, a cancelled seat."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from recruit.core.db import session
from recruit.core.texts import best_text
from recruit.events import queries
from recruit.events.calendars import MEDIA_TYPE, calendar_file
from recruit.events.events import PutOnWaitingList, SeatOffered, SignedUp, SignUpCancelled
from recruit.events.models import Event, Registration
from recruit.events.rules import RegistrationState, where_of
from recruit.messages.actions import cancel_for, queue
from recruit.messages.kinds import Attachment, MailKind, Params
from recruit.web.gate import page_url
from recruit.web.times import two_clocks


def page_of(event: Event) -> str:
    """The absolute address of an event's page, in the language of the mail."""
    return page_url("events.event", where=where_of(event.kind), slug=event.slug, _external=True)


def _context(params: Params, language: str) -> Mapping[str, Any]:
    registration = queries.registration_by_ref(params["registration"])
    event = registration.event
    text = best_text(event.texts, language)
    waits = registration.state is RegistrationState.WAITING
    return {
        "name": registration.person.display_name,
        "title_of_event": text.title if text else event.slug,
        "place": text.place if text else "",
        "address": text.address if text else "",
        "ticket_code": registration.ticket_code,
        "starts": two_clocks(event.starts_at, event.zone),
        "place_in_line": queries.place_in_waiting_list(registration) if waits else 0,
        "url": page_of(event),
    }


def _ticket_file(params: Params, language: str) -> list[Attachment]:
    registration = queries.registration_by_ref(params["registration"])
    event = registration.event
    content = calendar_file(
        event, language=language, url=page_of(event), ticket_code=registration.ticket_code
    )
    return [Attachment(f"{event.slug}.ics", MEDIA_TYPE, content)]


def _while(state: RegistrationState) -> Callable[[Params, datetime], bool]:
    def is_so(params: Params, now: datetime) -> bool:
        registration = queries.registration_by_ref(params["registration"])
        same_sign_up = registration.place_in_line == params["place"]
        return same_sign_up and registration.state is state and now < registration.event.ends_at

    return is_so


def _nothing(_params: Params, _language: str) -> list[Attachment]:
    return []


# All four answer what the reader just did or waits for, so none of them can be switched off.
KINDS = [
    MailKind(
        name=name,
        room="events",
        template=f"events/mail/{name}",
        context=_context,
        still_wanted=_while(state),
        necessary=True,
        attachments=attachments,
    )
    for name, state, attachments in (
        ("sign_up_ticket", RegistrationState.SIGNED_UP, _ticket_file),
        ("on_waiting_list", RegistrationState.WAITING, _nothing),
        ("seat_offered", RegistrationState.SIGNED_UP, _ticket_file),
        ("sign_up_cancelled", RegistrationState.CANCELLED, _nothing),
    )
]


def send_ticket(event: SignedUp) -> None:
    _queue("sign_up_ticket", event.registration_id, event.now, is_first=event.is_first)


def tell_waiting(event: PutOnWaitingList) -> None:
    _queue("on_waiting_list", event.registration_id, event.now, is_first=event.is_first)


def tell_seat(event: SeatOffered) -> None:
    """The person moved up: the seat is theirs at once, and the mail holds the ticket."""
    _queue("seat_offered", event.registration_id, event.now)


def tell_cancelled(event: SignUpCancelled) -> None:
    _queue("sign_up_cancelled", event.registration_id, event.now)


def _queue(kind: str, registration_id: int, now: datetime, *, is_first: bool = False) -> None:
    registration = session().get_one(Registration, registration_id)
    if not is_first:
        # What is unsent about the state before is no longer true.
        cancel_for("registration", registration.public_id, reason="superseded")
    recipient = queries.recipient_of(registration.person_id)
    queue(
        kind,
        to_address=recipient.address,
        to_ref=recipient.ref,
        language=recipient.language,
        zone=recipient.zone,
        params={"registration": registration.public_id, "place": registration.place_in_line},
        # Who cancels and comes back has a new place in line, so each occasion has its own key.
        unique_key=f"{kind}:{registration.public_id}:{registration.place_in_line}",
        now=now,
        subject_kind="registration",
        subject_ref=registration.public_id,
    )
