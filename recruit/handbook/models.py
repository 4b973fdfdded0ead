"""Tables of books in versions and languages, of the words they explain, and of what readers say about them."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from recruit.core.db import Base, Coded, Keyed, PubliclyKnown, refuse_on
from recruit.core.errors import Refused
from recruit.handbook.rules import Audience, ChapterState, HandbookRefusal, Origin, ReaderWord


class Book(Keyed, Base):
    """A book. `languages` are those it promises; `titles` by language; `notes` say by language what readers should know of
    the book as a whole ("the rest follows later"). `changed_at` is set once staff have changed it: then it is theirs.
    """

    __tablename__ = "book"

    slug: Mapped[str] = mapped_column(String(60), unique=True)
    source_language: Mapped[str] = mapped_column(String(5))
    languages: Mapped[list[Any]] = mapped_column(JSON)
    audience: Mapped[Audience] = mapped_column(Coded(Audience))
    titles: Mapped[dict[str, Any]] = mapped_column(JSON)
    notes: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, server_default="{}")
    position: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[datetime | None]

    chapters: Mapped[list["Chapter"]] = relationship(order_by="Chapter.position", back_populates="book")


class Chapter(Keyed, Base):
    """A chapter's place in its book. `titles` by language are those of the newest published texts; a chapter without a
    published text has the titles it was made with. `part` names by language the part of the book that begins with it.
    """

    __tablename__ = "chapter"

    book_id: Mapped[int] = mapped_column(ForeignKey("book.id"))
    slug: Mapped[str] = mapped_column(String(80))
    position: Mapped[int]
    titles: Mapped[dict[str, Any]] = mapped_column(JSON)
    part: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, server_default="{}")
    changed_at: Mapped[datetime | None]

    book: Mapped[Book] = relationship(back_populates="chapters")

    __table_args__ = (UniqueConstraint("book_id", "slug", name="uq_chapter_book_id_slug"),)


class FormerAddress(Keyed, Base):
    """Where a chapter, or a book (`chapter_id` is empty), once was: who asks there is led on, for ever."""

    __tablename__ = "former_address"

    book_id: Mapped[int] = mapped_column(ForeignKey("book.id"))
    chapter_id: Mapped[int | None] = mapped_column(ForeignKey("chapter.id"), index=True)
    slug: Mapped[str] = mapped_column(String(80))
    left_at: Mapped[datetime | None]

    book: Mapped[Book] = relationship(lazy="select")
    chapter: Mapped[Chapter | None] = relationship(lazy="select")

    __table_args__ = (
        Index(
            "uq_former_address_slug",
            "slug",
            unique=True,
            sqlite_where=text("chapter_id IS NULL"),
            postgresql_where=text("chapter_id IS NULL"),
        ),
        Index(
            "uq_former_address_book_id_slug",
            "book_id",
            "slug",
            unique=True,
            sqlite_where=text("chapter_id IS NOT NULL"),
            postgresql_where=text("chapter_id IS NOT NULL"),
        ),
    )


class ChapterVersion(Keyed, Base):
    """One version of a chapter in one language; `body` is Markdown. What was published is never changed.

    `number` counts up in each language. `source_version` is the number of the source's version that a translation was
    made from, `based_on` the number in its own language. `summary` says in a line what the chapter is good for. `note` tells readers what changed; `review_note` tells the
    writer why a text came back, or everybody why it was withdrawn. `writer_refs` are all who have written in it.
    `revision` counts the times a draft was saved. `publish_at` is when it was published, or is to be.
    """

    __tablename__ = "chapter_version"

    chapter_id: Mapped[int] = mapped_column(ForeignKey("chapter.id"))
    language: Mapped[str] = mapped_column(String(5))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(200), default="", server_default="")
    summary: Mapped[str] = mapped_column(String(200), default="", server_default="")
    body: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(String(300), default="", server_default="")
    source_version: Mapped[int | None]
    based_on: Mapped[int | None]
    origin: Mapped[Origin] = mapped_column(Coded(Origin), default=Origin.HUMAN)
    state: Mapped[ChapterState] = mapped_column(Coded(ChapterState))
    revision: Mapped[int] = mapped_column(default=0, server_default="0")
    by_ref: Mapped[str] = mapped_column(String(22), default="")
    writer_refs: Mapped[list[Any]] = mapped_column(JSON, default=list, server_default="[]")
    reviewed_by_ref: Mapped[str] = mapped_column(String(22), default="")
    review_note: Mapped[str] = mapped_column(Text, default="", server_default="")
    created_at: Mapped[datetime | None]
    changed_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    publish_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]

    chapter: Mapped[Chapter] = relationship(lazy="select")

    __table_args__ = (
        UniqueConstraint(
            "chapter_id", "language", "number", name="uq_chapter_version_chapter_id_language_number"
        ),
        Index("ix_chapter_version_chapter_id_language_state", "chapter_id", "language", "state"),
        # Two people who begin at once: one of them gets the draft of the other.
        Index(
            "uq_chapter_version_open",
            "chapter_id",
            "language",
            unique=True,
            sqlite_where=text("state IN ('draft', 'in_review', 'scheduled')"),
            postgresql_where=text("state IN ('draft', 'in_review', 'scheduled')"),
        ),
    )


class GlossaryTerm(Keyed, Base):
    """A word that the books explain: the word and its meaning in each language. `changed_at` is set once staff have
    changed it: then it is theirs.
    """

    __tablename__ = "glossary_term"

    key: Mapped[str] = mapped_column(String(60), unique=True)
    words: Mapped[dict[str, Any]] = mapped_column(JSON)
    meanings: Mapped[dict[str, Any]] = mapped_column(JSON)
    changed_at: Mapped[datetime | None]
    by_ref: Mapped[str] = mapped_column(String(22), default="")


class ReaderQuestion(PubliclyKnown, Base):
    """What a reader says about a chapter: helpful, not helpful, or a question in words, to be answered in `language`.

    `read_language` and `number` name the version that was read. The words go after a time; the vote stays.
    """

    __tablename__ = "reader_question"

    chapter_id: Mapped[int] = mapped_column(ForeignKey("chapter.id"), index=True)
    read_language: Mapped[str] = mapped_column(String(5))
    number: Mapped[int]
    kind: Mapped[ReaderWord] = mapped_column(Coded(ReaderWord))
    words: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str] = mapped_column(String(5))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    asked_at: Mapped[datetime] = mapped_column(index=True)
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None]
    answered_by_ref: Mapped[str] = mapped_column(String(22), default="")

    chapter: Mapped[Chapter] = relationship(lazy="select")


refuse_on("uq_chapter_version_open", Refused(HandbookRefusal.OPEN_ALREADY))
refuse_on("uq_chapter_version_chapter_id_language_number", Refused(HandbookRefusal.OPEN_ALREADY))
refuse_on("uq_book_slug", Refused(HandbookRefusal.SLUG_TAKEN, field="slug"))
refuse_on("uq_chapter_book_id_slug", Refused(HandbookRefusal.SLUG_TAKEN, field="slug"))
refuse_on("uq_former_address_slug", Refused(HandbookRefusal.SLUG_TAKEN, field="slug"))
refuse_on("uq_former_address_book_id_slug", Refused(HandbookRefusal.SLUG_TAKEN, field="slug"))
refuse_on("uq_glossary_term_key", Refused(HandbookRefusal.KEY_TAKEN, field="key"))
