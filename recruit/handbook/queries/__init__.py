"""Reads of books, by who reads: everybody, and those who write."""

from recruit.handbook.queries.desk import (
    WRITERS,
    Cell,
    ChapterOnDesk,
    Glance,
    chapter_named,
    chapter_on_desk,
    demand_writer,
    desk,
    history,
    newest_of,
    open_version,
    source_then_and_now,
    version_numbered,
)
from recruit.handbook.queries.reading import (
    Behind,
    Reading,
    book_named,
    reading_of,
    shelf,
    translations_behind,
)

__all__ = [
    "WRITERS",
    "Behind",
    "Cell",
    "ChapterOnDesk",
    "Glance",
    "Reading",
    "book_named",
    "chapter_named",
    "chapter_on_desk",
    "demand_writer",
    "desk",
    "history",
    "newest_of",
    "open_version",
    "reading_of",
    "shelf",
    "source_then_and_now",
    "translations_behind",
    "version_numbered",
]
