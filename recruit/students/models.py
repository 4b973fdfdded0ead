"""Tables of student profiles, and the one answer to who may see a student."""

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from recruit.accounts.finding.models import keep_words
from recruit.accounts.models import Person
from recruit.core.db import Base, Coded, Keyed, PubliclyKnown
from recruit.organisations.models import Organisation
from recruit.students.rules import (
    CefrLevel,
    Confirmed,
    DisclosureReason,
    DisclosureScope,
    EducationLevel,
    ExperienceKind,
    LanguageTest,
    Major,
    Skill,
    SkillLevel,
    Visibility,
)


class Student(PubliclyKnown, Base):
    """A profile. `name_passport` is one field, as printed; people may have one name."""

    __tablename__ = "student"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    name_passport: Mapped[str] = mapped_column(String(200), default="")
    has_one_name: Mapped[bool] = mapped_column(default=False)
    name_local: Mapped[str] = mapped_column(String(200), default="")
    call_name: Mapped[str] = mapped_column(String(80), default="")
    katakana: Mapped[str] = mapped_column(String(200), default="")
    # Said aloud and found right by the student; gone as soon as the name becomes another one.
    katakana_confirmed: Mapped[bool] = mapped_column(default=False)
    search_key: Mapped[str] = mapped_column(Text, default="")
    born_on: Mapped[date | None]
    nationality: Mapped[str] = mapped_column(String(2), default="")
    visibility: Mapped[Visibility] = mapped_column(Coded(Visibility), default=Visibility.NOBODY)
    wished_work: Mapped[list[Any]] = mapped_column(JSON, default=list)
    wished_prefectures: Mapped[list[Any]] = mapped_column(JSON, default=list)
    may_start_on: Mapped[date | None]
    about: Mapped[str] = mapped_column(Text, default="")
    about_language: Mapped[str] = mapped_column(String(5), default="")
    saved_at: Mapped[datetime]

    person: Mapped[Person] = relationship(lazy="select")
    educations: Mapped[list["Education"]] = relationship(
        cascade="all, delete-orphan",
        order_by="Education.graduates_on.desc(), Education.id",
        back_populates="student",
    )
    language_results: Mapped[list["LanguageResult"]] = relationship(
        cascade="all, delete-orphan", order_by="LanguageResult.id", back_populates="student"
    )
    skills: Mapped[list["StudentSkill"]] = relationship(
        cascade="all, delete-orphan", order_by="StudentSkill.id", back_populates="student"
    )
    # What goes on still comes first: its end is empty, which the two databases would sort differently.
    experiences: Mapped[list["Experience"]] = relationship(
        cascade="all, delete-orphan",
        order_by="[Experience.ends_on.is_(None).desc(), Experience.ends_on.desc(), "
        "Experience.begins_on.desc(), Experience.id]",
        back_populates="student",
    )
    busy_times: Mapped[list["BusyTime"]] = relationship(
        cascade="all, delete-orphan",
        order_by="[BusyTime.weekday.is_(None), BusyTime.weekday, BusyTime.first_on, BusyTime.starts, BusyTime.id]",
        back_populates="student",
    )


keep_words(Student, "student", "person_id")


class Education(PubliclyKnown, Base):
    """A degree, finished or not. `degree` is a coded level, `major_local` what the student's papers say."""

    __tablename__ = "education"

    student_id: Mapped[int] = mapped_column(ForeignKey("student.id"), index=True)
    university_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    # A university that is not in the list, in the student's own words.
    university_name: Mapped[str] = mapped_column(String(200), default="")
    degree: Mapped[EducationLevel | None] = mapped_column(Coded(EducationLevel))
    # What the diploma says: Kỹ sư, Sarjana Teknik (S.T.).
    degree_local: Mapped[str] = mapped_column(String(120), default="")
    major: Mapped[Major | None] = mapped_column(Coded(Major))
    major_local: Mapped[str] = mapped_column(String(200), default="")
    # As printed: a number on its scale, or the words of a class (Giỏi, Sangat Memuaskan). Never converted.
    grade: Mapped[str] = mapped_column(String(40), default="")
    grade_scale: Mapped[str] = mapped_column(String(20), default="")
    graduates_on: Mapped[date | None]
    confirmed: Mapped[Confirmed] = mapped_column(Coded(Confirmed), default=Confirmed.NO)
    confirmed_by_ref: Mapped[str] = mapped_column(String(22), default="")

    student: Mapped[Student] = relationship(back_populates="educations")
    university: Mapped[Organisation | None] = relationship(lazy="joined")


