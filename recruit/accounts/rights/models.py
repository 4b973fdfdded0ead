"""Tables of archives people take along, and of the certificates of their being erased."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from recruit.accounts.models import Person
from recruit.accounts.rights.rules import ErasedBecause
from recruit.core.db import Base, Coded, Keyed, PubliclyKnown
from recruit.core.models import StoredFile


class DataExport(PubliclyKnown, Base):
    """An archive of all that is held about a person, asked for by that person. Made by a job; gone after `ends_at`.

    `claimed_at` is when a job last began to make it, `attempts` how often; `failed_at` says that nobody will try again.
    """

    __tablename__ = "data_export"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    language: Mapped[str] = mapped_column(String(5))
    zone: Mapped[str] = mapped_column(String(40))
    asked_at: Mapped[datetime]
    claimed_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    failed_at: Mapped[datetime | None]
    ready_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None] = mapped_column(index=True)
    stored_file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))

    person: Mapped[Person] = relationship(lazy="joined")
    stored_file: Mapped[StoredFile | None] = relationship(lazy="joined")

    __table_args__ = (
        # One at a time: two clicks at once make one archive.
        Index(
            "uq_data_export_being_made",
            "person_id",
            unique=True,
            sqlite_where=text("ready_at IS NULL AND failed_at IS NULL"),
            postgresql_where=text("ready_at IS NULL AND failed_at IS NULL"),
        ),
    )


class Erasure(Keyed, Base):
    """That a person was erased: the number the person was told, and a reference that leads to no name any more.

    Texts of mails to others follow until `texts_by_at`; `texts_at` says since when that is done.
    """

    __tablename__ = "erasure"

    number: Mapped[str] = mapped_column(String(20), unique=True)
    person_ref: Mapped[str] = mapped_column(String(22), unique=True)
    because: Mapped[ErasedBecause] = mapped_column(Coded(ErasedBecause))
    erased_at: Mapped[datetime]
    by_ref: Mapped[str] = mapped_column(String(22))
    # By what mails to others are searched; encrypted, and gone as soon as that is done.
    names: Mapped[bytes | None] = mapped_column(LargeBinary)
    texts_by_at: Mapped[datetime | None]
    texts_at: Mapped[datetime | None]
