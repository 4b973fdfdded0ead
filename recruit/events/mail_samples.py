"""What previews of mails about events are made of; see `recruit/mail_samples.py`."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select

from recruit.core.db import new_public_id, session
from recruit.core.visitor import Visitor
from recruit.events.inviting.models import EventInvitation
from recruit.events.letters.models import EventLetter, EventLetterText
from recruit.events.models import Registration
from recruit.events.programme.models import ProgrammeSession, SessionSeat
from recruit.events.rules import RegistrationState
from recruit.messages.kinds import Params

# As staff write one.
_LETTER = {
    "ja": ("入口のご案内", "北口からお入りください。"),
    "en": ("Where to enter", "Please use the north door."),
    "id": ("Pintu masuk", "Silakan masuk lewat pintu utara."),
    "vi": ("Lối vào", "Vui lòng vào bằng cửa phía bắc."),
}

Sample = Callable[[Visitor, datetime], Params | None]


def _registration(state: RegistrationState) -> Sample:
    """A sign-up in this state, or any."""

    def sample(_visitor: Visitor, _now: datetime) -> Params | None:
        query = select(Registration.public_id, Registration.place_in_line).order_by(Registration.id)
        found = session().execute(query.where(Registration.state == state).limit(1)).first()
        found = found or session().execute(query.limit(1)).first()
        return {"registration": found[0], "place": found[1], "moves": 0} if found else None

    return sample


def _session(_visitor: Visitor, _now: datetime) -> Params | None:
    query = (
        select(Registration.public_id, Registration.place_in_line, ProgrammeSession.public_id)
        .join(SessionSeat, SessionSeat.registration_id == Registration.id)
        .join(ProgrammeSession, ProgrammeSession.id == SessionSeat.session_id)
        .order_by(SessionSeat.id)
        .limit(1)
    )
    found = session().execute(query).first()
    return {"registration": found[0], "place": found[1], "session": found[2]} if found else None


def _invitation(_visitor: Visitor, _now: datetime) -> Params | None:
    found = session().scalar(select(EventInvitation.public_id).order_by(EventInvitation.id).limit(1))
    return {"invitation": found} if found else None


def _letter(visitor: Visitor, now: datetime) -> Params | None:
    """A letter made for the occasion, to the first who signed up somewhere."""
    query = select(Registration.public_id, Registration.event_id).order_by(Registration.id).limit(1)
    found = session().execute(query).first()
    if found is None:
        return None
    letter = EventLetter(event_id=found[1], once=new_public_id(), sent_at=now, sent_by_ref=visitor.person_ref)
    letter.texts = [
        EventLetterText(language=language, subject=subject, words=words)
        for language, (subject, words) in _LETTER.items()
    ]
    session().add(letter)
    session().flush()
    return {"registration": found[0], "letter": letter.public_id}


SAMPLES: dict[str, Sample] = {
    "sign_up_ticket": _registration(RegistrationState.SIGNED_UP),
    "on_waiting_list": _registration(RegistrationState.WAITING),
    "seat_offered": _registration(RegistrationState.SIGNED_UP),
    "event_reminder": _registration(RegistrationState.SIGNED_UP),
    "event_moved": _registration(RegistrationState.SIGNED_UP),
    "session_seat": _session,
    "event_invitation": _invitation,
    "event_invitation_reminder": _invitation,
    "event_seat_to_confirm": _invitation,
    "event_materials": _registration(RegistrationState.SIGNED_UP),
    "event_letter": _letter,
    "event_called_off": _registration(RegistrationState.SIGNED_UP),
    "sign_up_cancelled": _registration(RegistrationState.CANCELLED),
    "seat_asked": _registration(RegistrationState.ASKED),
    "seat_refused": _registration(RegistrationState.REFUSED),
    "seat_held": _registration(RegistrationState.OFFERED),
    "offer_lapsed": _registration(RegistrationState.CANCELLED),
}
