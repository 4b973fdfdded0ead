"""Tables of a position's life: what changed, and whether it was asked about."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from recruit.core.db import Base, Coded, Keyed
from recruit.postings.life.changes import Change
from recruit.postings.life.rules import AskedBecause, QuestionEnd


class PostingChange(Keyed, Base):
    """What one person changed in one sitting, from the first check on; before it nobody but the company has read anything."""

    __tablename__ = "posting_change"

    posting_id: Mapped[int] = mapped_column(ForeignKey("posting.id"), index=True)
    at: Mapped[datetime]
    by_ref: Mapped[str] = mapped_column(String(22))
    # Parts by their path, see `changes.py`.
    before: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    after: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)

    @property
    def change(self) -> Change:
        """The change as a value."""
        return Change(self.before, self.after)


class PostingQuestion(Keyed, Base):
    """The company is asked whether what stands there is still right. One question at a time."""

    __tablename__ = "posting_question"

    posting_id: Mapped[int] = mapped_column(ForeignKey("posting.id"), index=True)
    because: Mapped[AskedBecause] = mapped_column(Coded(AskedBecause))
    asked_at: Mapped[datetime]
    answer_by_at: Mapped[datetime]
    reminded_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    outcome: Mapped[QuestionEnd | None] = mapped_column(Coded(QuestionEnd))
    by_ref: Mapped[str] = mapped_column(String(22), default="")

    __table_args__ = (
        Index(
            "uq_posting_question_open",
            "posting_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )
