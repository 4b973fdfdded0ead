"""What was moved when two rows of one person became one; and which rows are two people, however alike."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from recruit.accounts.models import Person
from recruit.core.db import Base, PubliclyKnown


class PersonMerge(PubliclyKnown, Base):
    """`merged` became a sign that leads to `kept`. `moves` lists every value that changed: table, key, column, before, after.

    References, numbers, instants and codes alone: never a name or an address. Emptied when it can no longer be undone.
    """

    __tablename__ = "person_merge"

    kept_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    merged_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime]
    by_ref: Mapped[str] = mapped_column(String(22))
    moves: Mapped[list[Any]] = mapped_column(JSON, default=list)
    undone_at: Mapped[datetime | None]
    undone_by_ref: Mapped[str] = mapped_column(String(22), default="")
    # From then on it stays as it is.
    settled_at: Mapped[datetime | None]

    kept: Mapped[Person] = relationship(foreign_keys=[kept_id], lazy="joined")
    merged: Mapped[Person] = relationship(foreign_keys=[merged_id], lazy="joined")

    __table_args__ = (
        Index(
            "uq_person_merge_live",
            "merged_id",
            unique=True,
            sqlite_where=text("undone_at IS NULL"),
            postgresql_where=text("undone_at IS NULL"),
        ),
    )


class PeopleApart(PubliclyKnown, Base):
    """Somebody has looked: these two rows are two people, in whichever order. They are not proposed again until undone."""

    __tablename__ = "people_apart"

    one_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    other_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime]
    by_ref: Mapped[str] = mapped_column(String(22))
    undone_at: Mapped[datetime | None]
    undone_by_ref: Mapped[str] = mapped_column(String(22), default="")

    one: Mapped[Person] = relationship(foreign_keys=[one_id], lazy="joined")
    other: Mapped[Person] = relationship(foreign_keys=[other_id], lazy="joined")

    __table_args__ = (
        Index(
            "uq_people_apart_live",
            "one_id",
            "other_id",
            unique=True,
            sqlite_where=text("undone_at IS NULL"),
            postgresql_where=text("undone_at IS NULL"),
        ),
    )
