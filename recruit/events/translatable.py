"""What events that are still to come lack in the languages of the platform."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, select

from recruit.core.db import session
from recruit.core.locales import CODES
from recruit.core.parts import rows_of
from recruit.core.translating import Lack, Lacking, Refs, Translatable, Whose, itself, written_beside
from recruit.core.visitor import Visitor
from recruit.events.asking.models import EventQuestion
from recruit.events.materials.models import EventMaterial
from recruit.events.models import Event
from recruit.events.programme.models import EventSpeaker, ProgrammeSession
from recruit.events.rules import EventState
from recruit.events.texts import queries
from recruit.events.texts.writing import original_of

KIND = "event"


def _is_coming(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """What people can find and what has not begun."""
    return (
        Event.state.in_((EventState.OPEN, EventState.CLOSED)),
        Event.starts_at > now,
        Event.hidden.is_(False),
    )


def lacking(by: Visitor, now: datetime, refs: Refs = None) -> Iterator[Lack]:
    """Events that people can find and that have not begun. Coordinators write them. Nothing for others."""
    if not by.is_staff:
        return
    coming = select(Event).where(*_is_coming(now))
    for event in rows_of(coming, key=Event.id, ref=Event.slug, refs=refs):
        source = original_of(event)
        if source is None:
            continue
        for language in CODES:
            standing = queries.standing(event, language)
            if language == source.language:
                continue
            if standing is None:
                lacks = Lacking.MISSING
            elif standing.is_behind:
                lacks = Lacking.BEHIND
            elif standing.untranslated:
                lacks = Lacking.PARTLY
            else:
                continue
            yield Lack(
                kind=KIND,
                ref=event.slug,
                language=language,
                source_language=source.language,
                titles={text.language: text.title for text in event.texts},
                lacking=lacks,
                whose=Whose.COORDINATORS,
                endpoint="events.text",
                values={"slug": event.slug, "written_in": language},
                behind=standing.versions_behind if standing and lacks is Lacking.BEHIND else 0,
                since=event.saved_at,
            )


@dataclass(frozen=True)
class Part:
    """Something of an event that is written in all languages in one form. `fields` begin with what it is called by; `address`
    is its part of the address of its form.
    """

    kind: str
    name: Any
    model: Any
    fields: tuple[str, ...]
    endpoint: str
    address: str
    shown: tuple[ColumnElement[bool], ...] = ()


PARTS = (
    Part(
        "event_session",
        _l("Sessions of events"),
        ProgrammeSession,
        ("title", "about"),
        "events.programme_session",
        "session",
    ),
    Part(
        "event_speaker",
        _l("Speakers of events"),
        EventSpeaker,
        ("role", "about"),
        "events.speaker",
        "speaker",
    ),
    Part(
        "event_question",
        _l("Questions when signing up"),
        EventQuestion,
        ("words", "hint", "choices"),
        "events.question",
        "question",
        (EventQuestion.retired_at.is_(None),),
    ),
    Part(
        "event_material",
        _l("Materials of events"),
        EventMaterial,
        ("title",),
        "events.edit_material",
        "material",
        (EventMaterial.withdrawn_at.is_(None),),
    ),
)


def lacking_beside(part: Part, by: Visitor, now: datetime, refs: Refs = None) -> Iterator[Lack]:
    """What belongs to coming events. Coordinators write it, with all languages side by side. Nothing for others."""
    if not by.is_staff:
        return
    coming = select(Event.id, Event.slug).where(*_is_coming(now)).order_by(Event.id)
    slugs = dict(iter(session().execute(coming)))
    model = part.model
    theirs = select(model).where(model.event_id.in_(slugs), *part.shown)
    for row in rows_of(theirs, key=model.id, ref=model.public_id, refs=refs):
        words = {text.language: {name: getattr(text, name) for name in part.fields} for text in row.texts}
        yield from written_beside(
            part.kind,
            row.public_id,
            words,
            CODES,
            titles=_titles(row, part, words),
            whose=Whose.COORDINATORS,
            endpoint=part.endpoint,
            values={"slug": slugs[row.event_id], part.address: row.public_id},
        )


def _titles(row: Any, part: Part, words: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    # The name of a speaker is the same in every language.
    if isinstance(row, EventSpeaker):
        return dict.fromkeys(CODES, row.name)
    return {code: text[part.fields[0]] for code, text in words.items()}


def _of_event(part: Part, slug: str) -> Collection[str]:
    model = part.model
    theirs = select(model.public_id).join(Event, Event.id == model.event_id).where(Event.slug == slug)
    return session().scalars(theirs.order_by(model.id)).all()


KINDS = (
    Translatable(KIND, _l("Events"), lacking, heard_of={"event": itself}),
    *(
        Translatable(
            part.kind,
            part.name,
            partial(lacking_beside, part),
            heard_of={"event": partial(_of_event, part)},
        )
        for part in PARTS
    ),
)
