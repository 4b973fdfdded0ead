"""Staff make an event again; people sign up for several of a series at once."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import inspect, select

from recruit.core import audit
from recruit.core.db import Base, new_public_id, session
from recruit.core.errors import Refused
from recruit.core.visitor import Visitor
from recruit.events import actions as event_actions, drawing
from recruit.events.asking.models import EventQuestion
from recruit.events.asking.queries import questions_of
from recruit.events.models import Event, EventText, Registration
from recruit.events.programme.models import EventSpeaker, ProgrammeSession
from recruit.events.programme.queries import sessions_of, speakers_of
from recruit.events.repeating import queries, rules
from recruit.events.repeating.rules import RepeatingRefusal
from recruit.events.rules import EventState, SignUpWay

Row = TypeVar("Row", bound=Base)

# What belongs to one event alone: its own name and mark, who signed up, what became of it.
_OWN = frozenset(
    {
        "id", "public_id", "slug", "state", "seed", "drawn_at", "drawn_seats", "signed_up_count", "last_place_in_line",
        "saved_at", "saves", "moves", "moved_at", "called_off_words", "called_off_language", "series_ref", "invites",
        "has_materials", "materials_told_at", "hidden",
    }
)  # fmt: skip
_TIMES = ("starts_at", "ends_at", "sign_up_until")


def repeat_event(
    event: Event, days: Sequence[date], *, together: bool, by: Visitor, now: datetime
) -> list[Event]:
    """Drafts of the same event on other days, at the same time on the venue's clock; `together` as one series with it."""
    zone = ZoneInfo(event.zone)
    refusal = rules.why_not_days(days, now.astimezone(zone).date())
    if refusal is not None:
        raise Refused(refusal, field="weeks")
    if together and event.series_ref is None:
        event.series_ref = new_public_id()
    taken = set(session().scalars(select(Event.slug)))
    first = event.starts_at.astimezone(zone).date()
    made = []
    for day in days:
        slug = rules.slug_on(event.slug, day, taken)
        taken.add(slug)
        copied = _copy(event, (day - first).days, slug, by=by, now=now)
        copied.series_ref = event.series_ref if together else None
        made.append(copied)
    session().flush()
    for copied in made:
        audit.record(
            "event.repeat",
            by=by,
            now=now,
            subject_kind="event",
            subject_ref=copied.slug,
            change=f"from: {event.slug}",
        )
    return made


def _values(row: Base, without: Collection[str]) -> dict[str, Any]:
    columns = inspect(type(row)).column_attrs
    return {column.key: getattr(row, column.key) for column in columns if column.key not in without}


def _like(row: Row, without: Collection[str] = ()) -> Row:
    """A new row with the same words, and nothing of the old one's name or owner."""
    owners = {key for key in inspect(type(row)).column_attrs.keys() if key.endswith("_id")}  # noqa: SIM118
    return type(row)(**_values(row, {"id", "public_id", *owners, *without}))


def _copy(event: Event, days: int, slug: str, *, by: Visitor, now: datetime) -> Event:
    def moved(instant: datetime) -> datetime:
        return rules.moved_by_days(instant, days, event.zone)

    values = _values(event, _OWN)
    copied = Event(**values | {name: moved(values[name]) for name in _TIMES})
    copied.slug, copied.state, copied.saved_at, copied.saves = slug, EventState.DRAFT, now, 1
    copied.signed_up_count = copied.last_place_in_line = copied.moves = 0
    copied.seed = drawing.new_seed() if event.way is SignUpWay.LOTTERY else ""
    copied.texts = [_text_like(one) for one in event.texts]
    copied.sessions = [_at_other_hours(_like(one), moved) for one in event.sessions]
    session().add(copied)
    session().flush()
    _copy_questions(event, copied)
    _copy_programme(event, copied, moved, by=by)
    return copied


def _text_like(text: EventText) -> EventText:
    """A first version; one that is behind its source stays behind."""
    copied = _like(text)
    is_behind = text.source_version is not None and text.source_version < _version_of_source(text)
    copied.version, copied.source_version = 1, None if text.source_version is None else int(not is_behind)
    return copied


def _version_of_source(text: EventText) -> int:
    found = session().scalar(
        select(EventText.version).where(
            EventText.event_id == text.event_id, EventText.language == text.source_language
        )
    )
    return found or 0


def _at_other_hours(row: Any, moved: Any) -> Any:
    row.starts_at, row.ends_at = moved(row.starts_at), moved(row.ends_at)
    return row


def _copy_questions(event: Event, copied: Event) -> None:
    for question in questions_of(event):
        again: EventQuestion = _like(question)
        again.event_id, again.texts = copied.id, [_like(text) for text in question.texts]
        session().add(again)


def _copy_programme(event: Event, copied: Event, moved: Any, *, by: Visitor) -> None:
    """Sessions and speakers; whoever agreed to speak on one day is asked again for another, so staff look at them first."""
    speakers: dict[int, EventSpeaker] = {}
    for speaker in speakers_of(by, event):
        again: EventSpeaker = _like(speaker)
        again.event_id, again.texts = copied.id, [_like(text) for text in speaker.texts]
        session().add(again)
        speakers[speaker.id] = again
    for one in sessions_of(event):
        made: ProgrammeSession = _at_other_hours(_like(one), moved)
        made.event_id, made.taken, made.last_place = copied.id, 0, 0
        made.texts = [_like(text) for text in one.texts]
        made.speakers = [speakers[speaker.id] for speaker in one.speakers]
        session().add(made)
    session().flush()


def sign_up_for_several(
    event: Event, refs: Collection[str], *, by: Visitor, now: datetime, language: str
) -> list[Registration]:
    """A sign-up of its own for each of these events of the series, as if asked for one by one."""
    parts = [one for one in queries.parts_for(by, event, now) if one.event.public_id in refs]
    offered = sorted((one.event for one in parts if one.is_offered), key=lambda one: one.id)
    if not offered:
        raise Refused(RepeatingRefusal.NOTHING_CHOSEN)
    # In one order of rows, so that two people who choose the same events never wait for each other in a circle.
    return [event_actions.sign_up(one, by=by, now=now, language=language) for one in offered]
