"""Tables of books in versions and languages."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from recruit.core.db import Base, Coded, Keyed
from recruit.handbook.rules import Audience, ChapterState


class Book(Keyed, Base):
    """A book. `languages` are those it promises; `titles` by language."""

    __tablename__ = "book"

    slug: Mapped[str] = mapped_column(String(60), unique=True)
    source_language: Mapped[str] = mapped_column(String(5))
    languages: Mapped[list[Any]] = mapped_column(JSON)
    audience: Mapped[Audience] = mapped_column(Coded(Audience))
    titles: Mapped[dict[str, Any]] = mapped_column(JSON)
    position: Mapped[int] = mapped_column(default=0)

    chapters: Mapped[list["Chapter"]] = relationship(order_by="Chapter.position", back_populates="book")


class Chapter(Keyed, Base):
    """A chapter's place in its book."""

    __tablename__ = "chapter"

    book_id: Mapped[int] = mapped_column(ForeignKey("book.id"))
    slug: Mapped[str] = mapped_column(String(80))
    position: Mapped[int]
    titles: Mapped[dict[str, Any]] = mapped_column(JSON)

    book: Mapped[Book] = relationship(back_populates="chapters")

    __table_args__ = (UniqueConstraint("book_id", "slug", name="uq_chapter_book_id_slug"),)


class ChapterVersion(Keyed, Base):
    """One version of a chapter in one language; `body` is Markdown."""

    __tablename__ = "chapter_version"

    chapter_id: Mapped[int] = mapped_column(ForeignKey("chapter.id"))
    language: Mapped[str] = mapped_column(String(5))
    number: Mapped[int]
    body: Mapped[str] = mapped_column(Text)
    source_version: Mapped[int | None]
    origin: Mapped[str] = mapped_column(String(20), default="human")
    state: Mapped[ChapterState] = mapped_column(Coded(ChapterState))
    by_ref: Mapped[str] = mapped_column(String(22), default="")
    reviewed_by_ref: Mapped[str] = mapped_column(String(22), default="")
    publish_at: Mapped[datetime | None]

    chapter: Mapped[Chapter] = relationship(lazy="select")

    __table_args__ = (
        UniqueConstraint(
            "chapter_id", "language", "number", name="uq_chapter_version_chapter_id_language_number"
        ),
        Index("ix_chapter_version_chapter_id_language_state", "chapter_id", "language", "state"),
    )
