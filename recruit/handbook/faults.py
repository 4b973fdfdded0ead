"""What is wrong with a text just now: the check of `checking.py` against the facts, terms, pages and chapters that exist."""

from collections.abc import Collection, Sequence

from sqlalchemy import select

from recruit.core.db import session
from recruit.core.models import DatedFact
from recruit.handbook.checking import Fault, FaultKind, Known, faults_in, faults_of_translation
from recruit.handbook.figures.queries import keys_in
from recruit.handbook.glossary import all_terms
from recruit.handbook.models import Book, Chapter, ChapterVersion
from recruit.handbook.paper_forms import FORMS
from recruit.handbook.queries import chapters_by_address

# Length, shape and words left over are measured, and what is measured can be wrong: they are said, and do not stop a text.
ONLY_SAID = frozenset(
    {
        FaultKind.OTHER_SHAPE,
        FaultKind.OTHER_TERMS,
        FaultKind.OTHER_LINKS,
        FaultKind.OTHER_FIGURES,
        FaultKind.TOO_SHORT,
        FaultKind.TOO_LONG,
        FaultKind.NOT_TRANSLATED,
        FaultKind.OTHER_SCRIPT,
    }
)


def known_to(
    book: Book | None,
    pages: Collection[str],
    chapter: Chapter | None = None,
    *,
    more_chapters: Collection[str] = frozenset(),
) -> Known:
    """What a text of this book, and of this chapter, may name. `pages` are those of `rendering.pages_to_link`,
    `more_chapters` those that come with the text.
    """
    own = chapter.id if chapter is not None else None
    figures = keys_in(book) if book else []
    return Known(
        facts=frozenset(session().scalars(select(DatedFact.key).distinct())),
        terms=frozenset(all_terms()),
        pages=pages,
        chapters=frozenset({*(chapters_by_address(book) if book else ()), *more_chapters}),
        forms=frozenset(FORMS),
        figures=frozenset(key for chapter_id, key in figures if chapter_id == own),
        figures_elsewhere=frozenset(key for chapter_id, key in figures if chapter_id != own),
    )


def faults_of(
    body: str,
    *,
    book: Book,
    chapter: Chapter,
    language: str,
    source_version: int | None,
    pages: Collection[str],
) -> list[Fault]:
    """What is wrong with a text, by itself and, where it is a translation, beside the source it was made from."""
    found = faults_in(body, known_to(book, pages, chapter), language=language)
    if language != book.source_language and source_version is not None:
        source = session().scalar(
            select(ChapterVersion.body).where(
                ChapterVersion.chapter_id == chapter.id,
                ChapterVersion.language == book.source_language,
                ChapterVersion.number == source_version,
            )
        )
        if source is not None:
            found += faults_of_translation(
                body, source, language=language, source_language=book.source_language
            )
    return found


def faults_of_version(version: ChapterVersion, pages: Collection[str]) -> list[Fault]:
    """What is wrong with a version as it stands."""
    return faults_of(
        version.body,
        book=version.chapter.book,
        chapter=version.chapter,
        language=version.language,
        source_version=version.source_version,
        pages=pages,
    )


def stopping(faults: Sequence[Fault]) -> list[Fault]:
    """Those that a text cannot be published with."""
    return [fault for fault in faults if fault.kind not in ONLY_SAID]
