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
        texts = {text.language: text for text in event.texts}
        source = next((text for text in event.texts if text.source_language is None), None)
        if source is None:
            continue
        for language in CODES:
            text = texts.get(language)
            behind = source.version - text.source_version if text and text.source_version is not None else 0
            if text is source or (text is not None and behind <= 0):
                continue
            yield Lack(
                kind=KIND,
                ref=event.slug,
                language=language,
                source_language=source.language,
                titles={text.language: text.title for text in event.texts},
                lacking=Lacking.MISSING if text is None else Lacking.BEHIND,
                whose=Whose.COORDINATORS,
                endpoint="events.edit_event",
                values={"slug": event.slug},
                behind=max(behind, 0),
                since=event.saved_at,
            )


KINDS = (Translatable(KIND, _l("Events"), lacking),)
