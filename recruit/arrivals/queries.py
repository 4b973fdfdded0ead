"""Reads of the procedure. The person, the employer and staff see the same road."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import joinedload, selectinload

from recruit.arrivals.models import Plan, PlanStep, StepRule
from recruit.arrivals.rules import BEGUN, NOT_DONE, StepOwner, StepState, Timing, timing_of
from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.core.visitor import Visitor
from recruit.placements.models import Placement, PlacementFact
from recruit.placements.rules import PlacementFactKind
from recruit.placements.stay.rules import WITHDRAWN


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


def arrivals_known(placement_id: int) -> Sequence[datetime]:
    """The instants at which a day of arrival became known for a hire, in order."""
    return (
        session()
        .scalars(
            select(PlacementFact.known_at)
            .where(
                PlacementFact.placement_id == placement_id,
                PlacementFact.fact == PlacementFactKind.ARRIVED,
                PlacementFact.value != WITHDRAWN,
            )
            .order_by(PlacementFact.id)
        )
        .all()
    )


def is_ticked_by(step: PlanStep, arrivals: Sequence[datetime]) -> bool:
    """Whether a step was ticked off because a day of arrival was entered, and not by somebody who said that it is done."""
    return step.state is StepState.DONE and step.done_at in arrivals


def plan_for(visitor: Visitor, placement_public_id: str) -> Plan:
    """The plan of a hire, for those who see it. Raises Missing for everybody else."""
    placement = session().scalar(select(Placement).where(Placement.public_id == placement_public_id))
    if placement is None or not _sees(visitor, placement):
        raise Missing
    plan = plan_of(placement.id)
    if plan is None:
        raise Missing
    return plan


def step_for(visitor: Visitor, public_id: str) -> PlanStep:
    """One step, for those who see its plan. Raises Missing for everybody else."""
    step = session().scalar(
        select(PlanStep)
        .options(joinedload(PlanStep.plan).joinedload(Plan.placement).joinedload(Placement.person))
        .where(PlanStep.public_id == public_id)
    )
    if step is None:
        raise Missing
    if _sees(visitor, step.plan.placement):
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


def timing(step: PlanStep, plan: Plan, today: date) -> Timing:
    """How a step stands to its last day."""
    return timing_of(
        step.state,
        step.due_on,
        needed_for_start=step.step_rule.needed_for_start,
        today=today,
        placement=plan.placement.state,
    )


def is_to_tick_off(today: date) -> ColumnElement[bool]:
    """The same as a condition on PlanStep joined with its StepRule and Placement."""
    return and_(
        Placement.state.in_(BEGUN),
        PlanStep.state.in_(NOT_DONE),
        StepRule.needed_for_start.is_(True)
        | ((PlanStep.state != StepState.STUCK) & (PlanStep.due_on < today)),
    )


def steps_to_tick_off(plan: Plan, owner: StepOwner | None, today: date) -> list[PlanStep]:
    """What an owner (None: anybody) may long have done and never ticked off, in order of the days."""
    return [
        step
        for step in plan.steps
        if (owner is None or str(owner) in step.step_rule.owners)
        and timing(step, plan, today) is Timing.TO_TICK_OFF
    ]


def next_step_of(plan: Plan, owner: StepOwner, today: date) -> PlanStep | None:
    """The open step of an owner that is due first.

    What only waits to be ticked off is nobody's next step, and who works is asked for nothing before its time.
    """
    mine = [
        step
        for step in plan.steps
        if step.state in (StepState.OPEN, StepState.STUCK)
        and str(owner) in step.step_rule.owners
        and timing(step, plan, today) is not Timing.TO_TICK_OFF
        and (step.start_on <= today or plan.placement.state not in BEGUN)
    ]
    return min(mine, key=lambda step: (step.owner is not owner, step.due_on, step.id), default=None)


def concerns_staff() -> ColumnElement[bool]:
    """Of PlanStep joined with its StepRule and Placement: what was needed for the start of who works holds up nothing."""
    return Placement.state.not_in(BEGUN) | StepRule.needed_for_start.is_(False)


def overdue_steps_for_staff(today: date, limit: int = 50) -> Sequence[PlanStep]:
    """Open steps whose day has passed, and those that are stuck, the oldest first.

    What a person who already works needed for the start holds up nothing any more and is left out.
    """
    return (
        session()
        .scalars(
            select(PlanStep)
            .join(Plan)
            .join(Placement, Placement.id == Plan.placement_id)
            .join(StepRule, StepRule.id == PlanStep.step_rule_id)
            .options(joinedload(PlanStep.plan).joinedload(Plan.placement).joinedload(Placement.person))
            .where(
                Plan.closed_at.is_(None),
                concerns_staff(),
                (PlanStep.state == StepState.STUCK)
                | ((PlanStep.state == StepState.OPEN) & (PlanStep.due_on < today)),
            )
            .order_by(PlanStep.due_on, PlanStep.id)
            .limit(limit)
        )
        .all()
    )


def _sees(visitor: Visitor, placement: Placement) -> bool:
    return visitor.sees_hires or _is_person(visitor, placement) or _is_employer(visitor, placement)


def _is_person(visitor: Visitor, placement: Placement) -> bool:
    return visitor.person_id is not None and placement.person_id == visitor.person_id


def _is_employer(visitor: Visitor, placement: Placement) -> bool:
    return visitor.acts_for("company") and placement.employer_id == visitor.acting_organisation_id
