"""Books that stand ready: a PDF takes seconds to set, so the worker sets it and a reader waits for a read of a file only."""

from collections.abc import Collection
from datetime import datetime, timedelta
import hashlib

from sqlalchemy import or_, select, tuple_, update
from sqlalchemy.dialects import postgresql, sqlite

from recruit.core import files
from recruit.core.db import changes_one, session
from recruit.core.files import LaidDown
from recruit.core.models import StoredFile
from recruit.handbook.models import Book
from recruit.handbook.printing.contents import Printed
from recruit.handbook.printing.models import SetBook
from recruit.handbook.printing.paper import source

# Who has claimed a book and has not set it by then has died; the typesetter itself is given twenty seconds.
CLAIM = timedelta(minutes=2)


def mark_of(made: Printed) -> str:
    """The same for the same contents in the same design."""
    return hashlib.sha256(f"{made.hash}{source()}".encode()).hexdigest()


def standing(book: Book, language: str) -> StoredFile | None:
    """The file that stands ready."""
    found = _row(book.id, language)
    return found.stored_file if found else None


def stands(made: Printed) -> bool:
    """Whether what stands ready is of these contents in this design."""
    found = _row(made.book.id, made.language)
    return found is not None and found.mark == mark_of(made)


def _row(book_id: int, language: str) -> SetBook | None:
    return session().scalar(select(SetBook).where(SetBook.book_id == book_id, SetBook.language == language))


def claim(made: Printed, *, now: datetime) -> datetime | None:
    """Take it upon oneself to set this book; until when. None where what stands is of these contents, or somebody is at it."""
    rows = session()
    insert = (sqlite if rows.get_bind().dialect.name == "sqlite" else postgresql).insert(SetBook)
    place = {"book_id": made.book.id, "language": made.language}
    rows.execute(insert.values(**place, mark="").on_conflict_do_nothing())
    until = now + CLAIM
    taken = changes_one(
        update(SetBook)
        .where(
            SetBook.book_id == made.book.id,
            SetBook.language == made.language,
            SetBook.mark != mark_of(made),
            or_(SetBook.claimed_until.is_(None), SetBook.claimed_until <= now),
        )
        .values(claimed_until=until)
    )
    return until if taken else None


def put_out(made: Printed, laid: LaidDown, *, until: datetime, now: datetime) -> bool:
    """What was set takes the place of what stood, unless the claim was lost meanwhile."""
    found = session().scalars(
        select(SetBook)
        .where(SetBook.book_id == made.book.id, SetBook.language == made.language)
        .with_for_update(of=SetBook)
        .execution_options(populate_existing=True)
    )
    row = found.one_or_none()
    if row is None or row.claimed_until != until:
        return False
    before, row.stored_file = row.stored_file, files.keep(laid, now=now)
    row.mark, row.claimed_until = mark_of(made), None
    session().flush()
    if before is not None:
        files.remove(before)
    return True


def take_away(but: Collection[tuple[int, str]]) -> int:
    """Remove the files of books of which no chapter is published in that language any more; gives how many."""
    gone = select(SetBook).order_by(SetBook.id)
    if but:
        gone = gone.where(tuple_(SetBook.book_id, SetBook.language).not_in(list(but)))
    rows = session().scalars(gone).all()
    for row in rows:
        _remove(row)
    return len(rows)


def take_away_one(book_id: int, language: str) -> None:
    """Remove the file of one book in one language; whoever is setting it puts nothing out."""
    row = _row(book_id, language)
    if row is not None:
        _remove(row)


def _remove(row: SetBook) -> None:
    stored = row.stored_file
    session().delete(row)
    session().flush()
    if stored is not None:
        files.remove(stored)
