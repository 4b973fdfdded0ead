"""Reads of pictures in chapters. What a published text shows is for everybody, the rest for who writes the books."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from recruit.core import files
from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.core.visitor import Visitor
from recruit.handbook import marks
from recruit.handbook.figures.models import ChapterFigure, FigureSize
from recruit.handbook.figures.rules import Shown, Size
from recruit.handbook.models import Book, Chapter, ChapterVersion
from recruit.handbook.queries.desk import WRITERS, demand_writer
from recruit.handbook.rules import OPEN, ChapterState


def figures_of(by: Visitor, chapter: Chapter) -> Sequence[ChapterFigure]:
    """All pictures of a chapter, in the order in which they came."""
    demand_writer(by)
    return (
        session()
        .scalars(
            select(ChapterFigure)
            .options(selectinload(ChapterFigure.sizes))
            .where(ChapterFigure.chapter_id == chapter.id)
            .order_by(ChapterFigure.id)
        )
        .all()
    )


def figure_named(by: Visitor, chapter: Chapter, key: str) -> ChapterFigure:
    """One picture."""
    demand_writer(by)
    return _named(chapter, key)


def keys_in(book: Book) -> list[tuple[int, str]]:
    """The keys of all pictures of a book, each with the id of its chapter."""
    rows = session().execute(
        select(ChapterFigure.chapter_id, ChapterFigure.key)
        .join(Chapter, Chapter.id == ChapterFigure.chapter_id)
        .where(Chapter.book_id == book.id)
        .order_by(ChapterFigure.id)
    )
    return [(row.chapter_id, row.key) for row in rows]


def shown_in(chapter: Chapter, body: str) -> Mapping[str, Shown]:
    """The pictures that a text shows, by key. Asks nothing where it shows none."""
    keys = marks.keys_of_figures(body)
    if not keys:
        return {}
    rows = session().execute(
        select(ChapterFigure.key, FigureSize.width, FigureSize.height)
        .join(FigureSize, FigureSize.figure_id == ChapterFigure.id)
        .where(ChapterFigure.chapter_id == chapter.id, ChapterFigure.key.in_(keys))
        .order_by(ChapterFigure.key, FigureSize.width)
    )
    sizes: dict[str, list[Size]] = {}
    for key, width, height in rows:
        sizes.setdefault(key, []).append(Size(width, height))
    return {key: Shown(key, tuple(found)) for key, found in sizes.items()}


def file_to_show(by: Visitor, chapter: Chapter, key: str, width: int) -> tuple[FigureSize, bool]:
    """One size of a picture, and whether everybody may see it. Raises Missing for who may not."""
    found = next((one for one in _named(chapter, key).sizes if one.width == width), None)
    is_public = found is not None and _shows(chapter, key, {ChapterState.PUBLISHED})
    if found is None or not (is_public or by.roles & WRITERS):
        raise Missing
    return found, is_public


def is_held(chapter: Chapter, key: str) -> bool:
    """Whether a text shows the picture that is being worked on, or that readers see or saw: then it stays."""
    return _shows(chapter, key, {*OPEN, ChapterState.PUBLISHED}) or _shows(
        chapter, key, {ChapterState.WITHDRAWN}, published=True
    )


def content_of_figure(chapter: Chapter, key: str, *, width: int | None = None) -> tuple[bytes, str]:
    """A picture at its largest, or the largest not wider than that, and its media type. For printing, and for carrying a
    book along: no question is asked here about who may. Raises Missing, `files.FileDamaged`, `files.StoreUnreachable`.
    """
    sizes = _named(chapter, key).sizes
    fitting = [one for one in sizes if width is None or one.width <= width] or sizes[:1]
    return files.content_of(fitting[-1].file), fitting[-1].file.media_type


def _named(chapter: Chapter, key: str) -> ChapterFigure:
    found = session().scalar(
        select(ChapterFigure)
        .options(selectinload(ChapterFigure.sizes).selectinload(FigureSize.file))
        .where(ChapterFigure.chapter_id == chapter.id, ChapterFigure.key == key)
    )
    if found is None:
        raise Missing
    return found


def _shows(chapter: Chapter, key: str, states: Collection[ChapterState], *, published: bool = False) -> bool:
    bodies = session().scalars(
        select(ChapterVersion.body).where(
            ChapterVersion.chapter_id == chapter.id,
            ChapterVersion.state.in_(states),
            ChapterVersion.body.contains(f"(figure:{key}", autoescape=True),
            *([ChapterVersion.publish_at.is_not(None)] if published else []),
        )
    )
    return any(key in marks.keys_of_figures(body) for body in bodies)
