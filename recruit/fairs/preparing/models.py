"""Tables of a fair's list of tasks and of what companies ticked off."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from recruit.core.db import Base, Coded, Keyed, PubliclyKnown
from recruit.fairs.preparing.rules import TaskKind


class FairTask(PubliclyKnown, Base):
    """Something that every company does before a fair. `words` by language: what staff wrote, where it is no usual task."""

    __tablename__ = "fair_task"

    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.event_id"), index=True)
    kind: Mapped[TaskKind] = mapped_column(Coded(TaskKind))
    days_before: Mapped[int]
    words: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)

    __table_args__ = (CheckConstraint("days_before BETWEEN 0 AND 180", name="days_before"),)


class BoothTask(Keyed, Base):
    """A company ticked a task off."""

    __tablename__ = "booth_task"

    booth_id: Mapped[int] = mapped_column(ForeignKey("booth.id"))
    task_id: Mapped[int] = mapped_column(ForeignKey("fair_task.id"), index=True)
    done_at: Mapped[datetime]
    by_ref: Mapped[str] = mapped_column(String(22))

    __table_args__ = (UniqueConstraint("booth_id", "task_id", name="uq_booth_task_booth_id_task_id"),)
