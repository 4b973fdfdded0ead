"""The editions shipped with the program are loaded once, version by version."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from recruit.core.db import session
from recruit.core.events import announce
from recruit.handbook import queries
from recruit.handbook.events import TranslationsBehind
from recruit.handbook.folders.reading import book_from, files_in
from recruit.handbook.folders.rules import BookFiles, ChapterFiles
from recruit.handbook.models import Book, Chapter, ChapterVersion
from recruit.handbook.rules import ChapterState, Origin

EDITIONS = Path(__file__).parents[1] / "editions"


def load_editions(now: datetime) -> int:
    """Bring the shipped books in. A chapter whose shipped text is new in a language gets a new version. Returns how many.

    A chapter that editors have changed since keeps their text: the shipped one is only taken where the newest version
    is a shipped one too.
    """
    added = 0
    for position, folder in enumerate(sorted(path for path in EDITIONS.iterdir() if path.is_dir())):
        edition = book_from(files_in(folder))
        book = queries.book_at(edition.slug)
        if book is None:
            book = Book(slug=edition.slug)
            session().add(book)
        if book.changed_at is None:
            book.source_language, book.languages = edition.source_language, list(edition.languages)
            book.audience, book.titles, book.position = edition.audience, dict(edition.titles), position
            book.notes = dict(edition.notes)
        session().flush()
        there = _there_of(book)
        chapters = [_chapter_for(book, row, there) for row in edition.chapters]
        session().flush()
        for chapter, row in zip(chapters, edition.chapters, strict=True):
            added += _load_texts(chapter, row, edition, there, now)
        session().flush()
    if added and queries.translations_behind():
        announce(TranslationsBehind(now))
    return added


@dataclass(frozen=True)
class _There:
    """What stands of a book already, read at once and not chapter by chapter: chapters by their address, the versions of each
    by its id, in the order of their numbers.
    """

    chapters: Mapping[str, Chapter]
    versions: Mapping[int, Sequence[ChapterVersion]]


def _there_of(book: Book) -> _There:
    chapters = session().scalars(select(Chapter).where(Chapter.book_id == book.id)).all()
    versions: dict[int, list[ChapterVersion]] = {}
    of_book = select(Chapter.id).where(Chapter.book_id == book.id)
    for version in session().scalars(
        select(ChapterVersion).where(ChapterVersion.chapter_id.in_(of_book)).order_by(ChapterVersion.number)
    ):
        versions.setdefault(version.chapter_id, []).append(version)
    return _There({chapter.slug: chapter for chapter in chapters}, versions)


def _chapter_for(book: Book, row: ChapterFiles, there: _There) -> Chapter:
    chapter = there.chapters.get(row.slug)
    if chapter is None and there.chapters:
        # It may stand under another address here, and have had this one once.
        chapter = queries.chapter_at(book, row.slug)
    if chapter is None:
        chapter = Chapter(book_id=book.id, slug=row.slug)
        session().add(chapter)
    if chapter.changed_at is None:
        chapter.position, chapter.part = row.position, dict(row.part)
    # A title that was published here stays; the others are those of the edition.
    chapter.titles = {**row.titles, **_own_titles(there.versions.get(chapter.id, ()))}
    return chapter


def _load_texts(chapter: Chapter, row: ChapterFiles, edition: BookFiles, there: _There, now: datetime) -> int:
    added = 0
    source_number = None
    source_language = edition.source_language
    for language in dict.fromkeys((source_language, *edition.languages)):
        text = row.texts[language]
        versions = [one for one in there.versions.get(chapter.id, ()) if one.language == language]
        newest = _newest(versions)
        if newest is not None and _is_as_shipped(newest) and newest.body == text.body and not newest.summary:
            # Loaded by a program that knew no summaries yet: the text is the same edition.
            newest.summary = text.summary
        said = newest is not None and (newest.body, newest.summary)
        if newest is None or (said != (text.body, text.summary) and _is_as_shipped(newest)):
            version = ChapterVersion(
                chapter_id=chapter.id,
                language=language,
                number=max((one.number for one in versions), default=0) + 1,
                title=text.title,
                summary=text.summary,
                body=text.body,
                source_version=None if language == source_language else source_number,
                based_on=newest.number if newest else None,
                origin=Origin.SHIPPED,
                state=ChapterState.PUBLISHED,
                created_at=now,
                publish_at=now,
            )
            session().add(version)
            versions.append(version)
            added += 1
        elif language != source_language and said == (text.body, text.summary) and _is_as_shipped(newest):
            # What is shipped together says the same: a source that was mended alone leaves its translations in step.
            newest.source_version = source_number
        if language == source_language:
            shipped = [one.number for one in versions if one.origin is Origin.SHIPPED]
            source_number = max(shipped, default=None)
    return added


def _newest(versions: Sequence[ChapterVersion]) -> ChapterVersion | None:
    """The version that stands for a language: the newest, drafts among them, but for drafts that were dropped."""
    standing = [
        one for one in versions if one.state is not ChapterState.WITHDRAWN or one.publish_at is not None
    ]
    return standing[-1] if standing else None


def _is_as_shipped(version: ChapterVersion) -> bool:
    """Whether nobody here has touched it: what staff withdrew does not come back by itself."""
    return version.origin is Origin.SHIPPED and version.state is ChapterState.PUBLISHED


def _own_titles(versions: Sequence[ChapterVersion]) -> dict[str, str]:
    return {
        one.language: one.title
        for one in versions
        if one.state is ChapterState.PUBLISHED and one.origin is not Origin.SHIPPED and one.title
    }
