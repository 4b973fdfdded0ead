"""Personal data of the procedure: days stay without the name, what somebody wrote does not."""

from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from recruit.accounts.models import Person
from recruit.arrivals.models import Plan, PlanStep
from recruit.core.db import session
from recruit.core.texts import best_text
from recruit.placements.models import Placement

# Which tables hold something about a person, and what becomes of it.
TABLES: dict[str, str] = {
    "step_rule": "Holds no person.",
    "step_rule_text": "Holds no person.",
    "plan": "Days stay without the name.",
    "plan_step": "Days and states stay without the name; words about what stood in the way are emptied.",
}


def export(person_id: int) -> dict[str, Any]:
    """The steps of a person's procedures."""
    language = session().scalar(select(Person.language).where(Person.id == person_id)) or ""
    rows = session().scalars(
        select(PlanStep)
        .join(Plan)
        .join(Placement)
        .where(Placement.person_id == person_id)
        .order_by(PlanStep.id)
    )
    return {
        "arrival_steps": [
            {
                "title": _title(step, language),
                "step": step.step_rule.key,
                "state": step.state,
                "due_on": step.due_on,
                "done_at": step.done_at,
                "stuck_because": step.stuck_because,
            }
            for step in rows
        ]
    }


def _title(step: PlanStep, language: str) -> str:
    text = best_text(step.step_rule.texts, language)
    return text.title if text else ""


def erase(person_id: int, now: datetime) -> None:
    """Empty the words about what stood in the way."""
    plans = select(Plan.id).join(Placement).where(Placement.person_id == person_id)
    session().execute(update(PlanStep).where(PlanStep.plan_id.in_(plans)).values(stuck_because=""))
