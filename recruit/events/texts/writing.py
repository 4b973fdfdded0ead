"""How words come into the rows of an event. Who calls has asked whether they may, and writes the audit line."""

from recruit.core.originals import Fields, follow, leave_behind, words_of
from recruit.events.models import Event, EventText
from recruit.events.texts.rules import TEXT_FIELDS


def fields_of(row: EventText) -> dict[str, str]:
    """The words of one row."""
    return words_of(row, TEXT_FIELDS)


def original_of(event: Event) -> EventText | None:
    """The row that the others are made from."""
    return next((row for row in event.texts if row.source_language is None), None)


def text_in(event: Event, language: str) -> EventText | None:
    """The row in that language."""
    return next((row for row in event.texts if row.language == language), None)


def write(event: Event, language: str, words: Fields, source: EventText | None) -> EventText:
    """Write these words in one language, made from the original as it is now; `source` None: they are the original."""
    row = text_in(event, language)
    if row is None:
        row = EventText(language=language, version=0, origin="human")
        event.texts.append(row)
    before = fields_of(row) if row.version else None
    if before != dict(words):
        for name, value in words.items():
            setattr(row, name, value)
        row.version += 1
        if source is None and before is not None:
            leave_behind(event.texts, row, before)
    follow(row, source, TEXT_FIELDS)
    return row
