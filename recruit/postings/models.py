"""Tables of positions: coded fields, texts per language, and the frozen versions that applications point at."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from recruit.core.db import Base, Coded, Keyed, PubliclyKnown
from recruit.organisations.models import Organisation
from recruit.organisations.rules import Prefecture
from recruit.postings.rules import JapaneseLevel, MoveCause, PostingState, WorkKind


class Posting(PubliclyKnown, Base):
    """A position. `items` holds the coded and numeric items by their `PostingItem` value; what is sorted or filtered by is a column."""

    __tablename__ = "posting"

    slug: Mapped[str] = mapped_column(String(90), unique=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("company.organisation_id"), index=True)
    state: Mapped[PostingState] = mapped_column(Coded(PostingState), default=PostingState.DRAFT)
    work_kind: Mapped[WorkKind] = mapped_column(Coded(WorkKind))
    prefecture: Mapped[Prefecture] = mapped_column(Coded(Prefecture))
    majors: Mapped[list[Any]] = mapped_column(JSON, default=list)
    japanese_level: Mapped[JapaneseLevel] = mapped_column(Coded(JapaneseLevel))
    base_pay_yen: Mapped[int | None]
    fixed_overtime_yen: Mapped[int | None]
    fixed_overtime_hours: Mapped[int | None]
    openings: Mapped[int] = mapped_column(default=1)
    start_month: Mapped[date | None]
    items: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    source_language: Mapped[str] = mapped_column(String(5), default="ja")
    opens_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    confirmed_on: Mapped[date | None]
    verify_code: Mapped[str | None] = mapped_column(String(12), unique=True)
    search_key: Mapped[str] = mapped_column(Text, default="")
    saved_at: Mapped[datetime]
    # Of a draft: what was typed and cannot be put into the position yet, by the field of its form, as it was typed.
    typed: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))

    organisation: Mapped[Organisation] = relationship(
        primaryjoin="foreign(Posting.company_id) == Organisation.id", viewonly=True, lazy="joined"
    )
    texts: Mapped[list["PostingText"]] = relationship(
        lazy="selectin", cascade="all, delete-orphan", order_by="PostingText.language"
    )

    __table_args__ = (
        Index("ix_posting_state_closes_at", "state", "closes_at"),
        CheckConstraint("openings > 0", name="openings"),
        CheckConstraint("base_pay_yen >= 0", name="base_pay_yen"),
    )


class PostingText(Keyed, Base):
    """The words of a position, one row per language."""

    __tablename__ = "posting_text"

    posting_id: Mapped[int] = mapped_column(ForeignKey("posting.id"))
    language: Mapped[str] = mapped_column(String(5))
    title: Mapped[str] = mapped_column(String(200))
    duties: Mapped[str] = mapped_column(Text, default="")
    duties_change_range: Mapped[str] = mapped_column(Text, default="")
    place: Mapped[str] = mapped_column(String(300), default="")
    place_change_range: Mapped[str] = mapped_column(Text, default="")
    # What else is good to know: training, climate, prayer and food, the model after three years.
    more: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)
    origin: Mapped[str] = mapped_column(String(20), default="human")
    source_language: Mapped[str | None] = mapped_column(String(5))
    source_version: Mapped[int | None]
    # The words of the original that this text was made from; None on the original, and where nobody kept them.
    source_words: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))

    __table_args__ = (UniqueConstraint("posting_id", "language", name="uq_posting_text_posting_id_language"),)


class PostingVersion(Keyed, Base):
    """A position as it was published: codes and all texts, frozen."""

    __tablename__ = "posting_version"

    posting_id: Mapped[int] = mapped_column(ForeignKey("posting.id"))
    number: Mapped[int]
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    published_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("posting_id", "number", name="uq_posting_version_posting_id_number"),)


class PostingMove(Keyed, Base):
    """A change of a position's state."""

    __tablename__ = "posting_move"

    posting_id: Mapped[int] = mapped_column(ForeignKey("posting.id"), index=True)
    from_state: Mapped[PostingState] = mapped_column(Coded(PostingState))
    to_state: Mapped[PostingState] = mapped_column(Coded(PostingState))
    at: Mapped[datetime]
    by_ref: Mapped[str] = mapped_column(String(22))
    # What staff asked for when they sent it back, and what the company answered when it sent it again.
    reason: Mapped[str] = mapped_column(Text, default="")
    cause: Mapped[MoveCause | None] = mapped_column(Coded(MoveCause))
