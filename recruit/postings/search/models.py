"""Tables that positions are found by. All of them are made from the positions and can be made again at any time, but for
the searches that people keep and what those were told of.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from recruit.accounts.models import Person
from recruit.core.db import Base, Coded, PubliclyKnown
from recruit.postings.search.rules import MailPace

LONGEST_WORD = 60
# Compared letter by letter, whatever the language of the database: a range then finds what begins alike.
_WORD = String(LONGEST_WORD).with_variant(String(LONGEST_WORD, collation="C"), "postgresql")


class PostingFound(Base):
    """What a position is found, counted and sorted by, written with the position. One that is not (or no longer) public
    keeps a row that says so.

    `saved_at` is that of the position; `changed_at` when this row was written; `listed_at` since when it has been public.
    """

    __tablename__ = "posting_found"

    posting_id: Mapped[int] = mapped_column(ForeignKey("posting.id", ondelete="CASCADE"), primary_key=True)
    saved_at: Mapped[datetime]
    changed_at: Mapped[datetime] = mapped_column(index=True)
    listed_at: Mapped[datetime | None]
    is_open: Mapped[bool]
    company_id: Mapped[int]
    work_kind: Mapped[str] = mapped_column(String(40), default="")
    prefecture: Mapped[str] = mapped_column(String(40), default="")
    # Codes with spaces between them; empty for any major.
    majors: Mapped[str] = mapped_column(Text, default="")
    japanese_level: Mapped[str] = mapped_column(String(10), default="")
    housing: Mapped[str] = mapped_column(String(40), default="")
    base_pay_yen: Mapped[int] = mapped_column(default=0)
    # Year and month as one number, 202704; 0 where it is not known.
    start_month: Mapped[int] = mapped_column(default=0)
    opens_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]


class PostingWord(Base):
    """One folded word a position is found by."""

    __tablename__ = "posting_word"

    posting_id: Mapped[int] = mapped_column(ForeignKey("posting.id", ondelete="CASCADE"), primary_key=True)
    word: Mapped[str] = mapped_column(_WORD, primary_key=True)

    __table_args__ = (Index("ix_posting_word_word_posting_id", "word", "posting_id"),)


class PackedPostings(Base):
    """All rows of `posting_found` packed by a job into one value, so that a hundred thousand are counted at once.

    `layout` says how it is packed. What changed since `packed_at` is read from the rows.
    """

    __tablename__ = "packed_postings"

    layout: Mapped[str] = mapped_column(String(16), primary_key=True)
    packed_at: Mapped[datetime]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)


class PostingSearch(PubliclyKnown, Base):
    """A search somebody keeps. `wanted` is what its address asks for; `told_at` when it was last looked through for mail."""

    __tablename__ = "posting_search"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    wanted: Mapped[dict[str, Any]] = mapped_column(JSON)
    pace: Mapped[MailPace] = mapped_column(Coded(MailPace), default=MailPace.NEVER)
    made_at: Mapped[datetime]
    looked_at: Mapped[datetime]
    told_at: Mapped[datetime]

    person: Mapped[Person] = relationship(lazy="select")

    __table_args__ = (Index("ix_posting_search_pace_told_at", "pace", "told_at"),)


class PostingTold(Base):
    """A position that a kept search was told of, so that it is told of once."""

    __tablename__ = "posting_told"

    search_id: Mapped[int] = mapped_column(
        ForeignKey("posting_search.id", ondelete="CASCADE"), primary_key=True
    )
    posting_id: Mapped[int] = mapped_column(ForeignKey("posting.id", ondelete="CASCADE"), primary_key=True)
