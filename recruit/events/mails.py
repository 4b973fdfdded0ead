"""Mail kinds of events: the ticket, the waiting list, a seat that came free, a cancelled seat."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from flask import current_app

from recruit.core.db import session
from recruit.core.settings import Settings
from recruit.core.texts import best_text
from recruit.events import queries
from recruit.events.also_ended import also_ended
from recruit.events.calendars import CANCEL_MEDIA_TYPE, MEDIA_TYPE, calendar_file
from recruit.events.events import (
    PutOnWaitingList,
    SeatAsked,
    SeatCalledOff,
    SeatGiven,
    SeatHeld,
    SeatOffered,
    SeatPassedOn,
    SeatRefused,
    SignedUp,
    SignedUpTogether,
    SignUpCancelled,
    StillWaiting,
)
from recruit.events.inviting.queries import key_of_guest
from recruit.events.models import Event, Registration
from recruit.events.programme.showing import certain_lines
from recruit.events.rules import EventState, RegistrationState, where_of
from recruit.events.tickets import drawing
from recruit.events.values import Newcomer
from recruit.messages.actions import Recipient, cancel_for, queue, queue_all
from recruit.messages.kinds import Attachment, MailKind, Params
from recruit.web.gate import page_url
from recruit.web.times import two_clocks


def page_of(event: Event) -> str:
    """The absolute address of an event's page, in the language of the mail."""
    return page_url("events.event", where=where_of(event.kind), slug=event.slug, _external=True)


def _page_of_draw(event: Event) -> str:
    """Where everybody can check the draw; empty where there was none."""
    if event.drawn_at is None:
        return ""
    return page_url("events.draw", where=where_of(event.kind), slug=event.slug, _external=True)


def context_of_sign_up(params: Params, language: str) -> Mapping[str, Any]:
    """What every mail about a sign-up may name."""
    registration = queries.registration_by_ref(params["registration"])
    event = registration.event
    guest_key = key_of_guest(registration)
    guest_url = page_url("events.invited", token=guest_key, _external=True) if guest_key else ""
    text = best_text(event.texts, language)
    waits = registration.state is RegistrationState.WAITING
    return {
        "name": registration.person.display_name,
        "title_of_event": text.title if text else event.slug,
        "place": text.place if text else "",
        "address": text.address if text else "",
        "online_link": event.online_link if registration.state is RegistrationState.SIGNED_UP else "",
        "ticket_code": registration.ticket_code,
        "companions": registration.companions,
        "sessions": certain_lines(registration, language),
        "starts": two_clocks(event.starts_at, event.zone),
        "place_in_line": queries.place_in_waiting_list(registration) if waits else 0,
        "url": guest_url or page_of(event),
        "guest_key": guest_key,
        "by_staff": bool(registration.entered_by_ref),
        "way": event.way,
        "offer_hours": event.offer_hours,
        "draw_url": _page_of_draw(event),
        "until": two_clocks(registration.offered_until_at or event.sign_up_until, event.zone),
        "called_off_words": event.called_off_words,
        "called_off_language": event.called_off_language,
        "had_seat": bool(params.get("had_seat")),
        "refused_for": registration.refused_for,
        "refused_words": registration.refused_words,
        "refused_language": registration.refused_language,
        "ticket_url": guest_url
        or page_url("events.ticket", where=where_of(event.kind), slug=event.slug, _external=True),
    }


def ticket_file(params: Params, language: str) -> list[Attachment]:
    """The code of the ticket as a picture, and the event as an entry of a calendar."""
    registration = queries.registration_by_ref(params["registration"])
    event = registration.event
    content = calendar_file(
        event,
        language=language,
        url=page_of(event),
        ticket_code=registration.ticket_code,
        turns=registration.turns,
        companions=registration.companions,
        sessions=certain_lines(registration, language),
    )
    return [
        Attachment(f"{event.slug}-ticket.png", "image/png", drawing.for_mail(registration.ticket_code)),
        Attachment(f"{event.slug}.ics", MEDIA_TYPE, content),
    ]


def cancelled_file(params: Params, language: str) -> list[Attachment]:
    """What takes the entry out of a calendar again; nothing for who never had a seat."""
    if not params.get("had_seat"):
        return []
    registration = queries.registration_by_ref(params["registration"])
    settings: Settings = current_app.extensions["recruit.settings"]
    content = calendar_file(
        registration.event,
        language=language,
        url=page_of(registration.event),
        turns=registration.turns,
        cancelled_by=settings.mail_from,
    )
    return [Attachment(f"{registration.event.slug}.ics", CANCEL_MEDIA_TYPE, content)]


def _while(state: RegistrationState) -> Callable[[Params, datetime], bool]:
    def is_so(params: Params, now: datetime) -> bool:
        registration = queries.registration_by_ref(params["registration"])
        same_sign_up = registration.place_in_line == params["place"]
        return same_sign_up and registration.state is state and now < registration.event.ends_at

    return is_so


def _is_called_off(params: Params, _now: datetime) -> bool:
    """However late: who still believes in the event must hear of it."""
    return queries.registration_by_ref(params["registration"]).event.state is EventState.CALLED_OFF


