"""Reads of what readers said, for those who write the books."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import joinedload

from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.core.visitor import Visitor
from recruit.handbook.models import Book, Chapter, ReaderQuestion
from recruit.handbook.queries import demand_writer
from recruit.handbook.rules import ReaderWord
from recruit.web.tables import Page, keyset_page


def waits() -> ColumnElement[bool]:
    """What was written in words and nobody has answered or closed."""
    return (ReaderQuestion.words != "") & ReaderQuestion.answered_at.is_(None)


def how_many_wait(by: Visitor) -> int:
    """How many there are to be read."""
    demand_writer(by)
    return session().scalars(select(func.count(ReaderQuestion.id)).where(waits())).one()


def said_in_words(by: Visitor, *, done: bool, after: str | None = None) -> Page[ReaderQuestion]:
    """What waits, the oldest first; or what is done, the newest first."""
    demand_writer(by)
    query = select(ReaderQuestion).options(joinedload(ReaderQuestion.chapter).joinedload(Chapter.book))
    which = (ReaderQuestion.answered_at.is_not(None), ReaderQuestion.words != "") if done else (waits(),)
    return keyset_page(query.where(*which), by=[ReaderQuestion.id], after=after, newest_first=done)


def question_of(by: Visitor, public_id: str) -> ReaderQuestion:
    """One of them. Raises Missing where it is not there or its words are gone."""
    demand_writer(by)
    found = session().scalar(
        select(ReaderQuestion)
        .options(joinedload(ReaderQuestion.chapter).joinedload(Chapter.book))
        .where(ReaderQuestion.public_id == public_id, ReaderQuestion.words != "")
    )
    if found is None:
        raise Missing
    return found


@dataclass(frozen=True)
class Votes:
    """How often readers found a chapter helpful, how often not, and how often they asked."""

    book: Book
    chapter: Chapter
    helpful: int
    not_helpful: int
    questions: int


def votes(by: Visitor) -> Sequence[Votes]:
    """Every chapter about which readers said something, as the books have them."""
    demand_writer(by)
    counts = [
        func.sum(case((ReaderQuestion.kind == kind, 1), else_=0))
        for kind in (ReaderWord.HELPFUL, ReaderWord.NOT_HELPFUL, ReaderWord.QUESTION)
    ]
    rows = session().execute(
        select(Book, Chapter, *counts)
        .join(Chapter, Chapter.book_id == Book.id)
        .join(ReaderQuestion, ReaderQuestion.chapter_id == Chapter.id)
        .group_by(Book.id, Chapter.id)
        .order_by(Book.position, Book.id, Chapter.position, Chapter.id)
    )
    return [Votes(book, chapter, *(int(count) for count in counted)) for book, chapter, *counted in rows]
