"""A folder is brought in: as drafts, beside what staff have written, and never before readers."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import delete, select

from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.core.visitor import Visitor
from recruit.handbook import actions, queries as handbook
from recruit.handbook.actions import BookDetails, Written
from recruit.handbook.figures import actions as figures
from recruit.handbook.figures.actions import LaidFigure
from recruit.handbook.folders import queries
from recruit.handbook.folders.models import BookDelivery
from recruit.handbook.folders.queries import Plan, Planned
from recruit.handbook.folders.rules import BookFiles, ChapterFiles, Outcome, TextFile
from recruit.handbook.models import Book, Chapter, ChapterVersion, FormerAddress
from recruit.handbook.rules import ChapterState

Laid = Mapping[tuple[str, str], LaidFigure]


def lay_down_figures(plan: Plan) -> Laid:
    """Write the new pictures into the store, outside of any transaction. Raises Refused with an UploadRefusal."""
    return {(slug, one.key): figures.laid_down(one.content, one.file) for slug, one in plan.figures}


def bring_in(
    files: BookFiles,
    *,
    pages: Collection[str],
    by: Visitor,
    now: datetime,
    book: Book | None = None,
    laid: Laid | None = None,
) -> Plan:
    """Make what `plan_of` says, all of it or nothing; `laid` are the pictures that lie in the store by now. Readers see
    nothing of it until a second person publishes.
    """
    plan = queries.plan_of(by, files, pages=pages, book=book)
    found = plan.book or _make_book(files, by, now)
    for row in plan.places:
        chapter = actions.add_chapter(
            found, row.slug, row.titles, row.position, part=row.part, by=by, now=now
        )
        _keep_former(found, chapter, row.former, now)
    chapters = {row.slug: queries.chapter_in(found, row.slug) for row in files.chapters}
    for slug, one in plan.figures:
        if laid and (slug, one.key) in laid:
            figures.add(chapters[slug], one.key, laid[slug, one.key], one.words, by=by, now=now)
    # The number that each original has here; it stands before its translations.
    numbers: dict[str, int] = {}
    for one in plan.texts:
        is_source = one.text.language == files.source_language
        source_version = None if is_source else _followed(one, files, chapters[one.slug], numbers)
        version = _bring(one, chapters[one.slug], source_version, by, now)
        if is_source and version is not None:
            numbers[one.slug] = version.number
    return plan


def _make_book(files: BookFiles, by: Visitor, now: datetime) -> Book:
    details = BookDetails(files.source_language, files.languages, files.audience, files.titles, files.notes)
    book = actions.add_book(files.slug, details, by=by, now=now)
    _keep_former(book, None, files.former, now)
    return book


def _keep_former(book: Book, chapter: Chapter | None, former: Collection[str], now: datetime) -> None:
    """Addresses that a new book or chapter once had elsewhere, as far as they are nobody's here."""
    for slug in former:
        taken = handbook.chapter_at(book, slug) if chapter else handbook.book_at(slug)
        if taken is None:
            session().add(
                FormerAddress(
                    book_id=book.id, chapter_id=chapter.id if chapter else None, slug=slug, left_at=now
                )
            )
            session().flush()


def _bring(
    one: Planned, chapter: Chapter, source_version: int | None, by: Visitor, now: datetime
) -> ChapterVersion | None:
    text = one.text
    written = Written(text.title, text.body, text.note, source_version, text.summary)
    if one.outcome is Outcome.DRAFT_SAVED and one.version is not None:
        actions.save_draft(one.version, written, seen_revision=one.version.revision, by=by, now=now)
        return one.version
    if one.outcome in (Outcome.NEW_TEXT, Outcome.DRAFT, Outcome.BESIDE):
        return actions.draft_from_file(
            chapter, text.language, written, beside=one.outcome is Outcome.BESIDE, by=by, now=now
        )
    return one.version


def _followed(one: Planned, files: BookFiles, chapter: Chapter, numbers: dict[str, int]) -> int | None:
    """Which edition of the original a translation says, by its number here. None: none that is known here."""
    [row] = [row for row in files.chapters if row.slug == one.slug]
    source, follows = row.texts.get(files.source_language), one.text.follows
    if source is not None and follows in (None, source.edition):
        return numbers.get(one.slug)
    return follows if follows is not None and _is_ours(files, row, source, chapter, follows) else None


def _is_ours(
    files: BookFiles, row: ChapterFiles, source: TextFile | None, chapter: Chapter, follows: int
) -> bool:
    """Whether the numbers in the files are those of this house: its edition of that number says what the files say."""
    numbers = [follows] if source is None or source.edition is None else [follows, source.edition]
    rows = session().execute(
        select(ChapterVersion.number, ChapterVersion.body).where(
            ChapterVersion.chapter_id == chapter.id,
            ChapterVersion.language == files.source_language,
            ChapterVersion.number.in_(numbers),
            ChapterVersion.state != ChapterState.DRAFT,
        )
    )
    there = {row.number: row.body for row in rows}
    if follows not in there:
        return False
    return source is None or source.edition is None or there.get(source.edition) == source.body


def keep_delivery(book: Book, name: str, content: bytes, *, by: Visitor, now: datetime) -> BookDelivery:
    """Keep an archive until its sender has seen what it changes and says yes. An earlier one of theirs goes."""
    handbook.demand_writer(by)
    session().execute(
        delete(BookDelivery).where(BookDelivery.book_id == book.id, BookDelivery.by_ref == by.person_ref)
    )
    row = BookDelivery(book_id=book.id, by_ref=by.person_ref, name=name[-200:], content=content, sent_at=now)
    session().add(row)
    session().flush()
    return row


def take_delivery(delivery: BookDelivery, *, by: Visitor) -> bytes:
    """The content of an archive, which goes with this: the first who takes it brings it in. Raises Missing when it was
    taken already, also by a press of the same moment (PostgreSQL lets both read the row; one of them takes it).
    """
    handbook.demand_writer(by)
    taken = session().scalar(
        delete(BookDelivery)
        .where(BookDelivery.id == delivery.id, BookDelivery.by_ref == by.person_ref)
        .returning(BookDelivery.content)
    )
    if taken is None:
        raise Missing
    return taken
