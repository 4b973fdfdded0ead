"""Tables of what a fair has for companies, and of what a company brings."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from recruit.core.db import Base, Keyed


class FairBooths(Base):
    """How many booths there are, and who has them. Without a row nothing is limited and nothing is demanded."""

    __tablename__ = "fair_booths"

    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.event_id"), primary_key=True)
    booths: Mapped[int | None]
    tables: Mapped[int | None]
    tables_each: Mapped[int] = mapped_column(default=5)
    # Until when companies apply; None: until the fair begins.
    closes_at: Mapped[datetime | None]
    # Codes of `Priority`, the first before the second, and the prefectures that count as the host's region.
    rules: Mapped[list[Any]] = mapped_column(JSON, default=list)
    region: Mapped[list[Any]] = mapped_column(JSON, default=list)
    # Whether a company must be ready (`readiness.py`) before it has a booth.
    demands: Mapped[bool] = mapped_column(default=True)
    # When staff gave the booths out; None: not yet.
    given_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("booths >= 0", name="booths"),
        CheckConstraint("tables >= 0", name="tables"),
        CheckConstraint("tables_each BETWEEN 1 AND 20", name="tables_each"),
    )


class BoothPerson(Keyed, Base):
    """Somebody who comes for a company, as the company wrote it; no account goes with it."""

    __tablename__ = "booth_person"

    booth_id: Mapped[int] = mapped_column(ForeignKey("booth.id"))
    place: Mapped[int]
    name: Mapped[str] = mapped_column(String(60))
    task: Mapped[str] = mapped_column(String(80), default="")
    # Besides Japanese.
    languages: Mapped[list[Any]] = mapped_column(JSON, default=list)

    __table_args__ = (UniqueConstraint("booth_id", "place", name="uq_booth_person_booth_id_place"),)


class BoothPosition(Keyed, Base):
    """A position that a company shows at a fair, in its order."""

    __tablename__ = "booth_position"

    booth_id: Mapped[int] = mapped_column(ForeignKey("booth.id"))
    posting_id: Mapped[int] = mapped_column(ForeignKey("posting.id"), index=True)
    place: Mapped[int]

    __table_args__ = (
        UniqueConstraint("booth_id", "posting_id", name="uq_booth_position_booth_id_posting_id"),
    )
