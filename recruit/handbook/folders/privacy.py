"""Personal data of books that come as files: who sent them, by reference, until they are brought in or a day is over."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete

from recruit.core.db import session
from recruit.core.periods import BOOK_DELIVERIES, Kept
from recruit.handbook.folders.models import BookDelivery

TABLES: dict[str, str] = {
    "book_delivery": "Kept for a day: names who sent the files by reference only.",
}


def export(_person_id: int) -> dict[str, Any]:
    """Nothing is theirs: the texts belong to the book."""
    return {}


def erase(_person_id: int, _now: datetime) -> None:
    """The reference leads to no name once the person is erased."""


def forget_deliveries(now: datetime) -> int:
    """Files that nobody brought in; gives how many archives."""
    gone = session().scalars(
        delete(BookDelivery)
        .where(BookDelivery.sent_at < BOOK_DELIVERIES.before(now))
        .returning(BookDelivery.id)
        .execution_options(synchronize_session=False)
    )
    return len(gone.all())


PURGES = {Kept.BOOK_DELIVERIES: forget_deliveries}
