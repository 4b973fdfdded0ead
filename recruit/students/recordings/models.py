"""The table of recordings."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from recruit.core.db import Base, Keyed
from recruit.core.models import StoredFile
from recruit.students.models import Student


class NameRecording(Keyed, Base):
    """The name of a student, said by the student. One for each."""

    __tablename__ = "name_recording"

    student_id: Mapped[int] = mapped_column(ForeignKey("student.id"), unique=True)
    stored_file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), unique=True)
    seconds: Mapped[float]
    recorded_at: Mapped[datetime]

    student: Mapped[Student] = relationship(lazy="select")
    stored_file: Mapped[StoredFile] = relationship(lazy="joined")
