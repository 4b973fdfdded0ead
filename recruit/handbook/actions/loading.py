"""The editions shipped with the program are loaded once, version by version."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import ColumnElement, func, or_, select

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
        for row in edition.chapters:
            added += _load_chapter(book, row, edition, now)
    if added and queries.translations_behind():
        announce(TranslationsBehind(now))
    return added


def _load_chapter(book: Book, row: ChapterFiles, edition: BookFiles, now: datetime) -> int:
    chapter = queries.chapter_at(book, row.slug)
    if chapter is None:
        chapter = Chapter(book_id=book.id, slug=row.slug)
        session().add(chapter)
    if chapter.changed_at is None:
        chapter.position, chapter.part = row.position, dict(row.part)
    # A title that was published here stays; the others are those of the edition.
    chapter.titles = {**row.titles, **_own_titles(chapter)}
    session().flush()
    added = 0
    source_number = None
    source_language = edition.source_language
    for language in dict.fromkeys((source_language, *edition.languages)):
        text = row.texts[language]
        newest = _newest(chapter, language)
        if newest is not None and _is_as_shipped(newest) and newest.body == text.body and not newest.summary:
            # Loaded by a program that knew no summaries yet: the text is the same edition.
            newest.summary = text.summary
        said = newest is not None and (newest.body, newest.summary)
        if newest is None or (said != (text.body, text.summary) and _is_as_shipped(newest)):
            number = (_last_number(chapter, language) or 0) + 1
            session().add(
                ChapterVersion(
                    chapter_id=chapter.id,
                    language=language,
                    number=number,
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
            )
            added += 1
        elif language != source_language and said == (text.body, text.summary) and _is_as_shipped(newest):
            # What is shipped together says the same: a source that was mended alone leaves its translations in step.
            newest.source_version = source_number
        if language == source_language:
            session().flush()
            source_number = _last_number(chapter, language, ChapterVersion.origin == Origin.SHIPPED)
    session().flush()
    return added


def _newest(chapter: Chapter, language: str) -> ChapterVersion | None:
    """The version that stands for this language: the newest, drafts among them, but for drafts that were dropped."""
    return session().scalar(
        select(ChapterVersion)
        .where(
            ChapterVersion.chapter_id == chapter.id,
            ChapterVersion.language == language,
            or_(ChapterVersion.state != ChapterState.WITHDRAWN, ChapterVersion.publish_at.is_not(None)),
        )
        .order_by(ChapterVersion.number.desc())
        .limit(1)
    )


def _is_as_shipped(version: ChapterVersion) -> bool:
    """Whether nobody here has touched it: what staff withdrew does not come back by itself."""
    return version.origin is Origin.SHIPPED and version.state is ChapterState.PUBLISHED


def _last_number(chapter: Chapter, language: str, *which: ColumnElement[bool]) -> int | None:
    return session().scalar(
        select(func.max(ChapterVersion.number)).where(
            ChapterVersion.chapter_id == chapter.id, ChapterVersion.language == language, *which
        )
    )


def _own_titles(chapter: Chapter) -> dict[str, str]:
    rows = session().execute(
        select(ChapterVersion.language, ChapterVersion.title)
        .where(
            ChapterVersion.chapter_id == chapter.id,
            ChapterVersion.state == ChapterState.PUBLISHED,
            ChapterVersion.origin != Origin.SHIPPED,
            ChapterVersion.title != "",
        )
        .order_by(ChapterVersion.number)
    )
    return {row.language: row.title for row in rows}
