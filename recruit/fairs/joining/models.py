"""Table of students who joined a fair late and ask for meetings."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from recruit.core.db import Base, Keyed


class LateRequest(Keyed, Base):
    """A student asks staff for free places in a timetable that was made without them."""

    __tablename__ = "late_request"

    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.event_id"))
    student_id: Mapped[int] = mapped_column(ForeignKey("student.id"), index=True)
    asked_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("fair_id", "student_id", name="uq_late_request_fair_id_student_id"),)
