"""Tables of a university's lists and of what it confirmed."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from recruit.core.db import Base, Coded, Keyed, PubliclyKnown
from recruit.students.models import Student
from recruit.students.rules import Confirmed


class Roster(PubliclyKnown, Base):
    """A list that a university is going through, sealed. It names people who are not here, so it goes within the hour."""

    __tablename__ = "roster"

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[datetime]
    ends_at: Mapped[datetime] = mapped_column(index=True)


class EducationMove(Keyed, Base):
    """A change of what a university has confirmed of an education. `batch` binds what one press changed.

    The education is named by reference: the student may take it out of the profile, and what was confirmed stays known.
    """

    __tablename__ = "education_move"

    student_id: Mapped[int] = mapped_column(ForeignKey("student.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    education_ref: Mapped[str] = mapped_column(String(22), index=True)
    before: Mapped[Confirmed] = mapped_column(Coded(Confirmed))
    after: Mapped[Confirmed] = mapped_column(Coded(Confirmed))
    # The day for which the university says it: enrolled as of, graduated on.
    holds_on: Mapped[date | None]
    batch: Mapped[str] = mapped_column(String(22))
    at: Mapped[datetime]
    by_ref: Mapped[str] = mapped_column(String(22))

    student: Mapped[Student] = relationship(lazy="select")

    __table_args__ = (Index("ix_education_move_organisation_id_batch", "organisation_id", "batch"),)
