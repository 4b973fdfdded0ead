"""Moves of pictures in chapters: added, said anew, removed. Files are laid down before (`laid_down`)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
import hashlib

from recruit.core import audit, files, uploads
from recruit.core.db import session
from recruit.core.errors import Refused
from recruit.core.files import LaidDown
from recruit.core.text import slug_of
from recruit.core.uploads import PICTURES, pictures
from recruit.core.visitor import Visitor
from recruit.handbook.actions.drafts import subject_of
from recruit.handbook.figures import queries, rules
from recruit.handbook.figures.models import ChapterFigure, FigureSize
from recruit.handbook.figures.rules import FigureRefusal, Size
from recruit.handbook.models import Chapter


@dataclass(frozen=True)
class LaidFigure:
    """A picture in all its sizes that lies in the store, and how its file was called."""

    sizes: tuple[tuple[Size, LaidDown], ...]
    sent_sha256: str
    stem: str


def laid_down(content: bytes, name: str) -> LaidFigure:
    """A picture that somebody sent, looked at and written anew at every width, outside of any transaction.

    Raises Refused with an UploadRefusal, on the field `file`; `files.StoreUnreachable`.
    """
    received = uploads.receive(content, name=name, taken=PICTURES, most_bytes=rules.MOST_BYTES)
    stem = received.name.rpartition(".")[0]
    sizes = []
    for made in pictures.at_widths(received.content, rules.WIDTHS):
        laid = files.lay_down(
            made.content,
            name=f"{slug_of(stem) or 'picture'}-{made.width}.{'jpg' if made.kind == 'jpeg' else made.kind}",
            media_type=f"image/{made.kind}",
            scan=received.scan,
        )
        sizes.append((Size(made.width, made.height), laid))
    return LaidFigure(tuple(sizes), hashlib.sha256(content).hexdigest(), stem)


def add(
    chapter: Chapter,
    key: str,
    laid: LaidFigure,
    words: Mapping[str, Mapping[str, str]],
    *,
    by: Visitor,
    now: datetime,
) -> ChapterFigure:
    """One more picture of a chapter. Without a key it gets one made of the name of its file.

    The same file under the same key again gives the picture that is there: a book that is brought in twice has it once.
    """
    figures = queries.figures_of(by, chapter)
    taken = {one.key: one for one in figures}
    if key in taken and _is_same(taken[key], laid):
        return taken[key]
    if len(figures) >= rules.MOST_FIGURES:
        raise Refused(FigureRefusal.ENOUGH, field="file")
    if key in taken:
        raise Refused(FigureRefusal.KEY_TAKEN, field="key")
    key = key or rules.key_from(slug_of(laid.stem), taken)
    reason = rules.why_not_key(key)
    if reason is not None:
        raise Refused(reason, field="key")
    _demand_words(words)
    figure = ChapterFigure(
        chapter_id=chapter.id,
        key=key,
        words={language: dict(said) for language, said in words.items()},
        sent_sha256=laid.sent_sha256,
        added_at=now,
        sizes=[
            FigureSize(width=size.width, height=size.height, file=files.keep(one, now=now))
            for size, one in laid.sizes
        ],
    )
    session().add(figure)
    session().flush()
    _note("figure.added", chapter, key, by, now)
    return figure


def _is_same(figure: ChapterFigure, laid: LaidFigure) -> bool:
    """Whether it is the file that was sent then, or the one that was written of it."""
    return laid.sent_sha256 in (figure.sent_sha256, figure.sizes[-1].file.sha256)


def say(figure: ChapterFigure, language: str, said: Mapping[str, str], *, by: Visitor, now: datetime) -> None:
    """What is said of a picture in one language. Texts that show it keep their own words."""
    queries.figure_named(by, figure.chapter, figure.key)
    _demand_words({language: said})
    # All languages lie in one value: who says something in another one at the same moment waits.
    session().refresh(figure, ["words"], with_for_update=True)
    figure.words = {**figure.words, language: dict(said)}
    session().flush()
    _note("figure.said", figure.chapter, figure.key, by, now)


def remove(figure: ChapterFigure, *, by: Visitor, now: datetime) -> None:
    """Take a picture away that no text shows, with its files."""
    chapter, key = figure.chapter, figure.key
    queries.figure_named(by, chapter, key)
    if queries.is_held(chapter, key):
        raise Refused(FigureRefusal.SHOWN)
    gone = [size.file for size in figure.sizes]
    for size in list(figure.sizes):
        session().delete(size)
    session().flush()
    session().delete(figure)
    session().flush()
    for file in gone:
        files.remove(file)
    _note("figure.removed", chapter, key, by, now)


def _demand_words(words: Mapping[str, Mapping[str, str]]) -> None:
    for said in words.values():
        for name, one in said.items():
            reason = rules.why_not_words(one)
            if reason is not None:
                raise Refused(reason, field=name)


def _note(action: str, chapter: Chapter, key: str, by: Visitor, now: datetime) -> None:
    audit.record(action, by=by, now=now, subject_kind="chapter", subject_ref=subject_of(chapter), change=key)
