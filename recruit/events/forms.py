"""Forms of events."""

from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext, lazy_gettext as _l
from wtforms import BooleanField, FieldList, FormField, IntegerField, TimeField
from wtforms.validators import AnyOf, InputRequired, NumberRange, Optional, StopValidation

from recruit.core.locales import CODES, LANGUAGES, ZONES
from recruit.core.text import slug_of
from recruit.events.eligibility.rules import FIRST_YEAR, LAST_YEAR, Audience, Conditions
from recruit.events.eligibility.words import AUDIENCE
from recruit.events.materials.rules import why_not_link
from recruit.events.models import Event
from recruit.events.places import venue_at
from recruit.events.rules import MOST_COMPANIONS, EventKind, SessionPart, SignUpWay
from recruit.events.texts.fields import WordsFields
from recruit.events.values import EventFacts, EventWords, SessionFacts
from recruit.events.words import EVENT_KIND, REFUSED_FOR, SESSION_PART, SIGN_UP_WAY
from recruit.postings.rules.codes import JapaneseLevel
from recruit.students.rules import Major
from recruit.students.words import MAJOR
from recruit.web.forms import (
    AtMost,
    CodeField,
    CodesField,
    Form,
    LineField,
    LongField,
    MomentField,
    Required,
    optional,
)

_NOTHING = _l("nothing")
_MORE_ROWS = 3
COUNTRIES = {"VN": _l("Vietnam"), "ID": _l("Indonesia"), "JP": _l("Japan")}
STUDY_COUNTRIES = COUNTRIES
# What the levels are good for at work is said on the pages of positions.
LEVELS = {level: str(level) for level in JapaneseLevel if level is not JapaneseLevel.NONE}


def _typed(field: Any) -> Any:
    """The value of a field that the checks have found filled in."""
    return field.data


class ButtonForm(Form):
    """A button and its token."""


class DecisionForm(Form):
    """What staff answer to the people who are ticked."""

    # The button that was pressed.
    act = LineField(validators=[AnyOf(("approve", "refuse"), message=_l("Please choose"))])
    reason = CodeField(_l("Reason, where it is no"), REFUSED_FOR, validators=[optional()])
    words = LineField(
        _l("In own words"),
        [optional(), AtMost(500)],
        description=_l("The reason is sent in the reader’s language, your own words as you write them."),
    )


class CallOffForm(Form):
    """Why an event does not take place."""

    words = LongField(
        _l("Why, for the people who had signed up"),
        [optional(), AtMost(500)],
        description=_l("It stands on the page of the event and in the mail, as you write it."),
    )
    sure = BooleanField(
        _l("This event does not take place. I know that this cannot be undone."),
        [InputRequired(_l("Please tick the box."))],
    )


class _Part(Form):
    """A part of a form: the whole holds the token."""

    class Meta(Form.Meta):
        csrf = False


class WordsPart(_Part, WordsFields):
    """The words of an event in one language, beside those in the others."""


class _AfterBeginning(Optional):
    """Where something happens it has a beginning and a later end; only a row in which nothing happens may stay empty."""

    def __call__(self, form: Any, field: Any) -> None:
        if not form.what.data:
            super().__call__(form, field)
        elif form.begins.data is None or field.data is None or field.data <= form.begins.data:
            field.errors = []
            raise StopValidation(gettext("Please give a beginning and a later end."))


class SessionPartForm(_Part):
    """One part of the day, in the clock of the venue."""

    what = CodeField(_l("Part of the day"), SESSION_PART, empty=_NOTHING, validators=[optional()])
    begins = TimeField(_l("Begins"), [optional()])
    ends = TimeField(_l("Ends"), [_AfterBeginning(strip_whitespace=True)])
    room = LineField(_l("Room"), [optional(), AtMost(100)])


def _a_year() -> NumberRange:
    return NumberRange(FIRST_YEAR, LAST_YEAR, message=_l("Please give a year with four digits."))


def _place_on_earth(_form: Any, field: Any) -> None:
    if venue_at(field.data) is None:
        raise StopValidation(gettext("Please give latitude and longitude, such as 21.0036, 105.8430."))


def _safe_link(_form: Any, field: Any) -> None:
    if why_not_link(field.data) is not None:
        raise StopValidation(gettext("Please give a whole link that begins with https://"))


