"""What chapters, books and terms of the glossary lack in the languages they promise."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from recruit.core.db import session
from recruit.core.locales import CODES
from recruit.core.parts import rows_of
from recruit.core.translating import Lack, Lacking, Refs, Translatable, Whose, itself, written_beside
from recruit.core.visitor import Visitor
from recruit.handbook import actions, queries
from recruit.handbook.models import Book, Chapter, ChapterVersion, GlossaryTerm
from recruit.handbook.rules import OPEN, ChapterState

KIND = "chapter"


def ref_of(chapter: Chapter) -> str:
    """How the desk of translations names a chapter."""
    return f"{chapter.book.slug}/{chapter.slug}"


def lacking(by: Visitor, _now: datetime, refs: Refs = None) -> Iterator[Lack]:
    """Chapters with a published original whose text in a promised language is missing or behind. Three statements."""
    queries.demand_writer(by)
    rows = session().execute(
        select(
            ChapterVersion.chapter_id,
            ChapterVersion.language,
            ChapterVersion.number,
            ChapterVersion.state,
            ChapterVersion.source_version,
            ChapterVersion.publish_at,
            ChapterVersion.by_ref,
        )
        .where(ChapterVersion.state.in_((ChapterState.PUBLISHED, *OPEN)))
        .order_by(ChapterVersion.chapter_id, ChapterVersion.language, ChapterVersion.number)
    )
    published: dict[tuple[int, str], list] = {}
    worked_on: dict[tuple[int, str], ChapterState] = {}
    writers: dict[tuple[int, str], str] = {}
    for row in rows:
        at = (row.chapter_id, row.language)
        if row.state is ChapterState.PUBLISHED:
            published.setdefault(at, []).append(row)
        else:
            worked_on[at], writers[at] = row.state, row.by_ref
    for book in queries.shelf():
        for chapter in book.chapters:
            if refs is not None and ref_of(chapter) not in refs:
                continue
            source = published.get((chapter.id, book.source_language), [])
            for language in book.languages:
                at = (chapter.id, language)
                newest = published.get(at, [None])[-1]
                # A translation that was begun before any original was published follows none of them.
                later = (
                    [one for one in source if one.number > (newest.source_version or 0)]
                    if newest is not None
                    else []
                )
                if language == book.source_language or not source or (newest is not None and not later):
                    continue
                yield Lack(
                    kind=KIND,
                    ref=ref_of(chapter),
                    language=language,
                    source_language=book.source_language,
                    titles=chapter.titles,
                    lacking=Lacking.BEHIND if later else Lacking.MISSING,
                    whose=Whose.WRITERS,
                    endpoint="translations.chapter",
                    values={"book": book.slug, "chapter": chapter.slug, "code": language},
                    behind=len(later),
                    since=(later or source)[0].publish_at,
                    work=worked_on.get(at),
                    work_by=writers.get(at, ""),
                )


def begin(lack: Lack, by: Visitor, now: datetime) -> object:
    """A draft, where nobody works on one yet."""
    _book, chapter = queries.chapter_named(by, lack.values["book"], lack.values["chapter"])
    return actions.open_draft(chapter, lack.language, by=by, now=now)


def lacking_books(by: Visitor, _now: datetime, refs: Refs = None) -> Iterator[Lack]:
    """Titles of books and notes on them, in the languages they promise. One statement."""
    queries.demand_writer(by)
    for book in rows_of(select(Book), key=Book.id, ref=Book.slug, refs=refs):
        yield from _beside(
            "book",
            book.slug,
            {"title": book.titles, "notes": book.notes},
            queries.languages_of(book),
            endpoint="handbook.book_details",
            values={"book": book.slug},
            since=book.changed_at,
        )


def lacking_terms(by: Visitor, _now: datetime, refs: Refs = None) -> Iterator[Lack]:
    """Words of the glossary and their meanings, in all languages: every book may mark them. One statement."""
    queries.demand_writer(by)
    for term in rows_of(select(GlossaryTerm), key=GlossaryTerm.id, ref=GlossaryTerm.key, refs=refs):
        yield from _beside(
            "term",
            term.key,
            {"word": term.words, "meaning": term.meanings},
            CODES,
            endpoint="handbook.term",
            values={"key": term.key},
            since=term.changed_at,
        )


def _beside(
    kind: str,
    ref: str,
    said: Mapping[str, Mapping[str, str]],
    languages: Sequence[str],
    *,
    endpoint: str,
    values: Mapping[str, str],
    since: datetime | None,
) -> Iterator[Lack]:
    """What a thing lacks whose fields are kept by language; it is called by the first of them."""
    return written_beside(
        kind,
        ref,
        {code: {name: words.get(code, "") for name, words in said.items()} for code in languages},
        languages,
        titles=next(iter(said.values())),
        whose=Whose.WRITERS,
        endpoint=endpoint,
        values=values,
        since=since,
    )


def _of_book(slug: str) -> Collection[str]:
    book = queries.book_at(slug)
    return [ref_of(chapter) for chapter in book.chapters] if book else ()


KINDS = (
    Translatable(
        KIND, _l("Chapters of the handbook"), lacking, begin, heard_of={"chapter": itself, "book": _of_book}
    ),
    Translatable("book", _l("Titles of books"), lacking_books, heard_of={"book": itself}),
    Translatable("term", _l("Terms of the glossary"), lacking_terms, heard_of={"term": itself}),
)
