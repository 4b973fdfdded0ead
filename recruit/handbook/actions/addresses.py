"""Moves of addresses: given, changed, and never given to anything else."""

from datetime import datetime

from sqlalchemy import delete, select

from recruit.core import audit
from recruit.core.db import session
from recruit.core.errors import Refused
from recruit.core.events import announce
from recruit.core.visitor import Visitor
from recruit.handbook import queries, rules
from recruit.handbook.actions.drafts import subject_of
from recruit.handbook.events import ChapterMoved
from recruit.handbook.models import Book, Chapter, FormerAddress
from recruit.handbook.rules import HandbookRefusal


def move_book(book: Book, slug: str, *, by: Visitor, now: datetime) -> None:
    """Another address for a book and all in it; those it had lead on for ever."""
    queries.demand_writer(by)
    if slug == book.slug:
        return
    demand_free_for_book(slug, book)
    # Somebody else may have given it the same address while we waited for the shelf.
    session().refresh(book)
    if slug == book.slug:
        return
    session().execute(
        delete(FormerAddress).where(
            FormerAddress.book_id == book.id, FormerAddress.chapter_id.is_(None), FormerAddress.slug == slug
        )
    )
    before, old_refs = book.slug, {one.id: subject_of(one) for one in book.chapters}
    session().add(FormerAddress(book_id=book.id, slug=before, left_at=now))
    book.slug, book.changed_at = slug, now
    session().flush()
    audit.record(
        "book.moved", by=by, now=now, subject_kind="book", subject_ref=slug, change=f"slug {before} → {slug}"
    )
    for one in book.chapters:
        announce(ChapterMoved(old_refs[one.id], subject_of(one), now))


def move_chapter(chapter: Chapter, slug: str, *, by: Visitor, now: datetime) -> None:
    """Another address for a chapter; those it had lead on for ever."""
    queries.demand_writer(by)
    if slug == chapter.slug:
        return
    demand_free_for_chapter(slug, chapter.book, chapter)
    session().refresh(chapter)
    if slug == chapter.slug:
        return
    session().execute(
        delete(FormerAddress).where(FormerAddress.chapter_id == chapter.id, FormerAddress.slug == slug)
    )
    before, old_ref = chapter.slug, subject_of(chapter)
    session().add(FormerAddress(book_id=chapter.book_id, chapter_id=chapter.id, slug=before, left_at=now))
    chapter.slug, chapter.changed_at = slug, now
    session().flush()
    audit.record(
        "chapter.moved",
        by=by,
        now=now,
        subject_kind="chapter",
        subject_ref=subject_of(chapter),
        change=f"slug {before} → {slug}",
    )
    announce(ChapterMoved(old_ref, subject_of(chapter), now))


def demand_free_for_book(slug: str, book: Book | None = None) -> None:
    """Refused where another book has that address or once had it. Whoever asks holds the shelf until the end."""
    _demand_shape(slug)
    session().execute(select(Book.id).order_by(Book.id).with_for_update())
    found = queries.book_at(slug)
    if found is not None and (book is None or found.id != book.id):
        raise Refused(HandbookRefusal.SLUG_TAKEN, field="slug")


def demand_free_for_chapter(slug: str, book: Book, chapter: Chapter | None = None) -> None:
    """Refused where another chapter of the book has that address or once had it. Whoever asks holds the book until the end."""
    _demand_shape(slug)
    session().execute(select(Book.id).where(Book.id == book.id).with_for_update())
    found = queries.chapter_at(book, slug)
    if found is not None and (chapter is None or found.id != chapter.id):
        raise Refused(HandbookRefusal.SLUG_TAKEN, field="slug")


def _demand_shape(slug: str) -> None:
    reason = rules.why_not_slug(slug)
    if reason is not None:
        raise Refused(reason, field="slug")
