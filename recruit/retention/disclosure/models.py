"""Tables of what was shown. They name no person: who stood behind a figure is kept as sealed marks, who read it as a hash."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from recruit.core.db import Base, Coded, Keyed
from recruit.core.disclosure.figures import Why
from recruit.core.disclosure.limits import Audience


class FigureRelease(Keyed, Base):
    """One table as one reader was shown it. `people` is sealed: the marks of those in each group; `shown` is what the page says."""

    __tablename__ = "release"

    what: Mapped[str] = mapped_column(String(60))
    viewer: Mapped[str] = mapped_column(String(64))
    audience: Mapped[Audience] = mapped_column(Coded(Audience))
    as_of_on: Mapped[date]
    known_at: Mapped[datetime]
    published_at: Mapped[datetime] = mapped_column(index=True)
    data_hash: Mapped[str] = mapped_column(String(64))
    shown: Mapped[dict[str, Any]] = mapped_column(JSON)
    people: Mapped[bytes] = mapped_column(LargeBinary)

    cells: Mapped[list["ReleaseCell"]] = relationship(
        order_by="ReleaseCell.id", back_populates="release", cascade="all, delete-orphan"
    )

    __table_args__ = (UniqueConstraint("what", "viewer", "as_of_on", name="uq_release_what_viewer_as_of_on"),)


class ReleaseCell(Keyed, Base):
    """One figure of it: between which numbers it said that people lie (`high` empty: hidden), and why not plainly."""

    __tablename__ = "release_cell"

    release_id: Mapped[int] = mapped_column(ForeignKey("release.id"), index=True)
    cell: Mapped[str] = mapped_column(String(300))
    low: Mapped[int]
    high: Mapped[int | None]
    hidden_why: Mapped[Why | None] = mapped_column(Coded(Why))

    release: Mapped[FigureRelease] = relationship(back_populates="cells")
