"""Moves of the handbook: the editions shipped with the program are loaded once, version by version."""

from datetime import datetime
import json
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from recruit.core.db import session
from recruit.core.events import announce
from recruit.handbook import queries
from recruit.handbook.events import TranslationsBehind
from recruit.handbook.models import Book, Chapter, ChapterVersion
from recruit.handbook.rules import Audience, ChapterState

EDITIONS = Path(__file__).parent / "editions"


def load_editions(now: datetime) -> int:
    """Bring the shipped books in. A chapter whose shipped text is new in a language gets a new version. Returns how many.

    A chapter that editors have changed since keeps their text: the shipped one is only taken where the newest version
    is a shipped one too.
    """
    added = 0
    for position, folder in enumerate(sorted(path for path in EDITIONS.iterdir() if path.is_dir())):
        edition = json.loads((folder / "book.json").read_text(encoding="utf-8"))
        book = session().scalar(select(Book).where(Book.slug == edition["slug"]))
        if book is None:
            book = Book(slug=edition["slug"])
            session().add(book)
        book.source_language, book.languages = edition["source_language"], edition["languages"]
        book.audience, book.titles, book.position = Audience(edition["audience"]), edition["titles"], position
        session().flush()
        for row in edition["chapters"]:
            added += _load_chapter(book, row, folder, now)
    if added and queries.translations_behind():
        announce(TranslationsBehind(now))
    return added


def _load_chapter(book: Book, row: dict[str, Any], folder: Path, now: datetime) -> int:
    chapter = session().scalar(select(Chapter).where(Chapter.book_id == book.id, Chapter.slug == row["slug"]))
    if chapter is None:
        chapter = Chapter(book_id=book.id, slug=row["slug"])
        session().add(chapter)
    chapter.position, chapter.titles = row["position"], row["titles"]
    session().flush()
    added = 0
    source_number = None
    for language in (
        book.source_language,
        *(code for code in book.languages if code != book.source_language),
    ):
        path = folder / f"{row['file']}.{language}.md"
        body = path.read_text(encoding="utf-8")
        newest = session().scalar(
            select(ChapterVersion)
            .where(ChapterVersion.chapter_id == chapter.id, ChapterVersion.language == language)
            .order_by(ChapterVersion.number.desc())
            .limit(1)
        )
        if newest is None or (newest.body != body and not newest.by_ref):
            number = (newest.number if newest else 0) + 1
            session().add(
                ChapterVersion(
                    chapter_id=chapter.id,
                    language=language,
                    number=number,
                    body=body,
                    source_version=None if language == book.source_language else source_number,
                    state=ChapterState.PUBLISHED,
                    publish_at=now,
                )
            )
            added += 1
        else:
            number = newest.number
        if language == book.source_language:
            source_number = number
    session().flush()
    return added


def chapter_count() -> int:
    """How many chapters are known; 0 on a database that has not been filled."""
    return session().scalar(select(func.count()).select_from(Chapter)) or 0
