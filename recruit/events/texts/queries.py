"""Reads of an event's words. Who may see the event for staff may see how its texts stand."""

from recruit.core.locales import LANGUAGES, Language
from recruit.events.models import Event
from recruit.events.texts.rules import Standing, standing_of
from recruit.events.texts.writing import fields_of, original_of, text_in
from recruit.postings.texts.rules import seen_mark


def seen(event: Event, language: str) -> str:
    """Which versions somebody has before their eyes who writes in that language now."""
    text, original = text_in(event, language), original_of(event)
    return seen_mark(text.version if text else None, original.version if original else None)


def standing(event: Event, language: str) -> Standing | None:
    """How the text in that language stands; None where there is none, and for the original."""
    text, original = text_in(event, language), original_of(event)
    if text is None or original is None or text is original:
        return None
    return standing_of(
        fields_of(text),
        fields_of(original),
        made_from=text.source_words,
        versions_behind=original.version - (text.source_version or 0),
    )


def languages_to_translate_into(event: Event) -> list[Language]:
    """All but that of the original."""
    original = original_of(event)
    return [one for one in LANGUAGES if original is not None and one.code != original.language]
