"""Plans of the procedure for tests."""

from datetime import date
from typing import Any

from recruit.arrivals import actions, queries
from recruit.arrivals.models import Plan, PlanStep
from recruit.core import clock
from recruit.core.db import writing
from recruit.core.visitor import WORKER
from recruit.placements.models import Placement
from tests.factories.placements import add_placement


def make_plan(*, starts_on: date = date(2027, 10, 1), **named: Any) -> tuple[Placement, Plan]:
    """An expected hire and the plan of the steps before its first working day."""
    now = clock.now()
    with writing():
        actions.load_shipped()
        registered_on = clock.today_in("Asia/Tokyo")
        placement = add_placement(
            starts_on=starts_on,
            registered_on=registered_on,
            expected=True,
            **named,
        )
        plan = actions.plan_arrival(placement, by=WORKER, now=now)
    assert plan is not None
    found = queries.plan_of(placement.id)
    assert found is not None
    return placement, found


def step_of(plan: Plan, key: str) -> PlanStep:
    """The step of a plan by its key, such as S07."""
    return next(step for step in plan.steps if step.step_rule.key == key)
