"""What somebody has sent as files and not yet said yes to."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from recruit.core.db import Base, PubliclyKnown
from recruit.handbook.models import Book


class BookDelivery(PubliclyKnown, Base):
    """An archive of a book's files between its preview and the press that brings it in. Nobody but its sender sees it."""

    __tablename__ = "book_delivery"

    book_id: Mapped[int] = mapped_column(ForeignKey("book.id"), index=True)
    by_ref: Mapped[str] = mapped_column(String(22))
    name: Mapped[str] = mapped_column(String(200))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    sent_at: Mapped[datetime] = mapped_column(index=True)

    book: Mapped[Book] = relationship(lazy="select")
