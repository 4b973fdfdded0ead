"""What events that are still to come lack in the languages of the platform."""

from collections.abc import Iterator
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, select

from recruit.core.locales import CODES
from recruit.core.parts import rows_of
from recruit.core.translating import Lack, Lacking, Refs, Translatable, Whose
from recruit.core.visitor import Visitor
from recruit.events.models import Event
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


KINDS = (Translatable(KIND, _l("Events"), lacking),)
