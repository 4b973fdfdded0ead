"""The desk of those who write the books: every chapter in every language, and what to do next."""

from flask import render_template
from flask.typing import ResponseReturnValue

from recruit.core import clock
from recruit.core.locales import BY_CODE
from recruit.core.visitor import Visitor
from recruit.handbook import queries
from recruit.handbook.fact_queries import overdue_facts
from recruit.handbook.models import Book, Chapter
from recruit.handbook.queries import Cell, ChapterOnDesk
from recruit.handbook.rules import ChapterState
from recruit.handbook.views.room import room, writers
from recruit.web.gate import visitor


@room.get("/staff/handbook", lock=writers)
def desk() -> ResponseReturnValue:
    """Books, chapters and languages: state, what is behind, what waits, and facts that are to be looked at again."""
    asks = visitor()
    books = queries.desk(asks)
    cells = [(book, row.chapter, cell) for book, rows in books for row in rows for cell in row.cells]
    open_ones = [cell.open for _book, _chapter, cell in cells if cell.open]
    return render_template(
        "handbook/desk/desk.html",
        books=books,
        by_code=BY_CODE,
        waiting=_first_waiting(books, asks),
        mine=next(((book, chapter, cell) for book, chapter, cell in cells if _is_mine(cell, asks)), None),
        lagging=next((one for one in cells if one[2].behind or one[2].is_missing), None),
        counts={
            "in_review": sum(1 for one in open_ones if one.state is ChapterState.IN_REVIEW),
            "drafts": sum(1 for one in open_ones if one.state is ChapterState.DRAFT),
            "behind": sum(1 for _book, _chapter, cell in cells if cell.behind),
            "missing": sum(1 for _book, _chapter, cell in cells if cell.is_missing),
        },
        overdue=overdue_facts(asks, clock.today_in("Asia/Tokyo")),
        names=queries.names_of([one.by_ref for one in open_ones]),
        languages_of=queries.languages_of,
    )


def _first_waiting(
    books: list[tuple[Book, list[ChapterOnDesk]]], asks: Visitor
) -> tuple[Book, Chapter, Cell] | None:
    """What waits for this person as the second one, the longest first."""
    found = [
        (book, row.chapter, cell)
        for book, rows in books
        for row in rows
        for cell in row.cells
        if cell.open and cell.open.may_be_reviewed_by(asks.person_ref)
    ]
    return min(found, key=lambda one: (str(one[2].open and one[2].open.changed_at), one[1].id), default=None)


def _is_mine(cell: Cell, asks: Visitor) -> bool:
    return bool(cell.open and cell.open.state is ChapterState.DRAFT and cell.open.by_ref == asks.person_ref)
