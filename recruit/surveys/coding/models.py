"""Tables of coding. What a coder decided is a row for ever; words leave with the words they belong to."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from recruit.core.db import Base, Coded, Keyed
from recruit.surveys.coding.rules import HowSettled, Stage, Theme, Turn


class Code(Keyed, Base):
    """A code of the codebook: retired when it is not wanted any more, never deleted."""

    __tablename__ = "code"

    key: Mapped[str] = mapped_column(String(40), unique=True)
    theme: Mapped[Theme] = mapped_column(Coded(Theme))
    retired_at: Mapped[datetime | None]

    wordings: Mapped[list["CodeWording"]] = relationship(
        order_by="CodeWording.number.desc()", back_populates="code"
    )


class CodeWording(Keyed, Base):
    """How a code was worded: `texts` is {"label" | "definition" | "example": {language: words}}. Never changed."""

    __tablename__ = "code_wording"

    code_id: Mapped[int] = mapped_column(ForeignKey("code.id"))
    number: Mapped[int]
    texts: Mapped[dict[str, Any]] = mapped_column(JSON)
    since: Mapped[datetime]

    code: Mapped[Code] = relationship(back_populates="wordings", lazy="joined")

    __table_args__ = (UniqueConstraint("code_id", "number", name="uq_code_wording_code_id_number"),)


class OpenAnswer(Keyed, Base):
    """What staff made of one open answer. The words themselves stay where they were answered.

    `response_id` is empty once the person was erased; `nobody_ref`, a random mark, then says which rows were one person's,
    so that people can still be counted.
    """

    __tablename__ = "open_answer"

    response_id: Mapped[int | None] = mapped_column(ForeignKey("response.id"))
    item: Mapped[str] = mapped_column(String(60))
    wave: Mapped[str] = mapped_column(String(20))
    written_in: Mapped[str] = mapped_column(String(5))
    gloss: Mapped[bytes | None] = mapped_column(LargeBinary)
    gloss_by_ref: Mapped[str] = mapped_column(String(22), default="")
    gloss_at: Mapped[datetime | None]
    stage: Mapped[Stage] = mapped_column(Coded(Stage))
    nobody_ref: Mapped[str] = mapped_column(String(22), default="")

    codings: Mapped[list["Coding"]] = relationship(order_by="Coding.id", back_populates="open_answer")

    __table_args__ = (
        UniqueConstraint("response_id", "item", name="uq_open_answer_response_id_item"),
        Index("ix_open_answer_stage", "stage"),
    )


class Coding(Keyed, Base):
    """One look of one coder. `chosen` and `offered` are keys of codes: what was given, and out of what."""

    __tablename__ = "coding"

    open_answer_id: Mapped[int] = mapped_column(ForeignKey("open_answer.id"))
    turn: Mapped[Turn] = mapped_column(Coded(Turn))
    by_ref: Mapped[str] = mapped_column(String(22))
    at: Mapped[datetime]
    # Key of the code → number of its wording at that time.
    offered: Mapped[dict[str, int]] = mapped_column(JSON)
    chosen: Mapped[list[str]] = mapped_column(JSON)
    how: Mapped[HowSettled | None] = mapped_column(Coded(HowSettled))

    open_answer: Mapped[OpenAnswer] = relationship(back_populates="codings")

    __table_args__ = (UniqueConstraint("open_answer_id", "turn", name="uq_coding_open_answer_id_turn"),)
