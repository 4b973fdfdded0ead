"""A plan is made once, replanned, and opens step by step."""

from datetime import date, datetime

from flask import Flask
import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from recruit.arrivals import actions, privacy, queries
from recruit.arrivals.models import PlanStep
from recruit.arrivals.rules import ArrivalRefusal, StepOwner, StepState
from recruit.core.db import writing
from recruit.core.errors import Missing, Refused
from recruit.core.visitor import NOBODY, WORKER
from recruit.placements import actions as placements
from tests import people
from tests.factories.arrivals import make_plan, step_of
from tests.factories.placements import make_company, make_member, make_placement


def test_the_accepted_offer_is_the_first_step_done(app: Flask, db: Session) -> None:
    placement, plan = make_plan(country="VN")
    states = {step.step_rule.key: step.state for step in plan.steps}
    assert states["S06"] is StepState.DONE
    assert states["S07"] is StepState.OPEN
    assert states["S18"] is StepState.WAITING
    assert "S10" in states
    assert "S17" not in states
    assert plan.wished_start_on == placement.planned_start_on


def test_a_moved_start_moves_only_what_is_not_done(app: Flask, db: Session, now: datetime) -> None:
    placement, plan = make_plan()
    steps = len(plan.steps)
    before = {step.step_rule.key: step.due_on for step in plan.steps}
    staff = people.visitor_of(people.coordinator())
    with writing():
        actions.mark_done(step_of(plan, "S07"), by=staff, now=now)
    with writing():
        placements.move_start(placement, date(2028, 4, 1), by=WORKER, now=now)
    again = queries.plan_of(placement.id)
    assert again is not None
    assert again.wished_start_on == date(2028, 4, 1)
    assert len(again.steps) == steps
    after = {step.step_rule.key: step.due_on for step in again.steps}
    assert after["S07"] == before["S07"]
    assert after["S18"] > before["S18"]


def test_done_opens_what_waited_only_for_it(app: Flask, db: Session, now: datetime) -> None:
    _placement, plan = make_plan(country="VN")
    staff = people.visitor_of(people.coordinator())
    assert step_of(plan, "S10").state is StepState.WAITING
    with pytest.raises(Refused) as refused, writing():
        actions.mark_done(step_of(plan, "S10"), by=staff, now=now)
    assert refused.value.reason is ArrivalRefusal.NOT_OPEN
    with writing():
        actions.mark_done(step_of(plan, "S08"), by=staff, now=now)
        actions.mark_done(step_of(plan, "S08"), by=staff, now=now)
    assert (step_of(plan, "S08").state, step_of(plan, "S08").done_at) == (StepState.DONE, now)
    assert step_of(plan, "S10").state is StepState.OPEN


def test_each_owner_marks_the_own_steps(app: Flask, db: Session, now: datetime) -> None:
    student, company = people.student(), make_company()
    _placement, plan = make_plan(person=student.person, employer=company)
    owner = make_member(people.company_member(), company)
    person = people.visitor_of(student)
    with pytest.raises(Refused) as refused, writing():
        actions.mark_done(step_of(plan, "S08"), by=owner, now=now)
    assert refused.value.reason is ArrivalRefusal.NOT_YOURS
    with writing():
        actions.mark_done(step_of(plan, "S08"), by=person, now=now)
        actions.mark_stuck(step_of(plan, "S07"), "The contract has not come.", by=owner, now=now)
    assert step_of(plan, "S07").state is StepState.STUCK
    assert [step.step_rule.key for step in queries.overdue_steps_for_staff(date(2026, 11, 25))] == ["S07"]
    next_step = queries.next_step_of(plan, StepOwner.COMPANY, date(2026, 11, 25))
    assert next_step is not None
    assert next_step.step_rule.key == "S07"
    for stranger in (people.visitor_of(people.other_student()), NOBODY):
        with pytest.raises(Missing):
            queries.step_for(stranger, step_of(plan, "S07").public_id)


def test_the_words_of_a_stuck_step_leave_with_the_person(app: Flask, db: Session, now: datetime) -> None:
    student = people.student()
    _placement, plan = make_plan(person=student.person)
    with writing():
        actions.mark_stuck(
            step_of(plan, "S08"), "My passport is lost.", by=people.visitor_of(student), now=now
        )
    told = privacy.export(student.person_id)["arrival_steps"]
    assert [step["stuck_because"] for step in told if step["step"] == "S08"] == ["My passport is lost."]
    with writing():
        privacy.erase(student.person_id, now)
    assert set(db.scalars(select(PlanStep.stuck_because))) == {""}


def test_who_works_already_gets_no_plan(app: Flask, db: Session, now: datetime) -> None:
    placement = make_placement(starts_on=date(2026, 4, 1))
    with pytest.raises(Refused), writing():
        placements.move_start(placement, date(2027, 4, 1), by=WORKER, now=now)
    assert queries.plan_of(placement.id) is None
    assert db.scalar(select(func.count()).select_from(PlanStep)) == 0
