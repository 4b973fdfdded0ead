"""Reads of books. What is published is for everybody."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import defer, selectinload

from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.core.locales import CODES
from recruit.handbook import marks
from recruit.handbook.models import Book, Chapter, ChapterVersion, FormerAddress
from recruit.handbook.rules import ChapterState, is_behind


@dataclass(frozen=True)
class Reading:
    """A chapter as a reader gets it: in the wished language, or in the nearest one the book has."""

    chapter: Chapter
    version: ChapterVersion
    is_behind: bool
    languages: tuple[str, ...]


def source_languages() -> list[str]:
    """The languages in which originals are written, in the order of the shelf; every language where there is no book yet."""
    found = session().scalars(select(Book.source_language).order_by(Book.position, Book.id)).all()
    return list(dict.fromkeys(found)) or list(CODES)


def shelf() -> Sequence[Book]:
    """All books, with their chapters."""
    return (
        session()
        .scalars(select(Book).options(selectinload(Book.chapters)).order_by(Book.position, Book.id))
        .all()
    )


def book_named(slug: str) -> Book:
    """One book with its chapters."""
    found = session().scalar(select(Book).options(selectinload(Book.chapters)).where(Book.slug == slug))
    if found is None:
        raise Missing
    return found


def book_at(slug: str) -> Book | None:
    """The book that has this address, or once had it."""
    found = session().scalar(select(Book).where(Book.slug == slug))
    if found is not None:
        return found
    once_there = select(FormerAddress.book_id).where(
        FormerAddress.chapter_id.is_(None), FormerAddress.slug == slug
    )
    return session().scalar(select(Book).where(Book.id.in_(once_there)))


def chapter_at(book: Book, slug: str) -> Chapter | None:
    """The chapter of a book that has this address, or once had it."""
    of_book = Chapter.book_id == book.id
    found = session().scalar(select(Chapter).where(of_book, Chapter.slug == slug))
    if found is not None:
        return found
    once_there = select(FormerAddress.chapter_id).where(
        FormerAddress.book_id == book.id, FormerAddress.chapter_id.is_not(None), FormerAddress.slug == slug
    )
    return session().scalar(select(Chapter).where(of_book, Chapter.id.in_(once_there)))


def former_addresses(book: Book, chapter: Chapter | None = None) -> list[str]:
    """Addresses that a book, or a chapter of it, once had, the last one first."""
    whose = FormerAddress.chapter_id == chapter.id if chapter else FormerAddress.chapter_id.is_(None)
    rows = session().scalars(
        select(FormerAddress.slug)
        .where(FormerAddress.book_id == book.id, whose)
        .order_by(FormerAddress.id.desc())
    )
    return list(rows)


def led_on(book: Book, body: str) -> str:
    """A text whose links name chapters by the addresses they have now. Asks only where one names another."""
    if marks.chapters_named(body) <= {one.slug for one in book.chapters}:
        return body
    return marks.with_addresses(body, chapters_by_address(book))


def chapters_by_address(book: Book) -> dict[str, str]:
    """Every address a chapter of the book has or once had, with the one it has now: what `chapter:` in a text may name."""
    once = session().execute(
        select(FormerAddress.slug, Chapter.slug)
        .join(Chapter, Chapter.id == FormerAddress.chapter_id)
        .where(FormerAddress.book_id == book.id)
        .order_by(FormerAddress.id)
    )
    return {row[0]: row[1] for row in once} | {one.slug: one.slug for one in book.chapters}


def chapters_to_read(books: Collection[Book]) -> dict[int, list[Chapter]]:
    """By the id of a book its chapters that have a published text, in their order: to readers the others are not there."""
    written = set(
        session().scalars(
            select(ChapterVersion.chapter_id).where(ChapterVersion.state == ChapterState.PUBLISHED).distinct()
        )
    )
    return {book.id: [one for one in book.chapters if one.id in written] for book in books}


def is_read(chapter: Chapter) -> bool:
    """Whether readers see a text of it, in whatever language."""
    published = select(ChapterVersion.id).where(
        ChapterVersion.chapter_id == chapter.id, ChapterVersion.state == ChapterState.PUBLISHED
    )
    return session().scalar(published.limit(1)) is not None


@dataclass(frozen=True)
class Behind:
    """A translation that is older than its source, and the version of the source it lacks."""

    book: Book
    chapter: Chapter
    language: str
    source_number: int


def translations_behind() -> list[Behind]:
    """Published translations that were made from an older version than the newest published source."""
    newest: dict[tuple[int, str], ChapterVersion] = {}
    for version in session().scalars(
        select(ChapterVersion)
        .options(defer(ChapterVersion.body))
        .where(ChapterVersion.state == ChapterState.PUBLISHED)
        .order_by(ChapterVersion.number)
    ):
        newest[version.chapter_id, version.language] = version
    found: list[Behind] = []
    for book in shelf():
        for chapter in book.chapters:
            source = newest.get((chapter.id, book.source_language))
            for language in book.languages:
                version = newest.get((chapter.id, language))
                if source is None or version is None or version is source:
                    continue
                if is_behind(version.source_version, source.number):
                    found.append(Behind(book, chapter, language, source.number))
    return found


def reading_of(book: Book, slug: str, language: str) -> Reading:
    """A published chapter. Raises Missing where it has no published text in any language."""
    chapter = next((chapter for chapter in book.chapters if chapter.slug == slug), None)
    if chapter is None:
        raise Missing
    newest: dict[str, ChapterVersion] = {}
    for version in session().scalars(
        select(ChapterVersion)
        # A chapter may have many editions: only the text that is shown is read.
        .options(defer(ChapterVersion.body))
        .where(ChapterVersion.chapter_id == chapter.id, ChapterVersion.state == ChapterState.PUBLISHED)
        .order_by(ChapterVersion.language, ChapterVersion.number)
    ):
        newest[version.language] = version
    wish = next((code for code in (language, "en", book.source_language) if code in newest), None)
    if wish is None:
        raise Missing
    version, source = newest[wish], newest.get(book.source_language)
    return Reading(
        chapter=chapter,
        version=version,
        is_behind=source is not None
        and version is not source
        and is_behind(version.source_version, source.number),
        languages=tuple(code for code in book.languages if code in newest),
    )
