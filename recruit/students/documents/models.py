"""The table of students' documents."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from recruit.core.db import Base, Coded, PubliclyKnown
from recruit.core.models import StoredFile
from recruit.students.models import Student
from recruit.students.rules import DocumentKind, ShownTo


class StudentDocument(PubliclyKnown, Base):
    """A document that a student handed in. A newer file takes the older one's place; the older one is deleted."""

    __tablename__ = "student_document"

    student_id: Mapped[int] = mapped_column(ForeignKey("student.id"), index=True)
    kind: Mapped[DocumentKind] = mapped_column(Coded(DocumentKind))
    title: Mapped[str] = mapped_column(String(80), default="")
    shown_to: Mapped[ShownTo] = mapped_column(Coded(ShownTo), default=ShownTo.ME)
    stored_file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), unique=True)
    # A small JPEG of a picture in a portfolio.
    thumbnail_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"), unique=True)
    handed_in_at: Mapped[datetime]

    student: Mapped[Student] = relationship(lazy="select")
    stored_file: Mapped[StoredFile] = relationship(lazy="joined", foreign_keys=[stored_file_id])
    thumbnail: Mapped[StoredFile | None] = relationship(lazy="joined", foreign_keys=[thumbnail_id])
