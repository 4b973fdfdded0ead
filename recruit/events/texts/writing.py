"""How words come into the rows of an event. Who calls has asked whether they may, and writes the audit line."""

from recruit.events.models import Event, EventText
from recruit.events.texts.rules import TEXT_FIELDS, Fields, is_changed


def fields_of(row: EventText) -> dict[str, str]:
    """The words of one row."""
    return {name: getattr(row, name) for name in TEXT_FIELDS}


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
            _leave_behind(event, row, before)
    follow(row, source)
    return row


def follow(row: EventText, source: EventText | None) -> None:
    """Note what the row is made from; nothing for the original."""
    row.source_language = source.language if source else None
    row.source_version = source.version if source else None
    row.source_words = fields_of(source) if source else None


def _leave_behind(event: Event, source: EventText, before: Fields) -> None:
    """The original changed: keep what translations were made from, and let those be that fit what it says now."""
    now = fields_of(source)
    for row in event.texts:
        if row is source or row.source_version is None:
            continue
        if row.source_words is None and row.source_version == source.version - 1:
            row.source_words = dict(before)
        if row.source_words is not None and not any(
            is_changed(row.source_words.get(name, ""), now[name]) for name in TEXT_FIELDS
        ):
            row.source_version = source.version
