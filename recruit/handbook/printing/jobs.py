"""What the clock calls for the whole books."""

from datetime import date, datetime
import logging
from zoneinfo import ZoneInfo

from flask import current_app

from recruit.core import content, files
from recruit.core.db import database, writing
from recruit.core.errors import Busy
from recruit.handbook import queries
from recruit.handbook.models import Book
from recruit.handbook.printing import keeping
from recruit.handbook.printing.contents import printed
from recruit.handbook.printing.paper import as_pdf
from recruit.web.pdf import PaperFailed

log = logging.getLogger(__name__)


def set_books(now: datetime) -> int:
    """Set every book anew whose contents, figures of the day or design are not those of what stands; gives how many.

    Any number of workers may run: each book is claimed first. What cannot be set is tried again when the claim has ended.
    """
    day = now.astimezone(ZoneInfo("Asia/Tokyo")).date()
    # Before any row: rows that are read afterwards are never older than the stamp.
    with database().reading() as connection:
        state = (content.stamp_now(connection), day)
    seen = current_app.extensions.setdefault("recruit.books_seen", {})
    if state[0] is not None and seen.get("state") == state:
        return 0
    books = [(book, language) for book in queries.shelf() for language in queries.languages_published(book)]
    with writing():
        done = keeping.take_away([(book.id, language) for book, language in books])
    outcomes = [_set_one(book, language, day, now) for book, language in books]
    if None not in outcomes:
        seen["state"] = state
    return done + sum(1 for one in outcomes if one)


def _set_one(book: Book, language: str, day: date, now: datetime) -> bool | None:
    """Whether it was set; None where it has to be looked at again."""
    made = printed(book, language, on=day)
    if keeping.stands(made):
        return False
    with writing():
        until = keeping.claim(made, now=now)
    if until is None:
        return None
    try:
        laid = files.lay_down(as_pdf(made), name=f"{made.name}.pdf", media_type="application/pdf")
    except (Busy, PaperFailed):
        log.exception("a book could not be set", extra={"book": made.name})
        return None
    with writing():
        return keeping.put_out(made, laid, until=until, now=now) or None