def _called_off_context(params: Params, language: str) -> Mapping[str, Any]:
    registration = queries.registration_by_ref(params["registration"])
    return {
        **context_of_sign_up(params, language),
        "also_ended": also_ended(registration, language).lines,
    }


def _called_off_files(params: Params, language: str) -> list[Attachment]:
    registration = queries.registration_by_ref(params["registration"])
    return [*cancelled_file(params, language), *also_ended(registration, language).attachments]


def _nothing(_params: Params, _language: str) -> list[Attachment]:
    return []


# All of them answer what the reader just did or waits for, so none of them can be switched off.
KINDS = [
    MailKind(
        name=name,
        room="events",
        template=f"events/mail/{name}",
        context=context_of_sign_up,
        still_wanted=_while(state),
        necessary=True,
        secrets=("guest_key",),
        attachments=attachments,
    )
    for name, state, attachments in (
        ("sign_up_ticket", RegistrationState.SIGNED_UP, ticket_file),
        ("on_waiting_list", RegistrationState.WAITING, _nothing),
        ("seat_offered", RegistrationState.SIGNED_UP, ticket_file),
        ("sign_up_cancelled", RegistrationState.CANCELLED, cancelled_file),
        ("seat_asked", RegistrationState.ASKED, _nothing),
        ("seat_refused", RegistrationState.REFUSED, _nothing),
        ("seat_held", RegistrationState.OFFERED, _nothing),
        ("offer_lapsed", RegistrationState.CANCELLED, _nothing),
    )
]
KINDS.append(
    MailKind(
        name="event_called_off",
        room="events",
        template="events/mail/event_called_off",
        context=_called_off_context,
        still_wanted=_is_called_off,
        secrets=("guest_key",),
        necessary=True,
        attachments=_called_off_files,
    )
)


def send_ticket(event: SignedUp | SeatGiven) -> None:
    is_first = isinstance(event, SignedUp) and event.is_first
    _queue("sign_up_ticket", event.registration_id, event.now, is_first=is_first)


def tell_waiting(event: PutOnWaitingList | StillWaiting) -> None:
    is_first = isinstance(event, PutOnWaitingList) and event.is_first
    _queue("on_waiting_list", event.registration_id, event.now, is_first=is_first)


def tell_asked(event: SeatAsked) -> None:
    _queue("seat_asked", event.registration_id, event.now, is_first=event.is_first)


_FIRST_MAIL = {
    RegistrationState.SIGNED_UP: "sign_up_ticket",
    RegistrationState.WAITING: "on_waiting_list",
    RegistrationState.ASKED: "seat_asked",
}


def tell_newcomers(event: SignedUpTogether) -> None:
    """To each of several who came at once what they would have been told alone."""
    recipients = queries.recipients_of([one.by.person_id for one in event.newcomers if one.by.person_id])
    for state, kind in _FIRST_MAIL.items():
        queue_all(
            kind,
            (
                _to_newcomer(kind, one, recipients[one.by.person_id or 0])
                for one in event.newcomers
                if one.state is state
            ),
            now=event.now,
            subject_kind="registration",
        )


def _to_newcomer(kind: str, newcomer: Newcomer, to: queries.Recipient) -> Recipient:
    params, key = _occasion(kind, newcomer.ref, newcomer.place)
    return Recipient(to.address, to.ref, to.language, to.zone, params, key, newcomer.ref)


def _occasion(kind: str, ref: str, place: int) -> tuple[Params, str]:
    """What a mail about a sign-up is told, and its key: who cancels and comes back has a new place in line, so each
    occasion has its own.
    """
    return {"registration": ref, "place": place}, f"{kind}:{ref}:{place}"


def tell_refused(event: SeatRefused) -> None:
    _queue("seat_refused", event.registration_id, event.now)


def tell_held(event: SeatHeld) -> None:
    """A seat is held: the mail says until when, and leads to the page where it is taken."""
    _queue("seat_held", event.registration_id, event.now)


def tell_lapsed(event: SeatPassedOn) -> None:
    _queue("offer_lapsed", event.registration_id, event.now)


def tell_seat(event: SeatOffered) -> None:
    """The person moved up: the seat is theirs at once, and the mail holds the ticket."""
    _queue("seat_offered", event.registration_id, event.now)


def tell_cancelled(event: SignUpCancelled) -> None:
    _queue("sign_up_cancelled", event.registration_id, event.now, had_seat=event.had_seat)


def tell_called_off(event: SeatCalledOff) -> None:
    _queue("event_called_off", event.registration_id, event.now, had_seat=event.had_seat)


def _queue(
    kind: str, registration_id: int, now: datetime, *, is_first: bool = False, had_seat: bool = False
) -> None:
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
        params={
            "registration": registration.public_id,
            "place": registration.place_in_line,
            **({"had_seat": True} if had_seat else {}),
        },
        # Who cancels and comes back has a new place in line, so each occasion has its own key.
        unique_key=f"{kind}:{registration.public_id}:{registration.place_in_line}",
        now=now,
        subject_kind="registration",
        subject_ref=registration.public_id,
    )
