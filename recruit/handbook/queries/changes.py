"""Reads of what changed in a book, for everybody: published editions alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import defer

from recruit.core.db import session
from recruit.core.differences import Paragraph, differences, paragraphs_of, shortened
from recruit.handbook import marks
from recruit.handbook.models import Book, Chapter, ChapterVersion
from recruit.handbook.queries.books import Text
from recruit.handbook.queries.reading import Reading
from recruit.handbook.queries.searching import in_words
from recruit.handbook.rules import ChapterState
from recruit.web.tables import PAGE_SIZE, Page, mark_of, place_of

_IS_PUBLIC = ChapterVersion.state == ChapterState.PUBLISHED


@dataclass(frozen=True)
class Changed:
    """A published edition of a chapter."""

    chapter: Chapter
    version: ChapterVersion


def published_changes(book: Book, language: str, *, after: str | None = None) -> Page[Changed]:
    """The published editions of a book in this language (else in English, else in that of the original), the newest first."""
    chapters = {chapter.id: chapter for chapter in book.chapters}
    of_book = (_IS_PUBLIC, ChapterVersion.chapter_id.in_(chapters), ChapterVersion.publish_at.is_not(None))
    there = set(session().scalars(select(ChapterVersion.language).where(*of_book).distinct()))
    shown = next((code for code in (language, "en", book.source_language) if code in there), language)
    query = (
        select(ChapterVersion)
        .options(defer(ChapterVersion.body))
        .where(*of_book, ChapterVersion.language == shown)
        .order_by(ChapterVersion.publish_at.desc(), ChapterVersion.id.desc())
    )
    place = _place(after)
    if place is not None:
        at, behind = place
        same_time = and_(ChapterVersion.publish_at == at, ChapterVersion.id < behind)
        query = query.where(or_(ChapterVersion.publish_at < at, same_time))
    found = session().scalars(query.limit(PAGE_SIZE + 1)).all()
    rows = [Changed(chapters[one.chapter_id], one) for one in found[:PAGE_SIZE]]
    last = rows[-1].version if len(found) > PAGE_SIZE else None
    mark = mark_of([last.publish_at.isoformat(), last.id]) if last and last.publish_at else None
    return Page(rows=rows, next_mark=mark, is_first=place is None)


def _place(after: str | None) -> tuple[datetime, int] | None:
    """After which moment and which row; None for an address that somebody changed."""
    values = place_of(after)
    if not values or len(values) != 2 or type(values[1]) is not int or abs(values[1]) >= 2**63:
        return None
    try:
        at = datetime.fromisoformat(str(values[0]))
    except ValueError:
        return None
    return (at, values[1]) if at.tzinfo is not None else None


def editions_of(reading: Reading) -> Sequence[ChapterVersion]:
    """The published editions of a chapter in the language that is read, the newest first, without their texts."""
    return (
        session()
        .scalars(
            select(ChapterVersion)
            .options(defer(ChapterVersion.body))
            .where(
                _IS_PUBLIC,
                ChapterVersion.chapter_id == reading.chapter.id,
                ChapterVersion.language == reading.version.language,
            )
            .order_by(ChapterVersion.number.desc())
        )
        .all()
    )


def what_differs(
    reading: Reading, older: ChapterVersion, newer: ChapterVersion, on: date
) -> list[Paragraph | int]:
    """What differs between two editions, in words without marks; facts have the values of that day in both."""
    book, chapter = reading.chapter.book, reading.chapter
    texts = [Text(book, chapter, version) for version in (older, newer)]
    before, after = (_bare(words) for _text, words in in_words(texts, on))
    return shortened(_differences(before, after, newer.language))


def _bare(words: str) -> str:
    # What a drawing is called stands on a line of its own around it; readers see the drawing.
    return "\n\n".join(
        marks.bare(paragraph) for paragraph in paragraphs_of(words) if not paragraph.startswith("```")
    )


# Comparing costs much more than looking it up, and anybody may ask.
@lru_cache(maxsize=64)
def _differences(before: str, after: str, language: str) -> list[Paragraph]:
    return differences(before, after, language=language)
