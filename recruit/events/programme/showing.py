"""The programme as it is read: in time, at both clocks, in the reader's language."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _, ngettext
from markupsafe import Markup, escape

from recruit.core.texts import best_text
from recruit.events.models import Event, Registration
from recruit.events.programme import queries
from recruit.events.programme.models import EventSpeaker, ProgrammeSession
from recruit.events.programme.rules import SessionSeatState
from recruit.events.rules import RESTS
from recruit.events.words import SESSION_HINT
from recruit.students.names import language_name
from recruit.web.times import format_day, two_clocks
from recruit.web.words import words_for


def title_of(its_session: ProgrammeSession, language: str) -> str:
    text = best_text(its_session.texts, language)
    return text.title if text else ""


def marked(words: str, written_in: str, language: str) -> Markup:
    """Words with the language they are written in, where it is not the reader's."""
    if not words or written_in == language:
        return escape(words)
    return Markup('<span lang="{}">{}</span>').format(written_in, words)


def _marked_title(its_session: ProgrammeSession, language: str) -> Markup:
    text = best_text(its_session.texts, language)
    return marked(text.title, text.language, language) if text else Markup("")


def hours_of(its_session: ProgrammeSession, event: Event) -> str:
    """Both clocks in one line, with the day where it is not the event's first."""
    starts, ends = (two_clocks(at, event.zone) for at in (its_session.starts_at, its_session.ends_at))
    first = two_clocks(event.starts_at, event.zone)
    hours = f"{starts.venue_time}–{ends.venue_time}"
    if starts.same:
        hours = _("%(time)s %(place)s", time=hours, place=starts.venue_place)
    else:
        hours = _(
            "%(time)s %(place)s (%(own_time)s %(own_place)s)",
            time=hours,
            place=starts.venue_place,
            own_time=f"{starts.reader_time}–{ends.reader_time}",
            own_place=starts.reader_place,
        )
    return hours if starts.venue_date == first.venue_date else f"{starts.venue_date} {hours}"


def room_words(room: str) -> str:
    """The room, said to be one: staff often write a number or a letter alone."""
    return _("Room: %(room)s", room=room) if room else ""


def seats_words(its_session: ProgrammeSession) -> str:
    """How many seats are left of a session that people choose."""
    if not its_session.is_chosen or its_session.seats is None:
        return ""
    left = its_session.seats - its_session.taken
    if left > 0:
        return ngettext("%(num)d seat left", "%(num)d seats left", left)
    return _("Full: you can wait for a seat")


@dataclass(frozen=True)
class SessionChoice:
    """A session as it stands in a form: its reference, and its label."""

    ref: str
    label: Markup


def choices_for(event: Event, language: str) -> list[SessionChoice]:
    """What people choose from; no statement where they choose nothing."""
    return [
        SessionChoice(
            one.public_id,
            Markup(" · ").join(
                part
                for part in (
                    _marked_title(one, language),
                    escape(hours_of(one, event)),
                    escape(seats_words(one)),
                )
                if part
            ),
        )
        for one in queries.chosen_sessions(event)
    ]


def day_entries(event: Event, sessions: Sequence[ProgrammeSession], language: str) -> list[dict[str, Any]]:
    """What happens in the order of time, for the ruler: what everybody does together, and the sessions."""
    parts = [(part.starts_at, 0, _part_entry(part, event)) for part in event.sessions]
    parts += [(one.starts_at, 1, _session_entry(one, event, language)) for one in sessions]
    return [entry for _at, _rank, entry in sorted(parts, key=lambda one: one[:2])]


def _times(at: datetime, event: Event) -> dict[str, str]:
    clocks = two_clocks(at, event.zone)
    return {"venue_time": clocks.venue_time, "reader_time": clocks.reader_time}


def _part_entry(part: Any, event: Event) -> dict[str, Any]:
    hint = str(SESSION_HINT[part.what]) if part.what in SESSION_HINT else ""
    return {
        **_times(part.starts_at, event),
        "title": words_for(part.what),
        "words": " · ".join(one for one in (hint, room_words(part.room)) if one),
        "state": "closed" if part.what in RESTS else "",
    }


def _session_entry(one: ProgrammeSession, event: Event, language: str) -> dict[str, Any]:
    starts, ends = two_clocks(one.starts_at, event.zone), two_clocks(one.ends_at, event.zone)
    other_day = starts.venue_date != two_clocks(event.starts_at, event.zone).venue_date
    words = [
        format_day(one.starts_at, "medium") if other_day else "",
        _("until %(time)s", time=ends.venue_time),
        room_words(one.room),
        ", ".join(speaker.name for speaker in one.speakers),
        spoken_words(one),
        seats_words(one),
    ]
    text = best_text(one.texts, language)
    shown = Markup(" · ").join(escape(part) for part in words if part)
    if text is not None and text.about:
        shown = Markup("{}<br>{}").format(shown, marked(text.about, text.language, language))
    return {
        **_times(one.starts_at, event),
        "title": _marked_title(one, language),
        "words": shown,
        "state": "",
    }


def _language_in_a_sentence(code: str) -> str:
    """Vietnamese writes "Tiếng Anh" in a list and "tiếng Anh" in a sentence."""
    name = language_name(code)
    return f"t{name[1:]}" if name.startswith("Tiếng ") else name


def spoken_words(its_session: ProgrammeSession) -> str:
    """In which language it is, and into which it is interpreted."""
    into = ", ".join(map(_language_in_a_sentence, its_session.interpreted))
    if not its_session.spoken:
        return _("Interpreted into: %(languages)s", languages=into) if into else ""
    spoken = _("In %(language)s", language=_language_in_a_sentence(its_session.spoken))
    return _("%(spoken)s, interpreted into: %(languages)s", spoken=spoken, languages=into) if into else spoken


def speakers_in(sessions: Collection[ProgrammeSession]) -> list[EventSpeaker]:
    """Everybody who speaks, once, in the order of the programme."""
    return list({speaker.id: speaker for one in sessions for speaker in one.speakers}.values())


@dataclass(frozen=True)
class OwnSession:
    """A session that the reader chose, in words."""

    title: str
    title_language: str
    hours: str
    room: str
    state: SessionSeatState
    place_in_line: int

    @property
    def line(self) -> str:
        """All of it on one line of plain text."""
        return " · ".join(one for one in (self.hours, self.title, self.room) if one)


def own_sessions(registration: Registration, language: str) -> list[OwnSession]:
    """What this sign-up chose; no statement where the event offers nothing."""
    event = registration.event
    found = []
    for choice in queries.choices_of(registration):
        text = best_text(choice.session.texts, language)
        found.append(
            OwnSession(
                title=text.title if text else "",
                title_language=text.language if text else language,
                hours=hours_of(choice.session, event),
                room=room_words(choice.session.room),
                state=choice.state,
                place_in_line=choice.place_in_line,
            )
        )
    return found


def certain_lines(registration: Registration, language: str) -> list[str]:
    """The sessions with a certain seat as lines of plain text, for tickets and calendars."""
    return [one.line for one in own_sessions(registration, language) if one.state is SessionSeatState.TAKEN]
