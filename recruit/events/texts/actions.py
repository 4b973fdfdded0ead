"""The move of an event's words: a translation is written beside its original."""

from datetime import datetime

from recruit.core import audit
from recruit.core.db import session
from recruit.core.errors import Missing, Refused
from recruit.core.locales import CODES
from recruit.core.originals import Fields
from recruit.core.visitor import Visitor
from recruit.events.actions.waiting import lock_event
from recruit.events.models import Event
from recruit.events.texts import queries
from recruit.events.texts.rules import TEXT_FIELDS
from recruit.events.texts.writing import original_of, write
from recruit.postings.texts.rules import TextRefusal


def save_text(event: Event, language: str, words: Fields, *, seen: str, by: Visitor, now: datetime) -> None:
    """Keep a translation: it follows the original as it is now. `seen` says which versions its writer had before them."""
    if not by.is_coordinator or language not in CODES:
        raise Missing
    locked = lock_event(event.id)
    source = original_of(locked)
    if source is None or source.language == language:
        raise Missing
    if seen != queries.seen(locked, language):
        raise Refused(TextRefusal.CHANGED_MEANWHILE)
    write(locked, language, {name: words[name].strip() for name in TEXT_FIELDS}, source)
    locked.saved_at, locked.saves = now, locked.saves + 1
    session().flush()
    audit.record(
        "event.text_saved", by=by, now=now, subject_kind="event", subject_ref=event.slug, change=language
    )
