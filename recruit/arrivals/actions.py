"""Moves of the procedure: load its rules, plan it for a hire, mark steps."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
import json
from pathlib import Path
from typing import Any

from sqlalchemy import select

from recruit.arrivals import queries, rules
from recruit.arrivals.events import StepDone, StepStuck
from recruit.arrivals.models import Plan, PlanStep, StepRule, StepRuleText
from recruit.arrivals.rules import Anchor, ArrivalRefusal, Rule, StepOwner, StepState
from recruit.core import audit
from recruit.core.clock import day_in
from recruit.core.db import session, set_state
from recruit.core.errors import Refused
from recruit.core.events import announce
from recruit.core.visitor import Visitor
from recruit.placements.models import Placement

SHIPPED = Path(__file__).parent / "steps" / "steps.json"
TOKYO = "Asia/Tokyo"
# Entering Japan: whoever gives the day has done it.
ENTRY = "S23"


def load_shipped() -> int:
    """Add the steps shipped with the program that are not there yet. Returns how many."""
    known = {(key, version) for key, version in session().execute(select(StepRule.key, StepRule.version))}
    added = 0
    for row in json.loads(SHIPPED.read_text(encoding="utf-8")):
        if (row["key"], row["version"]) in known:
            continue
        session().add(_step_rule(row))
        added += 1
    session().flush()
    return added


def _step_rule(row: dict[str, Any]) -> StepRule:
    return StepRule(
        key=row["key"],
        version=row["version"],
        owners=row["owners"],
        lead_days=row["lead_days"],
        anchor=row["anchor"],
        offset_days=row["offset_days"],
        due_rule=row.get("due_rule") or "",
        needed_for_start=row["needed_for_start"],
        depends_on=row["depends_on"],
        applies_when=row["applies_when"],
        documents=row["documents"],
        source=row["source"],
        valid_from_on=date.fromisoformat(row["valid_from_on"]),
        valid_to_on=date.fromisoformat(row["valid_to_on"]) if row["valid_to_on"] else None,
        checked_on=date.fromisoformat(row["checked_on"]),
        verified=row["verified"],
        texts=[
            StepRuleText(
                language=language,
                title=words["title"],
                explanation=words["explanation"],
                source_language=None if language == "en" else "en",
                source_version=None if language == "en" else 1,
            )
            for language, words in sorted(row["texts"].items())
        ],
    )


def rule_of(step_rule: StepRule) -> Rule:
    """A row as the plain value that the schedule is computed from."""
    return Rule(
        key=step_rule.key,
        owner=StepOwner(step_rule.owners[0]),
        lead_days=step_rule.lead_days,
        depends_on=tuple(step_rule.depends_on),
        applies_when=step_rule.applies_when,
        needed_for_start=step_rule.needed_for_start,
        anchor=Anchor(step_rule.anchor),
        offset_days=step_rule.offset_days,
    )


def plan_arrival(placement: Placement, *, by: Visitor, now: datetime) -> Plan | None:
    """Plan the procedure of a hire; planned a second time, what is not done takes the new days."""
    if placement.planned_start_on is None:
        return None
    step_rules = queries.step_rules_on(day_in(now, TOKYO))
    found = queries.plan_of(placement.id)
    accepted_on = placement.registered_on
    schedule = rules.schedule(
        [rule_of(step_rule) for step_rule in step_rules],
        accepted_on=accepted_on,
        wished_start_on=placement.planned_start_on,
        country=placement.country,
    )
    plan = found or Plan(
        placement_id=placement.id, wished_start_on=placement.planned_start_on, scheduled_at=now
    )
    plan.wished_start_on, plan.scheduled_at = placement.planned_start_on, now
    plan.earliest_start_on = schedule.earliest_start_on
    if found is None:
        session().add(plan)
    session().flush()
    standing = {step.step_rule.key: step for step in (found.steps if found else ())}
    ids = {step_rule.key: step_rule.id for step_rule in step_rules}
    for scheduled in schedule.steps:
        step = standing.get(scheduled.key)
        if step is None:
            first = scheduled.key == "S06"
            session().add(
                PlanStep(
                    plan_id=plan.id,
                    step_rule_id=ids[scheduled.key],
                    owner=scheduled.owner,
                    start_on=scheduled.start_on,
                    due_on=scheduled.due_on,
                    slack_days=scheduled.slack_days,
                    # The acceptance of the offer is what opens the plan.
                    state=StepState.DONE
                    if first
                    else rules.state_of(scheduled.depends_on, frozenset({"S06"})),
                    done_at=now if first else None,
                    by_ref=by.person_ref if first else "",
                )
            )
        elif step.state not in (StepState.DONE, StepState.NOT_NEEDED):
            step.start_on, step.due_on, step.slack_days = (
                scheduled.start_on,
                scheduled.due_on,
                scheduled.slack_days,
            )
    session().flush()
    session().expire(plan, ["steps"])
    audit.record("arrival.planned", by=by, now=now, subject_kind="placement", subject_ref=placement.public_id)
    return plan


def mark_done(step: PlanStep, *, by: Visitor, now: datetime) -> None:
    """A step is done; what waited only for it opens."""
    timing = queries.timing(step, step.plan, day_in(now, TOKYO))
    refusal = rules.why_not_done(step.state, owner_may=queries.may_mark(by, step), timing=timing)
    if refusal is ArrivalRefusal.ALREADY_DONE:
        return
    if refusal:
        raise Refused(refusal)
    _set_done(step, by=by, now=now)


def _set_done(step: PlanStep, *, by: Visitor, now: datetime, done_at: datetime | None = None) -> None:
    set_state(
        step, step.state, StepState.DONE, done_at=done_at or now, by_ref=by.person_ref, stuck_because=""
    )
    plan = step.plan
    session().refresh(plan, ["steps"])
    for other in plan.steps:
        if other.state is StepState.WAITING:
            other.state = _state_by_others(other, plan)
    session().flush()
    _note("arrival.step_done", step, by, now)
    announce(StepDone(plan_step_id=step.id, by=by, now=now))


def follow_stay(placement: Placement, *, by: Visitor, now: datetime) -> None:
    """Steps that count from the arrival or the end of the stay take the real days. Who has arrived has entered Japan; where that
    was a mistake, so was the tick that followed it. A stay without an end is not renewed.
    """
    plan = queries.plan_of(placement.id)
    if plan is None or plan.closed_at is not None:
        return
    entry = next((step for step in plan.steps if step.step_rule.key == ENTRY), None)
    arrivals = queries.arrivals_known(placement.id)
    if entry is not None and placement.arrived_on is None and queries.is_ticked_by(entry, arrivals):
        _open_again(entry, by=by, now=now)
    arrived_on = placement.arrived_on or rules.reckoned_arrival(plan.wished_start_on, plan.earliest_start_on)
    for step in plan.steps:
        if rules.is_of_renewal(step.step_rule.due_rule) and step.state is not StepState.DONE:
            step.state = _state_of_renewal(step, plan, has_no_end=placement.stay_has_no_end)
        if step.state in (StepState.DONE, StepState.NOT_NEEDED):
            continue
        rule = rule_of(step.step_rule)
        due_on = rules.day_by_stay(
            rule, step.step_rule.due_rule, arrived_on=arrived_on, stay_until_on=placement.stay_until_on
        )
        if due_on is not None:
            # Nothing begins before the offer was accepted, as in the schedule.
            begins_on = max(placement.registered_on, due_on - timedelta(days=rule.lead_days))
            step.due_on, step.start_on = due_on, begins_on
    session().flush()
    if placement.arrived_on is None or entry is None:
        return
    if entry.state not in (StepState.DONE, StepState.NOT_NEEDED):
        # The tick bears the instant at which the arrival became known: so it is told apart from one that somebody set.
        _set_done(entry, by=by, now=now, done_at=arrivals[-1] if arrivals else now)


def _state_of_renewal(step: PlanStep, plan: Plan, *, has_no_end: bool) -> StepState:
    if has_no_end:
        return StepState.NOT_NEEDED
    return _state_by_others(step, plan) if step.state is StepState.NOT_NEEDED else step.state


def _open_again(step: PlanStep, *, by: Visitor, now: datetime) -> None:
    """It was not done after all; what opened by it waits again, what has been done since stays done."""
    plan = step.plan
    set_state(step, StepState.DONE, _state_by_others(step, plan), done_at=None, by_ref="")
    for other in plan.steps:
        if other.state is StepState.OPEN and step.step_rule.key in other.step_rule.depends_on:
            other.state = _state_by_others(other, plan)
    session().flush()
    _note("arrival.step_reopened", step, by, now)


def _state_by_others(step: PlanStep, plan: Plan) -> StepState:
    """Open or waiting, by what stands before it in this plan."""
    done = frozenset(
        other.step_rule.key for other in plan.steps if other.state in (StepState.DONE, StepState.NOT_NEEDED)
    )
    there = frozenset(other.step_rule.key for other in plan.steps)
    return rules.state_of([key for key in step.step_rule.depends_on if key in there], done)


def tick_off(steps: Iterable[PlanStep], *, by: Visitor, now: datetime) -> None:
    """Several steps were done long ago: each is marked, and what waited for them opens."""
    for step in steps:
        mark_done(step, by=by, now=now)


def mark_stuck(step: PlanStep, because: str, *, by: Visitor, now: datetime) -> None:
    """A step cannot go on: staff are told."""
    refusal = rules.why_not_done(step.state, owner_may=queries.may_mark(by, step))
    if refusal:
        raise Refused(refusal)
    set_state(step, step.state, StepState.STUCK, stuck_because=because, by_ref=by.person_ref)
    _note("arrival.step_stuck", step, by, now)
    announce(StepStuck(plan_step_id=step.id, by=by, now=now))


def plan_leaving(placement: Placement, *, by: Visitor, now: datetime) -> Plan | None:
    """What the law asks of both sides when somebody leaves, counted from the first day not employed.

    Known anew, what is not done takes the new days. None for an end of long ago: nobody is asked for it any more.
    """
    today = day_in(now, TOKYO)
    if placement.ended_on is None or not rules.is_leaving_news(placement.ended_on, today):
        return None
    step_rules = [row for row in queries.step_rules_on(today) if rules.is_of_leaving(rule_of(row))]
    if not step_rules:
        return None
    plan = queries.plan_of(placement.id)
    if plan is None:
        plan = Plan(
            placement_id=placement.id,
            wished_start_on=placement.started_on or placement.registered_on,
            scheduled_at=now,
        )
        session().add(plan)
        session().flush()
    standing = {step.step_rule.key: step for step in plan.steps}
    for row in step_rules:
        due_on = placement.ended_on + timedelta(days=row.offset_days or 0)
        start_on = due_on - timedelta(days=row.lead_days)
        step = standing.get(row.key)
        if step is None:
            session().add(
                PlanStep(
                    plan_id=plan.id,
                    step_rule_id=row.id,
                    owner=rule_of(row).owner,
                    start_on=start_on,
                    due_on=due_on,
                    state=StepState.OPEN,
                )
            )
        elif step.state is not StepState.DONE:
            step.start_on, step.due_on, step.state = start_on, due_on, StepState.OPEN
    session().flush()
    session().expire(plan, ["steps"])
    audit.record(
        "arrival.leaving_planned", by=by, now=now, subject_kind="placement", subject_ref=placement.public_id
    )
    return plan


def drop_leaving(placement_id: int) -> None:
    """The person stays after all: what was asked for the leaving is not needed."""
    plan = queries.plan_of(placement_id)
    for step in plan.steps if plan else ():
        if rules.is_of_leaving(rule_of(step.step_rule)) and step.state is not StepState.DONE:
            step.state = StepState.NOT_NEEDED
    session().flush()


def close_plan(placement_id: int, *, now: datetime) -> None:
    """Nothing of the procedure is asked any more."""
    plan = queries.plan_of(placement_id)
    if plan is None or plan.closed_at is not None:
        return
    plan.closed_at = now
    for step in plan.steps:
        if step.state not in (StepState.DONE, StepState.NOT_NEEDED):
            step.state = StepState.NOT_NEEDED
    session().flush()


def _note(action: str, step: PlanStep, by: Visitor, now: datetime) -> None:
    audit.record(action, by=by, now=now, subject_kind="plan_step", subject_ref=step.public_id)
