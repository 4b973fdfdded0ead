"""Forms of the programme: what staff write. Times are those of the venue's clock."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FormField, IntegerField
from wtforms.validators import NumberRange

from recruit.core.locales import CODES, LANGUAGES
from recruit.events.models import Event
from recruit.events.programme.models import EventSpeaker, ProgrammeSession
from recruit.events.programme.rules import SessionFacts, SessionWords, SpeakerFacts, SpeakerWords
from recruit.web.forms import (
    AtMost,
    CodeField,
    CodesField,
    DayField,
    Form,
    LineField,
    LongField,
    MomentField,
    Required,
    choices_of,
    optional,
)

SPOKEN = {language.code: language.name for language in LANGUAGES}


class _Part(Form):
    class Meta(Form.Meta):
        csrf = False


class SessionPart(_Part):
    """A session in one language."""

    title = LineField(_l("Title"), [optional(), AtMost(200)])
    about = LongField(_l("What it is about"), [optional(), AtMost(2000)])


class SpeakerPart(_Part):
    """A speaker in one language."""

    role = LineField(_l("Role and organisation"), [optional(), AtMost(200)])
    about = LongField(_l("A few words about this person"), [optional(), AtMost(1000)])


class SessionForm(Form):
    """All that staff say about a session; `session_form` fills in who may speak."""

    starts_at = MomentField(_l("Begins"), [Required()])
    ends_at = MomentField(_l("Ends"), [Required()])
    room = LineField(_l("Room"), [optional(), AtMost(100)])
    is_chosen = BooleanField(_l("People choose this session when they sign up"))
    seats = IntegerField(
        _l("Seats"),
        [optional(), NumberRange(1, 100_000, message=_l("Please give a number from 1 to 100,000."))],
        description=_l("Only where people choose the session. Leave empty where there is no limit."),
    )
    spoken = CodeField(_l("Spoken language"), SPOKEN, empty=_l("Not said"), validators=[optional()])
    interpreted = CodesField(_l("Interpreted into"), SPOKEN)
    speakers = CodesField(_l("Speakers"), {})
    texts_ja = FormField(SessionPart)
    texts_en = FormField(SessionPart)
    texts_id = FormField(SessionPart)
    texts_vi = FormField(SessionPart)

    @property
    def texts(self) -> list[tuple[Any, Any]]:
        """(language, part of the form), in our order of languages."""
        return [(language, self[f"texts_{language.code}"]) for language in LANGUAGES]

    def facts(self, zone: str) -> SessionFacts:
        def at(field: Any) -> datetime:
            return field.data.replace(tzinfo=ZoneInfo(zone))

        return SessionFacts(
            starts_at=at(self.starts_at),
            ends_at=at(self.ends_at),
            room=self.room.data or "",
            is_chosen=bool(self.is_chosen.data),
            seats=self.seats.data,
            spoken=self.spoken.data or "",
            interpreted=tuple(self.interpreted.data or ()),
            speakers=tuple(self.speakers.data or ()),
            texts={code: self._words(code) for code in CODES},
        )

    def _words(self, code: str) -> SessionWords:
        part = self[f"texts_{code}"].form
        return SessionWords(part.title.data or "", part.about.data or "")


def session_form(event: Event, its_session: ProgrammeSession | None, speakers: Any) -> SessionForm:
    """The form with what is written, and with the speakers of the event to choose from."""
    form = SessionForm(data=_session_data(event, its_session))
    form.speakers.choices = choices_of((one.public_id, one.name) for one in speakers)
    return form


def _session_data(event: Event, its_session: ProgrammeSession | None) -> dict[str, Any]:
    zone = ZoneInfo(event.zone)

    def local(instant: datetime) -> datetime:
        return instant.astimezone(zone).replace(tzinfo=None)

    if its_session is None:
        return {"starts_at": local(event.starts_at), "ends_at": local(event.ends_at)}
    texts = {f"texts_{row.language}": {"title": row.title, "about": row.about} for row in its_session.texts}
    return {
        "starts_at": local(its_session.starts_at),
        "ends_at": local(its_session.ends_at),
        "room": its_session.room,
        "is_chosen": its_session.is_chosen,
        "seats": its_session.seats,
        "spoken": its_session.spoken,
        "interpreted": its_session.interpreted,
        "speakers": [one.public_id for one in its_session.speakers],
        **texts,
    }


class SpeakerForm(Form):
    """All that staff say about a speaker."""

    name = LineField(_l("Name"), [Required(), AtMost(120)])
    reading = LineField(
        _l("How the name is read"),
        [optional(), AtMost(120)],
        description=_l("In katakana or Latin letters, so that everybody can say it."),
    )
    agreed_on = DayField(_l("Day of the agreement"), [Required()])
    agreed = LineField(
        _l("How this person agreed to stand in the programme"),
        [Required(), AtMost(200)],
        description=_l("For example: by mail to the office. Only staff read this."),
    )
    texts_ja = FormField(SpeakerPart)
    texts_en = FormField(SpeakerPart)
    texts_id = FormField(SpeakerPart)
    texts_vi = FormField(SpeakerPart)

    @property
    def texts(self) -> list[tuple[Any, Any]]:
        """(language, part of the form), in our order of languages."""
        return [(language, self[f"texts_{language.code}"]) for language in LANGUAGES]

    def facts(self) -> SpeakerFacts:
        day = self.agreed_on.data
        if day is None:
            raise ValueError("asked before the checks")
        return SpeakerFacts(
            name=self.name.data or "",
            reading=self.reading.data or "",
            agreed_on=day,
            agreed=self.agreed.data or "",
            texts={code: self._words(code) for code in CODES},
        )

    def _words(self, code: str) -> SpeakerWords:
        part = self[f"texts_{code}"].form
        return SpeakerWords(part.role.data or "", part.about.data or "")


def speaker_data(speaker: EventSpeaker | None) -> dict[str, Any]:
    """What the form shows before anything is typed."""
    if speaker is None:
        return {}
    texts = {f"texts_{row.language}": {"role": row.role, "about": row.about} for row in speaker.texts}
    return {
        "name": speaker.name,
        "reading": speaker.reading,
        "agreed_on": speaker.agreed_on,
        "agreed": speaker.agreed,
        **texts,
    }
