"""Moves of books and of the places of their chapters."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from recruit.core import audit
from recruit.core.db import session
from recruit.core.errors import Refused
from recruit.core.visitor import Visitor
from recruit.handbook import queries
from recruit.handbook.actions.addresses import demand_free_for_book, demand_free_for_chapter
from recruit.handbook.actions.drafts import subject_of
from recruit.handbook.models import Book, Chapter, ChapterVersion
from recruit.handbook.rules import Audience, HandbookRefusal
from recruit.handbook.seen import demand_as_seen, said_of_book, said_of_chapter


@dataclass(frozen=True)
class BookDetails:
    """What is said of a book: its promised languages, and titles and notes by language."""

    source_language: str
    languages: tuple[str, ...]
    audience: Audience
    titles: Mapping[str, str]
    notes: Mapping[str, str]


def add_book(slug: str, details: BookDetails, *, by: Visitor, now: datetime) -> Book:
    """A new book, at the end of the shelf. Its address is nobody's else, now and ever."""
    queries.demand_writer(by)
    demand_free_for_book(slug)
    last: int | None = session().scalar(select(func.max(Book.position)))
    book = Book(slug=slug, position=0 if last is None else last + 1)
    _set(book, details, now)
    session().add(book)
    session().flush()
    _note("book.added", book, by, now)
    return book


def change_book(
    book: Book, details: BookDetails, *, by: Visitor, now: datetime, seen: str | None = None
) -> None:
    """Other titles, notes or promised languages. A language that has texts stays, and so does that of the source. `seen` is
    the mark (`seen.py`) of what was changed: what somebody else has saved since is not overwritten.
    """
    queries.demand_writer(by)
    demand_as_seen(book, said_of_book, seen)
    written = set(
        session().scalars(
            select(ChapterVersion.language)
            .join(Chapter, Chapter.id == ChapterVersion.chapter_id)
            .where(Chapter.book_id == book.id)
            .distinct()
        )
    )
    if not written <= set(details.languages):
        raise Refused(HandbookRefusal.STILL_WRITTEN, field="languages")
    if written and details.source_language != book.source_language:
        raise Refused(HandbookRefusal.STILL_WRITTEN, field="source_language")
    _set(book, details, now)
    session().flush()
    _note("book.changed", book, by, now)


def _set(book: Book, details: BookDetails, now: datetime) -> None:
    if details.source_language not in details.languages:
        raise Refused(HandbookRefusal.SOURCE_NOT_PROMISED, field="languages")
    book.source_language, book.languages = details.source_language, list(details.languages)
    book.audience, book.titles, book.notes = details.audience, dict(details.titles), dict(details.notes)
    book.changed_at = now


def add_chapter(
    book: Book,
    slug: str,
    titles: Mapping[str, str],
    position: int,
    *,
    part: Mapping[str, str] | None = None,
    by: Visitor,
    now: datetime,
) -> Chapter:
    """A place for a chapter; readers see it when a text is published. Its address is nobody's else, now and ever."""
    queries.demand_writer(by)
    demand_free_for_chapter(slug, book)
    chapter = Chapter(
        book_id=book.id,
        slug=slug,
        position=position,
        titles=dict(titles),
        part=dict(part or {}),
        changed_at=now,
    )
    session().add(chapter)
    session().flush()
    session().expire(book, ["chapters"])
    _note("chapter.added", book, by, now, subject_of(chapter))
    return chapter


def place_chapter(
    chapter: Chapter,
    titles: Mapping[str, str],
    position: int,
    *,
    part: Mapping[str, str] | None = None,
    by: Visitor,
    now: datetime,
    seen: str | None = None,
) -> None:
    """Another number in the book, another part that begins here (none: the part before goes on), or other titles until
    texts with their own are published: what a second person has agreed to stays. `seen` as for a book.
    """
    queries.demand_writer(by)
    demand_as_seen(chapter, said_of_chapter, seen)
    agreed = queries.published_titles(chapter)
    chapter.position, chapter.titles, chapter.changed_at = position, {**titles, **agreed}, now
    chapter.part = dict(part or {})
    session().flush()
    session().expire(chapter.book, ["chapters"])
    _note("chapter.placed", chapter.book, by, now, subject_of(chapter))


def _note(action: str, book: Book, by: Visitor, now: datetime, chapter: str = "") -> None:
    audit.record(
        action,
        by=by,
        now=now,
        subject_kind="chapter" if chapter else "book",
        subject_ref=chapter or book.slug,
    )