class LanguageResult(Keyed, Base):
    """A language test passed, or how well somebody speaks by own estimate (`test` = own view).

    `level` is the level or band of the test as printed (N3, J2, 6.5), `score` its whole points.
    """

    __tablename__ = "language_result"

    student_id: Mapped[int] = mapped_column(ForeignKey("student.id"), index=True)
    language: Mapped[str] = mapped_column(String(5), default="ja")
    test: Mapped[LanguageTest] = mapped_column(Coded(LanguageTest))
    # The name of a test that is not in the list.
    test_name: Mapped[str] = mapped_column(String(80), default="")
    level: Mapped[str] = mapped_column(String(20), default="")
    score: Mapped[int | None]
    cefr: Mapped[CefrLevel | None] = mapped_column(Coded(CefrLevel))
    taken_on: Mapped[date | None]

    student: Mapped[Student] = relationship(back_populates="language_results")


class StudentSkill(Keyed, Base):
    """A skill or licence, coded, so that it reads in every language."""

    __tablename__ = "student_skill"

    student_id: Mapped[int] = mapped_column(ForeignKey("student.id"))
    skill: Mapped[Skill] = mapped_column(Coded(Skill))
    # By own estimate; licences have none.
    level: Mapped[SkillLevel | None] = mapped_column(Coded(SkillLevel))
    # Sealed: a company reads it only after an application (`actions.licences.number_of`).
    licence_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    expires_on: Mapped[date | None]

    student: Mapped[Student] = relationship(back_populates="skills")

    __table_args__ = (Index("uq_student_skill_student_id_skill", "student_id", "skill", unique=True),)


class Experience(PubliclyKnown, Base):
    """Something a student has done: a job, an internship, a project, a thesis. `words` are in the student's `language`."""

    __tablename__ = "experience"

    student_id: Mapped[int] = mapped_column(ForeignKey("student.id"), index=True)
    kind: Mapped[ExperienceKind] = mapped_column(Coded(ExperienceKind))
    title: Mapped[str] = mapped_column(String(200), default="")
    place: Mapped[str] = mapped_column(String(200), default="")
    # Months, kept as their first day; no end means that it goes on.
    begins_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    words: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str] = mapped_column(String(5), default="")
    # Codes of skills, so that they read in every language.
    tools: Mapped[list[Any]] = mapped_column(JSON, default=list)

    student: Mapped[Student] = relationship(back_populates="experiences")


class BusyTime(PubliclyKnown, Base):
    """When a student has no time: a day of every week, or some days; between two times of day, or all day."""

    __tablename__ = "busy_time"

    student_id: Mapped[int] = mapped_column(ForeignKey("student.id"), index=True)
    # 0 is Monday; empty where days are given.
    weekday: Mapped[int | None]
    first_on: Mapped[date | None]
    last_on: Mapped[date | None]
    starts: Mapped[time | None]
    ends: Mapped[time | None]
    # The clock that the times are on.
    zone: Mapped[str] = mapped_column(String(40))

    student: Mapped[Student] = relationship(back_populates="busy_times")


class Disclosure(Keyed, Base):
    """The only answer to "may this organisation see this student". Kept three years as the record of provision."""

    __tablename__ = "disclosure"

    student_id: Mapped[int] = mapped_column(ForeignKey("student.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    scope: Mapped[DisclosureScope] = mapped_column(Coded(DisclosureScope))
    reason: Mapped[DisclosureReason] = mapped_column(Coded(DisclosureReason))
    # What gave the reason: the fair, the application; so that ending it ends just this row.
    reason_ref: Mapped[str] = mapped_column(String(90), default="")
    consent_ref: Mapped[str] = mapped_column(String(22), default="")
    from_at: Mapped[datetime]
    until_at: Mapped[datetime | None]
    # The student ended it for this organisation: nothing but the student begins it again for the same reason.
    taken_back: Mapped[bool | None]

    student: Mapped[Student] = relationship(lazy="select")
    organisation: Mapped[Organisation] = relationship(lazy="select")

    __table_args__ = (
        Index(
            "uq_disclosure_live",
            "student_id",
            "organisation_id",
            "reason",
            "reason_ref",
            unique=True,
            sqlite_where=text("until_at IS NULL"),
            postgresql_where=text("until_at IS NULL"),
        ),
        Index("ix_disclosure_organisation_id_student_id", "organisation_id", "student_id"),
    )
