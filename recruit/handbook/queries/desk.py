"""What those who write the books see: every text by chapter and language, drafts and what was withdrawn among them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import defer

from recruit.accounts.models import Person
from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.core.visitor import Role, Visitor
from recruit.handbook import rules
from recruit.handbook.models import Book, Chapter, ChapterVersion
from recruit.handbook.queries.reading import book_named, shelf
from recruit.handbook.rules import OPEN, ChapterState, versions_behind

# Whose work the books are.
WRITERS = frozenset({Role.COORDINATOR, Role.EDITOR, Role.ADMINISTRATOR})


def demand_writer(by: Visitor) -> None:
    """Raises Missing for everybody who does not write the books."""
    if not by.roles & WRITERS:
        raise Missing


@dataclass(frozen=True)
class Glance:
    """A version without its text."""

    id: int
    chapter_id: int
    language: str
    number: int
    title: str
    state: ChapterState
    source_version: int | None
    by_ref: str
    changed_at: datetime | None
    publish_at: datetime | None
    writer_refs: list[str]

    def may_be_reviewed_by(self, ref: str) -> bool:
        """Whether it waits for this person as the second one."""
        publish = rules.Move.PUBLISH
        found = rules.why_not_move(publish, self.state, writers=self.writer_refs, holder=self.by_ref, ref=ref)
        return found is None


@dataclass(frozen=True)
class Cell:
    """One chapter in one language: the published text, the one being worked on, and by how many versions of the source the
    published one is behind. `is_withdrawn`: readers have had it, and somebody has taken it back from them.
    """

    language: str
    is_source: bool
    published: Glance | None
    open: Glance | None
    behind: int
    is_withdrawn: bool = False

    @property
    def is_missing(self) -> bool:
        """Whether readers never had a text."""
        return self.published is None and not self.is_withdrawn


@dataclass(frozen=True)
class ChapterOnDesk:
    """A chapter with one cell for each language that its book promises, the source first."""

    chapter: Chapter
    cells: tuple[Cell, ...]


# Drafts that were given up are in the history alone.
_NOT_GIVEN_UP = or_(ChapterVersion.state != ChapterState.WITHDRAWN, ChapterVersion.publish_at.is_not(None))
_GLANCE = (
    ChapterVersion.id,
    ChapterVersion.chapter_id,
    ChapterVersion.language,
    ChapterVersion.number,
    ChapterVersion.title,
    ChapterVersion.state,
    ChapterVersion.source_version,
    ChapterVersion.by_ref,
    ChapterVersion.changed_at,
    ChapterVersion.publish_at,
    ChapterVersion.writer_refs,
)


def desk(by: Visitor) -> list[tuple[Book, list[ChapterOnDesk]]]:
    """All books with all chapters in all promised languages. Three statements, however many there are."""
    demand_writer(by)
    glances: dict[int, list[Glance]] = {}
    for row in session().execute(
        select(*_GLANCE)
        .where(_NOT_GIVEN_UP)
        .order_by(ChapterVersion.chapter_id, ChapterVersion.language, ChapterVersion.number)
    ):
        glances.setdefault(row.chapter_id, []).append(Glance(*row))
    return [
        (book, [_on_desk(book, chapter, glances.get(chapter.id, [])) for chapter in book.chapters])
        for book in shelf()
    ]


def chapter_on_desk(by: Visitor, book: Book, chapter: Chapter) -> ChapterOnDesk:
    """One chapter in all promised languages."""
    demand_writer(by)
    rows = session().execute(
        select(*_GLANCE)
        .where(ChapterVersion.chapter_id == chapter.id, _NOT_GIVEN_UP)
        .order_by(ChapterVersion.language, ChapterVersion.number)
    )
    return _on_desk(book, chapter, [Glance(*row) for row in rows])


def _on_desk(book: Book, chapter: Chapter, glances: Sequence[Glance]) -> ChapterOnDesk:
    published = [one for one in glances if one.state is ChapterState.PUBLISHED]
    numbers = [one.number for one in published if one.language == book.source_language]
    cells: list[Cell] = []
    for language in languages_of(book):
        newest = next((one for one in reversed(published) if one.language == language), None)
        is_source = language == book.source_language
        cells.append(
            Cell(
                language=language,
                is_source=is_source,
                published=newest,
                open=next((one for one in glances if one.language == language and one.state in OPEN), None),
                behind=versions_behind(newest.source_version, numbers) if newest and not is_source else 0,
                is_withdrawn=newest is None
                and any(one.language == language and one.state is ChapterState.WITHDRAWN for one in glances),
            )
        )
    return ChapterOnDesk(chapter, tuple(cells))


def languages_of(book: Book) -> tuple[str, ...]:
    """The languages a book promises, that of its source first."""
    return (book.source_language, *(code for code in book.languages if code != book.source_language))


def chapter_named(by: Visitor, book_slug: str, slug: str) -> tuple[Book, Chapter]:
    """A chapter of a book, published or not."""
    demand_writer(by)
    book = book_named(book_slug)
    chapter = next((one for one in book.chapters if one.slug == slug), None)
    if chapter is None:
        raise Missing
    return book, chapter


def history(by: Visitor, chapter: Chapter, language: str) -> Sequence[ChapterVersion]:
    """Every version of a chapter in a language, the newest first; the text of one is read when it is asked for."""
    demand_writer(by)
    return (
        session()
        .scalars(
            select(ChapterVersion)
            .options(defer(ChapterVersion.body))
            .where(ChapterVersion.chapter_id == chapter.id, ChapterVersion.language == language)
            .order_by(ChapterVersion.number.desc())
        )
        .all()
    )


def version_numbered(by: Visitor, chapter: Chapter, language: str, number: int) -> ChapterVersion:
    """One version."""
    demand_writer(by)
    found = session().scalar(
        select(ChapterVersion).where(
            ChapterVersion.chapter_id == chapter.id,
            ChapterVersion.language == language,
            ChapterVersion.number == number,
        )
    )
    if found is None:
        raise Missing
    return found


def open_version(by: Visitor, chapter: Chapter, language: str) -> ChapterVersion | None:
    """The one text of a chapter and a language that is being worked on."""
    demand_writer(by)
    return session().scalar(
        select(ChapterVersion).where(
            ChapterVersion.chapter_id == chapter.id,
            ChapterVersion.language == language,
            ChapterVersion.state.in_(OPEN),
        )
    )


def newest_of(chapter: Chapter, language: str) -> ChapterVersion | None:
    """The text that readers see; None where none is published."""
    return session().scalar(
        select(ChapterVersion)
        .where(
            ChapterVersion.chapter_id == chapter.id,
            ChapterVersion.language == language,
            ChapterVersion.state == ChapterState.PUBLISHED,
        )
        .order_by(ChapterVersion.number.desc())
        .limit(1)
    )


def published_titles(chapter: Chapter) -> dict[str, str]:
    """The titles of the texts that readers see, by language."""
    rows = session().execute(
        select(ChapterVersion.language, ChapterVersion.title)
        .where(
            ChapterVersion.chapter_id == chapter.id,
            ChapterVersion.state == ChapterState.PUBLISHED,
            ChapterVersion.title != "",
        )
        .order_by(ChapterVersion.number)
    )
    return {row.language: row.title for row in rows}


def source_then_and_now(
    by: Visitor, book: Book, chapter: Chapter, source_version: int | None
) -> tuple[ChapterVersion | None, ChapterVersion | None]:
    """The source as it was when a translation was made from it, and as it is published now."""
    demand_writer(by)
    then = (
        session().scalar(
            select(ChapterVersion).where(
                ChapterVersion.chapter_id == chapter.id,
                ChapterVersion.language == book.source_language,
                ChapterVersion.number == source_version,
            )
        )
        if source_version is not None
        else None
    )
    return then, newest_of(chapter, book.source_language)


def names_of(refs: Collection[str]) -> dict[str, str]:
    """The names of who wrote and reviewed, by reference."""
    wanted = {ref for ref in refs if ref}
    if not wanted:
        return {}
    rows = session().execute(
        select(Person.public_id, Person.display_name).where(Person.public_id.in_(wanted)).order_by(Person.id)
    )
    return {row.public_id: row.display_name for row in rows}