class EventForm(Form):
    """All that staff say about an event. Times are those of the venue's clock."""

    kind = CodeField(_l("Kind"), EVENT_KIND, validators=[Required()])
    slug = LineField(
        _l("Address of the page"),
        [optional(), AtMost(80)],
        description=_l(
            "Small letters, digits and dashes, such as hanoi-2027. It stays when it is once public."
        ),
    )
    country = CodeField(_l("Country"), COUNTRIES, validators=[Required()])
    zone = CodeField(_l("Clock of the venue"), {zone: zone for zone in ZONES}, validators=[Required()])
    starts_at = MomentField(_l("Begins"), [Required()])
    ends_at = MomentField(_l("Ends"), [Required()])
    sign_up_until = MomentField(_l("Sign-up until"), [Required()])
    seats = IntegerField(
        _l("Seats"),
        [optional(), NumberRange(1, 100_000, message=_l("Please give a number from 1 to 100,000."))],
        description=_l("Leave empty where there is no limit."),
    )
    way = CodeField(_l("How seats are given"), SIGN_UP_WAY, validators=[optional()])
    offer_hours = IntegerField(
        _l("Hours to take a seat that came free"),
        [optional(), NumberRange(1, 336, message=_l("Please give a number from 1 to 336."))],
        description=_l(
            "So long it is held for the next person in line. Leave empty, and the next person has the seat at once."
        ),
    )
    most_companions = IntegerField(
        _l("Companions"),
        [
            optional(),
            NumberRange(0, MOST_COMPANIONS, message=_l("Please give a number from 0 to 9.")),
        ],
        description=_l("How many people somebody may bring along. Each of them takes a seat."),
    )
    audience = CodeField(_l("Who it is for"), AUDIENCE, validators=[optional()])
    study_countries = CodesField(_l("Countries of study"), STUDY_COUNTRIES)
    graduation_from = IntegerField(_l("Graduation from the year"), [optional(), _a_year()])
    graduation_to = IntegerField(_l("Graduation up to the year"), [optional(), _a_year()])
    lowest_japanese = CodeField(
        _l("Lowest level of Japanese"), LEVELS, empty=_l("Not asked"), validators=[optional()]
    )
    study_fields = CodesField(_l("Fields of study"), MAJOR)
    venue_at = LineField(
        _l("Where the venue is"),
        [optional(), _place_on_earth],
        description=_l("Latitude and longitude, as maps show them: 21.0036, 105.8430"),
    )
    online_link = LineField(
        _l("Link for taking part online"),
        [optional(), AtMost(500), _safe_link],
        description=_l(
            "Only people with a seat read it: on the page of the event, on their ticket and in reminders. When it changes they are told."
        ),
    )
    texts_ja = FormField(WordsPart)
    texts_en = FormField(WordsPart)
    texts_id = FormField(WordsPart)
    texts_vi = FormField(WordsPart)
    sessions = FieldList(FormField(SessionPartForm), min_entries=1, max_entries=30)

    @property
    def texts(self) -> list[tuple[Any, Any]]:
        """(language, part of the form), in our order of languages."""
        return [(language, self[f"texts_{language.code}"]) for language in LANGUAGES]

    def wanted_slug(self) -> str:
        """What was typed; else made of the first title that leaves any letters, and the year."""
        if self.slug.data:
            return slug_of(self.slug.data)
        titles = (self[f"texts_{code}"].form.title.data or "" for code in ("en", "vi", "id", "ja"))
        made = next((made for made in map(slug_of, titles) if made), "event")
        return f"{made}-{self.starts_at.data.year}" if self.starts_at.data else made

    def facts(self) -> EventFacts:
        """What the form says, with instants."""
        zone = ZoneInfo(_typed(self.zone))
        starts: datetime = _typed(self.starts_at).replace(tzinfo=zone)

        def at(moment: time) -> datetime:
            return datetime.combine(starts.date(), moment, tzinfo=zone)

        parts = [part.form for part in self.sessions if part.form.what.data]
        sessions = [
            SessionFacts(
                SessionPart(part.what.data), at(part.begins.data), at(part.ends.data), part.room.data or ""
            )
            for part in parts
        ]
        return EventFacts(
            kind=EventKind(self.kind.data),
            country=_typed(self.country),
            zone=_typed(self.zone),
            starts_at=starts,
            ends_at=_typed(self.ends_at).replace(tzinfo=zone),
            sign_up_until=_typed(self.sign_up_until).replace(tzinfo=zone),
            seats=self.seats.data,
            way=SignUpWay(self.way.data or SignUpWay.FIRST_COME),
            offer_hours=self.offer_hours.data,
            most_companions=self.most_companions.data or 0,
            conditions=self._conditions(),
            venue_at=venue_at(self.venue_at.data or ""),
            online_link=self.online_link.data or "",
            texts={code: self._words(code) for code in CODES},
            sessions=tuple(sorted(sessions, key=lambda each: each.starts_at)),
        )

    def _conditions(self) -> Conditions:
        level = self.lowest_japanese.data
        return Conditions(
            audience=Audience(self.audience.data or Audience.EVERYBODY),
            countries=tuple(self.study_countries.data or ()),
            graduation_from=self.graduation_from.data,
            graduation_to=self.graduation_to.data,
            japanese=JapaneseLevel(level) if level else None,
            fields=tuple(Major(one) for one in self.study_fields.data or ()),
        )

    def _words(self, code: str) -> EventWords:
        part = self[f"texts_{code}"].form
        return EventWords(**{name: part[name].data or "" for name in EventWords.__dataclass_fields__})


def event_data(event: Event | None) -> dict[str, Any]:
    """What the form shows before anything is typed."""
    if event is None:
        return {
            "way": SignUpWay.FIRST_COME,
            "audience": Audience.EVERYBODY,
            "sessions": [{}] * (_MORE_ROWS * 2),
        }
    zone = ZoneInfo(event.zone)

    def local(instant: datetime) -> datetime:
        return instant.astimezone(zone).replace(tzinfo=None)

    texts = {
        f"texts_{row.language}": {name: getattr(row, name) for name in EventWords.__dataclass_fields__}
        for row in event.texts
    }
    sessions: list[dict[str, Any]] = [
        {
            "what": each.what,
            "begins": local(each.starts_at).time(),
            "ends": local(each.ends_at).time(),
            "room": each.room,
        }
        for each in event.sessions
    ]
    return {
        "kind": event.kind,
        "slug": event.slug,
        "country": event.country,
        "zone": event.zone,
        "starts_at": local(event.starts_at),
        "ends_at": local(event.ends_at),
        "sign_up_until": local(event.sign_up_until),
        "seats": event.seats,
        "way": event.way,
        "offer_hours": event.offer_hours,
        "most_companions": event.most_companions,
        "audience": event.audience,
        "study_countries": event.study_countries,
        "graduation_from": event.graduation_from,
        "graduation_to": event.graduation_to,
        "lowest_japanese": event.lowest_japanese,
        "study_fields": event.study_fields,
        "venue_at": "" if event.latitude is None else f"{event.latitude}, {event.longitude}",
        "online_link": event.online_link,
        "sessions": [*sessions, *({} for _ in range(_MORE_ROWS))],
        **texts,
    }
