"""Tables that students are found by. All of them are made from the profiles and can be made again at any time, but for
the searches that people keep.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from recruit.accounts.models import Person
from recruit.core.db import Base, PubliclyKnown
from recruit.organisations.models import Organisation
from recruit.students.models import Disclosure

LONGEST_WORD = 60
LONGEST_NAME = 40
# Compared letter by letter, whatever the language of the database: a range then finds what begins alike.
_WORD = String(LONGEST_WORD).with_variant(String(LONGEST_WORD, collation="C"), "postgresql")


class StudentFound(Base):
    """What a profile is found, counted and sorted by: one row for each student, written with the profile.

    `saved_at` is that of the profile. Who was erased keeps a row that says so, and nothing else.
    """

    __tablename__ = "student_found"

    student_id: Mapped[int] = mapped_column(ForeignKey("student.id"), primary_key=True)
    saved_at: Mapped[datetime] = mapped_column(index=True)
    is_gone: Mapped[bool] = mapped_column(default=False)
    country: Mapped[str] = mapped_column(String(2), default="")
    university_id: Mapped[int | None]
    major: Mapped[str] = mapped_column(String(40), default="")
    level: Mapped[str] = mapped_column(String(10), default="")
    # Year and month as one number, 202706; 0 where it is not known.
    graduates: Mapped[int] = mapped_column(default=0)
    skills: Mapped[str] = mapped_column(Text, default="")
    # Folded, for sorting: what the person is called, and the whole name, which not everybody may see.
    called: Mapped[str] = mapped_column(String(LONGEST_NAME), default="")
    name: Mapped[str] = mapped_column(String(LONGEST_NAME), default="")


class StudentWord(Base):
    """One folded word a student is found by. `is_whole`: only by who sees the whole profile."""

    __tablename__ = "student_word"

    student_id: Mapped[int] = mapped_column(ForeignKey("student.id"), primary_key=True)
    word: Mapped[str] = mapped_column(_WORD, primary_key=True)
    is_whole: Mapped[bool]

    __table_args__ = (Index("ix_student_word_word_student_id_is_whole", "word", "student_id", "is_whole"),)


class PackedStudents(Base):
    """All rows of `student_found` packed by a job into one value, so that a hundred thousand are counted at once.

    `layout` says how it is packed. What changed since `packed_at` is read from the rows.
    """

    __tablename__ = "packed_students"

    layout: Mapped[str] = mapped_column(String(16), primary_key=True)
    packed_at: Mapped[datetime]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)


class PackedSight(Base):
    """Whom an organisation that sees very many students sees, packed by the same job."""

    __tablename__ = "packed_sight"

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    packed_at: Mapped[datetime]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)


class StudentSearch(PubliclyKnown, Base):
    """A search somebody of a company keeps. `wanted` is what its address asks for."""

    __tablename__ = "student_search"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    wanted: Mapped[dict[str, Any]] = mapped_column(JSON)
    by_mail: Mapped[bool] = mapped_column(default=False)
    made_at: Mapped[datetime]
    looked_at: Mapped[datetime]
    told_at: Mapped[datetime]

    person: Mapped[Person] = relationship(lazy="select")
    organisation: Mapped[Organisation] = relationship(lazy="select")


# Whom an organisation sees now, without a look at the table itself.
Index(
    "ix_disclosure_in_sight",
    Disclosure.organisation_id,
    Disclosure.student_id,
    Disclosure.scope,
    # SQLite looks into the table for every column a statement names, even where the index holds no other value of it.
    Disclosure.until_at,
    sqlite_where=text("until_at IS NULL"),
    postgresql_where=text("until_at IS NULL"),
)
# What began or ended lately, for what changed since the job packed.
Index("ix_disclosure_organisation_id_from_at", Disclosure.organisation_id, Disclosure.from_at)
Index("ix_disclosure_organisation_id_until_at", Disclosure.organisation_id, Disclosure.until_at)
