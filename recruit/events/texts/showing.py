"""The original of an event as it stands beside its translation."""

from dataclasses import dataclass

from recruit.events.models import Event
from recruit.events.texts.queries import standing
from recruit.events.texts.rules import TEXT_FIELDS, marked
from recruit.events.texts.writing import fields_of, original_of, text_in
from recruit.postings.texts.rules import Paragraph


@dataclass(frozen=True)
class OriginalPart:
    """One field of the original; what came and went in it since the translation was made is marked."""

    paragraphs: list[Paragraph]
    is_changed: bool


def original_parts(event: Event, language: str) -> dict[str, OriginalPart]:
    """Every field of the original, beside the text in that language."""
    original, text, now = original_of(event), text_in(event, language), standing(event, language)
    words = fields_of(original) if original else dict.fromkeys(TEXT_FIELDS, "")
    changed = now.changed if now else ()
    made_from = (text.source_words or {}) if text else {}
    return {
        name: OriginalPart(
            marked(made_from.get(name, "") if name in changed else None, words[name]), name in changed
        )
        for name in TEXT_FIELDS
    }
