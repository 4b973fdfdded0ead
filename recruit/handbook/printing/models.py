"""The whole books that stand ready to be taken along."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from recruit.core.db import Base, Keyed
from recruit.core.models import StoredFile


class SetBook(Keyed, Base):
    """A book in one language as a PDF. `mark` is that of the contents and the design which the file was made from; without
    a file none stands yet. Whoever sets it anew has it until `claimed_until`.
    """

    __tablename__ = "set_book"

    book_id: Mapped[int] = mapped_column(ForeignKey("book.id"))
    language: Mapped[str] = mapped_column(String(5))
    mark: Mapped[str] = mapped_column(String(64), default="")
    stored_file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"), unique=True)
    claimed_until: Mapped[datetime | None]

    stored_file: Mapped[StoredFile | None] = relationship(lazy="joined")

    __table_args__ = (UniqueConstraint("book_id", "language", name="uq_set_book_book_id_language"),)
