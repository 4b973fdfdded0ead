"""Tables of the procedure: rules of steps in versions, a plan per placement, its steps."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from recruit.arrivals.rules import StepOwner, StepState
from recruit.core.db import Base, Coded, Keyed, PubliclyKnown
from recruit.placements.models import Placement


class StepRule(Keyed, Base):
    """A step of the procedure: a row loaded from the repository's file, kept up by editors."""

    __tablename__ = "step_rule"

    key: Mapped[str] = mapped_column(String(10))
    version: Mapped[int] = mapped_column(default=1)
    owners: Mapped[list[Any]] = mapped_column(JSON)
    lead_days: Mapped[int] = mapped_column(default=0)
    anchor: Mapped[str] = mapped_column(String(30), default="start")
    offset_days: Mapped[int | None]
    due_rule: Mapped[str] = mapped_column(String(40), default="")
    needed_for_start: Mapped[bool] = mapped_column(default=True)
    depends_on: Mapped[list[Any]] = mapped_column(JSON, default=list)
    applies_when: Mapped[str] = mapped_column(String(60), default="")
    documents: Mapped[list[Any]] = mapped_column(JSON, default=list)
    source: Mapped[str] = mapped_column(String(500), default="")
    valid_from_on: Mapped[date]
    valid_to_on: Mapped[date | None]
    checked_on: Mapped[date]
    verified: Mapped[bool] = mapped_column(default=False)

    texts: Mapped[list["StepRuleText"]] = relationship(lazy="selectin", cascade="all, delete-orphan")

    __table_args__ = (UniqueConstraint("key", "version", name="uq_step_rule_key_version"),)


class StepRuleText(Keyed, Base):
    """The words of a step, one row per language."""

    __tablename__ = "step_rule_text"

    step_rule_id: Mapped[int] = mapped_column(ForeignKey("step_rule.id"))
    language: Mapped[str] = mapped_column(String(5))
    title: Mapped[str] = mapped_column(String(200))
    explanation: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)
    origin: Mapped[str] = mapped_column(String(20), default="human")
    source_language: Mapped[str | None] = mapped_column(String(5))
    source_version: Mapped[int | None]

    __table_args__ = (
        UniqueConstraint("step_rule_id", "language", name="uq_step_rule_text_step_rule_id_language"),
    )


class Plan(Keyed, Base):
    """The procedure of one placement."""

    __tablename__ = "plan"

    placement_id: Mapped[int] = mapped_column(ForeignKey("placement.id"), unique=True)
    wished_start_on: Mapped[date]
    earliest_start_on: Mapped[date | None]
    scheduled_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]

    placement: Mapped[Placement] = relationship(lazy="select")
    steps: Mapped[list["PlanStep"]] = relationship(
        order_by="PlanStep.due_on, PlanStep.id", back_populates="plan"
    )


class PlanStep(PubliclyKnown, Base):
    """A step of one placement's procedure."""

    __tablename__ = "plan_step"

    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    step_rule_id: Mapped[int] = mapped_column(ForeignKey("step_rule.id"))
    owner: Mapped[StepOwner] = mapped_column(Coded(StepOwner))
    start_on: Mapped[date]
    due_on: Mapped[date]
    slack_days: Mapped[int] = mapped_column(default=0)
    state: Mapped[StepState] = mapped_column(Coded(StepState), default=StepState.WAITING)
    done_at: Mapped[datetime | None]
    by_ref: Mapped[str] = mapped_column(String(22), default="")
    stuck_because: Mapped[str] = mapped_column(Text, default="")

    plan: Mapped[Plan] = relationship(back_populates="steps")
    step_rule: Mapped[StepRule] = relationship(lazy="joined")

    __table_args__ = (
        UniqueConstraint("plan_id", "step_rule_id", name="uq_plan_step_plan_id_step_rule_id"),
        Index("ix_plan_step_state_due_on", "state", "due_on"),
    )
