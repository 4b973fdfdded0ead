"""Reads of whole books: the texts that readers see, in one language or in all."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select

from recruit.core.db import session
from recruit.core.texts import best_title
from recruit.handbook.models import Book, Chapter, ChapterVersion
from recruit.handbook.rules import ChapterState


@dataclass(frozen=True)
class Text:
    """A chapter as it is published in one language."""

    book: Book
    chapter: Chapter
    version: ChapterVersion

    @property
    def language(self) -> str:
        return self.version.language

    @property
    def title(self) -> str:
        """In the language of the text."""
        return self.version.title or best_title(self.chapter.titles, self.version.language)[0]


def newest_published(*columns: Any) -> Select[Any]:
    """These columns of the newest published text of every chapter in every language: what readers see."""
    is_public = ChapterVersion.state == ChapterState.PUBLISHED
    newest = (
        select(
            ChapterVersion.chapter_id,
            ChapterVersion.language,
            func.max(ChapterVersion.number).label("number"),
        )
        .where(is_public)
        .group_by(ChapterVersion.chapter_id, ChapterVersion.language)
        .subquery()
    )
    return (
        select(*columns)
        .join(
            newest,
            (ChapterVersion.chapter_id == newest.c.chapter_id)
            & (ChapterVersion.language == newest.c.language)
            & (ChapterVersion.number == newest.c.number),
        )
        .where(is_public)
    )


def texts_of(books: Collection[Book]) -> list[Text]:
    """The newest published text of every chapter in every language, in the order of book, chapter and language."""
    chapters = {chapter.id: (book, chapter) for book in books for chapter in book.chapters}
    if not chapters:
        return []
    versions = session().scalars(
        newest_published(ChapterVersion).where(ChapterVersion.chapter_id.in_(chapters))
    )
    found = [Text(*chapters[version.chapter_id], version) for version in versions]
    return sorted(
        found,
        key=lambda one: (one.book.position, one.book.id, one.chapter.position, one.chapter.id, one.language),
    )


def nearest_of(texts: Collection[Text], language: str) -> dict[int, Text]:
    """By the id of its chapter the text that a reader of that language gets: their own, else English, else the original."""
    by_language = {(one.chapter.id, one.language): one for one in texts}
    found = {}
    for one in texts:
        wish = (language, "en", one.book.source_language)
        nearest = next(
            (by_language[one.chapter.id, code] for code in wish if (one.chapter.id, code) in by_language),
            None,
        )
        if nearest is not None:
            found[one.chapter.id] = nearest
    return found


def texts_in(book: Book, language: str) -> list[Text]:
    """The chapters of a book that are published in that language, in their order."""
    return [one for one in texts_of([book]) if one.language == language]


def languages_published(book: Book) -> list[str]:
    """The languages in which a chapter of the book is published, in the order in which the book promises them."""
    written = set(
        session().scalars(
            select(ChapterVersion.language)
            .join(Chapter, Chapter.id == ChapterVersion.chapter_id)
            .where(Chapter.book_id == book.id, ChapterVersion.state == ChapterState.PUBLISHED)
            .distinct()
        )
    )
    return [code for code in book.languages if code in written]
