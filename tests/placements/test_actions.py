"""Moves of a hire: facts are added, the columns follow, a second click changes nothing."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
import threading

from flask import Flask
import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from recruit.arrivals import queries as arrivals
from recruit.arrivals.actions import load_shipped
from recruit.arrivals.rules import StepState
from recruit.core.db import Database, session, writing
from recruit.core.errors import Conflict, Refused
from recruit.core.visitor import WORKER
from recruit.placements import actions, queries
from recruit.placements.models import Confirmation, Placement
from recruit.placements.rules import ExitKind, PlacementFactKind, PlacementRefusal, PlacementState, SaidBy
from tests import people
from tests.factories import placements as make

TODAY = date(2026, 11, 25)


def facts_of(placement: Placement) -> list[tuple[PlacementFactKind, str, date]]:
    session().refresh(placement, ["facts"])
    return [(fact.fact, fact.value, fact.valid_on) for fact in placement.facts]


def test_an_accepted_offer_opens_one_placement_with_its_plan(app: Flask, db: Session, now: datetime) -> None:
    company, student = make.make_company(), people.student()
    offer = make.make_accepted_offer(student, company, planned_start_on=date(2027, 10, 1), now=now)
    by = people.visitor_of(student)
    with writing():
        load_shipped()
        placement = actions.open_placement(offer, by=by, now=now)
    with writing():
        assert actions.open_placement(offer, by=by, now=now) is placement
    assert (placement.state, placement.employer_id, placement.country) == (
        PlacementState.EXPECTED,
        company.id,
        "VN",
    )
    assert placement.registered_on == TODAY
    assert facts_of(placement) == [(PlacementFactKind.PLANNED_START, "2027-10-01", date(2027, 10, 1))]
    assert db.scalar(select(Confirmation.due_on)) == date(2027, 10, 8)
    plan = arrivals.plan_of(placement.id)
    assert plan is not None
    assert plan.wished_start_on == date(2027, 10, 1)


def test_the_first_day_moves_and_comes_true(app: Flask, db: Session, now: datetime) -> None:
    company, student = make.make_company(), people.student()
    offer = make.make_accepted_offer(student, company, planned_start_on=date(2026, 11, 20), now=now)
    by = make.make_member(people.company_member(), company)
    with writing():
        placement = actions.open_placement(offer, by=by, now=now)
    with writing():
        actions.move_start(placement, date(2026, 11, 24), by=by, now=now)
        actions.move_start(placement, date(2026, 11, 24), by=by, now=now)
    with pytest.raises(Refused) as refused, writing():
        actions.confirm_start(placement, date(2026, 11, 26), by=by, now=now)
    assert refused.value.reason is PlacementRefusal.START_IN_THE_FUTURE
    with writing():
        actions.confirm_start(placement, date(2026, 11, 24), by=by, now=now)
    with pytest.raises(Refused) as again, writing():
        actions.confirm_start(placement, date(2026, 11, 25), by=by, now=now)
    assert again.value.reason is PlacementRefusal.ALREADY_STARTED
    assert (placement.state, placement.started_on) == (PlacementState.WORKING, date(2026, 11, 24))
    assert [kind for kind, _value, _day in facts_of(placement)] == [
        PlacementFactKind.PLANNED_START,
        PlacementFactKind.PLANNED_START,
        PlacementFactKind.STARTED,
    ]
    assert placement.facts[-1].said_by_kind is SaidBy.COMPANY
    assert queries.open_confirmations_of_company(by) == []


def test_an_end_is_entered_and_taken_back(app: Flask, db: Session, now: datetime) -> None:
    placement = make.make_placement(starts_on=date(2026, 4, 1))
    staff = people.visitor_of(people.coordinator())
    with pytest.raises(Refused) as refused, writing():
        actions.enter_end(placement, date(2026, 3, 31), ExitKind.RETURNED_HOME, by=staff, now=now)
    assert (refused.value.reason, refused.value.field) == (
        PlacementRefusal.END_BEFORE_START,
        "last_working_day",
    )
    with writing():
        actions.enter_end(placement, date(2026, 10, 31), ExitKind.RETURNED_HOME, by=staff, now=now)
    assert (placement.state, placement.ended_on) == (PlacementState.LEFT, date(2026, 11, 1))
    assert placement.last_working_day == date(2026, 10, 31)
    with pytest.raises(Refused), writing():
        actions.enter_end(placement, date(2026, 10, 30), ExitKind.UNKNOWN, by=staff, now=now)
    with writing():
        actions.withdraw_end(placement, by=staff, now=now + timedelta(days=1))
    assert (placement.state, placement.ended_on, placement.exit_kind) == (PlacementState.WORKING, None, None)
    assert facts_of(placement)[-2:] == [
        (PlacementFactKind.ENDED, "returned_home", date(2026, 11, 1)),
        (PlacementFactKind.ENDED_WITHDRAWN, "", date(2026, 11, 1)),
    ]


def test_what_never_started_closes_the_plan(app: Flask, db: Session, now: datetime) -> None:
    company, student = make.make_company(), people.student()
    offer = make.make_accepted_offer(student, company, planned_start_on=date(2027, 10, 1), now=now)
    with writing():
        load_shipped()
        placement = actions.open_placement(offer, by=WORKER, now=now)
    with writing():
        actions.never_started(placement, by=WORKER, now=now)
    with pytest.raises(Refused), writing():
        actions.never_started(placement, by=WORKER, now=now)
    plan = arrivals.plan_of(placement.id)
    assert plan is not None
    assert plan.closed_at == now
    assert {step.state for step in plan.steps} == {StepState.DONE, StepState.NOT_NEEDED}


def test_two_members_confirm_at_once(own_app: Flask, own_database: Database) -> None:
    """One of them wins; the other is told, and there is one fact."""
    with own_database.scope():
        placement_id = make.make_placement(starts_on=date(2025, 4, 1), expected=True).id
    barrier = threading.Barrier(2, timeout=60)

    def confirm(day: date) -> str:
        with own_database.scope():
            placement = session().get_one(Placement, placement_id)
            assert placement.state is PlacementState.EXPECTED
            barrier.wait()
            try:
                with writing():
                    actions.confirm_start(
                        placement, day, by=WORKER, now=datetime.fromisoformat("2026-11-25T03:00:00Z")
                    )
            except (Conflict, Refused) as fault:
                return type(fault).__name__
            return "done"

    with ThreadPoolExecutor(2) as pool:
        results = sorted(pool.map(confirm, [date(2025, 4, 1), date(2025, 4, 2)]))
    assert results[1] == "done"
    assert results[0] in ("Conflict", "Refused")
    with own_database.scope() as rows:
        kinds = rows.scalars(select(func.count()).select_from(Confirmation)).all()
        assert kinds == [0]
        assert [kind for kind, *_rest in facts_of(rows.get_one(Placement, placement_id))].count(
            PlacementFactKind.STARTED
        ) == 1
