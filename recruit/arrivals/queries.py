"""Reads of the procedure. The person, the employer and staff see the same road."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from recruit.arrivals.models import Plan, PlanStep, StepRule
from recruit.arrivals.rules import StepOwner, StepState
from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.core.visitor import Visitor
from recruit.placements.models import Placement


def step_rules_on(day: date) -> Sequence[StepRule]:
    """The newest version of every step that holds on that day, in order."""
    rows = session().scalars(
        select(StepRule)
        .where(
            StepRule.valid_from_on <= day, (StepRule.valid_to_on.is_(None)) | (StepRule.valid_to_on >= day)
        )
        .order_by(StepRule.key, StepRule.version)
    )
    newest = {row.key: row for row in rows}
    return list(newest.values())


def plan_of(placement_id: int) -> Plan | None:
    """The plan of a hire with its steps, in order of their days."""
    return session().scalar(
        select(Plan)
        .options(selectinload(Plan.steps).joinedload(PlanStep.step_rule))
        .where(Plan.placement_id == placement_id)
        .execution_options(populate_existing=True)
    )


def step_for(visitor: Visitor, public_id: str) -> PlanStep:
    """One step, for those who see its plan. Raises Missing for everybody else."""
    step = session().scalar(
        select(PlanStep)
        .options(joinedload(PlanStep.plan).joinedload(Plan.placement).joinedload(Placement.person))
        .where(PlanStep.public_id == public_id)
    )
    if step is None:
        raise Missing
    placement = step.plan.placement
    if visitor.is_staff or _is_person(visitor, placement) or _is_employer(visitor, placement):
        return step
    raise Missing


def may_mark(visitor: Visitor, step: PlanStep) -> bool:
    """A step is marked by one of its owners; staff may for everybody, as they do on the telephone."""
    placement = step.plan.placement
    if visitor.is_coordinator:
        return True
    owners = set(step.step_rule.owners)
    if StepOwner.STUDENT in owners and _is_person(visitor, placement):
        return True
    editor = visitor.acting is not None and visitor.acting.rights in ("owner", "recruiter")
    return StepOwner.COMPANY in owners and _is_employer(visitor, placement) and editor


def next_step_of(plan: Plan, owner: StepOwner) -> PlanStep | None:
    """The open step of an owner that is due first."""
    mine = [
        step
        for step in plan.steps
        if step.state in (StepState.OPEN, StepState.STUCK) and str(owner) in step.step_rule.owners
    ]
    return min(mine, key=lambda step: (step.owner is not owner, step.due_on, step.id), default=None)


def overdue_steps_for_staff(today: date, limit: int = 50) -> Sequence[PlanStep]:
    """Open steps whose day has passed, and those that are stuck, the oldest first."""
    return (
        session()
        .scalars(
            select(PlanStep)
            .join(Plan)
            .options(joinedload(PlanStep.plan).joinedload(Plan.placement).joinedload(Placement.person))
            .where(
                Plan.closed_at.is_(None),
                (PlanStep.state == StepState.STUCK)
                | ((PlanStep.state == StepState.OPEN) & (PlanStep.due_on < today)),
            )
            .order_by(PlanStep.due_on, PlanStep.id)
            .limit(limit)
        )
        .all()
    )


def _is_person(visitor: Visitor, placement: Placement) -> bool:
    return visitor.person_id is not None and placement.person_id == visitor.person_id


def _is_employer(visitor: Visitor, placement: Placement) -> bool:
    return visitor.acts_for("company") and placement.employer_id == visitor.acting_organisation_id
