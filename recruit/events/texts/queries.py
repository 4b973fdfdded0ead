"""Reads of an event's words. Who may see the event for staff may see how its texts stand."""

from recruit.core import originals
from recruit.core.locales import LANGUAGES, Language
from recruit.core.originals import OriginalPart, Standing
from recruit.events.models import Event
from recruit.events.texts.rules import TEXT_FIELDS
from recruit.events.texts.writing import original_of, text_in


def seen(event: Event, language: str) -> str:
    """Which versions somebody has before their eyes who writes in that language now."""
    return originals.seen_mark(text_in(event, language), original_of(event))


def standing(event: Event, language: str) -> Standing | None:
    """How the text in that language stands; None where there is none, and for the original."""
    text, original = text_in(event, language), original_of(event)
    if text is None or original is None or text is original:
        return None
    return originals.standing_of(text, original, TEXT_FIELDS)


def original_parts(event: Event, language: str) -> dict[str, OriginalPart]:
    """Every field of the original, beside the text in that language."""
    return originals.original_parts(text_in(event, language), original_of(event), TEXT_FIELDS)


def languages_to_translate_into(event: Event) -> list[Language]:
    """All but that of the original."""
    original = original_of(event)
    return [one for one in LANGUAGES if original is not None and one.code != original.language]
