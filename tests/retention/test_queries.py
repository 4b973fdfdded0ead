"""What was known of hires by an instant, and the figures that follow from it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from flask import Flask
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from recruit.core.db import writing
from recruit.core.facts import load_shipped
from recruit.core.visitor import WORKER
from recruit.placements import actions
from recruit.placements.models import Placement, PlacementFact
from recruit.placements.rules import EmployerSize, ExitKind, PlacementFactKind, SaidBy
from recruit.retention import figures, queries
from recruit.retention.analysis.spells import CAUSE_CODES
from recruit.retention.disclosure.jobs import release_public
from recruit.retention.figures import figures_of
from recruit.retention.rules import PublicShare, Question
from tests.conftest import CountQueries
from tests.factories.placements import add_placement, make_company, make_placement

AS_OF = date(2026, 11, 25)


def test_the_facts_known_by_then_count_and_not_the_columns(app: Flask, db: Session, now: datetime) -> None:
    placement = make_placement(starts_on=date(2025, 4, 1))
    with writing():
        actions.enter_end(placement, date(2026, 9, 30), ExitKind.RETURNED_HOME, by=WORKER, now=now)
    (after,) = queries.records(as_of=AS_OF, known_by=now)
    (before,) = queries.records(as_of=AS_OF, known_by=now - timedelta(seconds=1))
    assert (after.last_working_day, after.cause) == (date(2026, 9, 30), CAUSE_CODES["returned_home"])
    assert (before.last_working_day, before.cause) == (None, None)
    with writing():
        actions.withdraw_end(placement, by=WORKER, now=now + timedelta(hours=1))
    (withdrawn,) = queries.records(as_of=AS_OF, known_by=now + timedelta(hours=1))
    assert withdrawn.last_working_day is None
    assert queries.records(as_of=AS_OF, known_by=datetime(2025, 3, 1, tzinfo=UTC)) == []


def test_what_nobody_confirmed_and_what_never_began(app: Flask, db: Session, now: datetime) -> None:
    placement = make_placement()
    with writing() as rows:
        rows.add(
            PlacementFact(
                placement_id=placement.id, fact=PlacementFactKind.ENDED, value="unknown", valid_on=date(2026, 9, 1),
                known_at=now, said_by_kind=SaidBy.PERSON, confirmed=False,
            )
        )  # fmt: skip
    expected = make_placement(expected=True, starts_on=date(2027, 4, 1), registered_on=date(2026, 10, 1))
    gone = make_placement(expected=True)
    with writing():
        actions.never_started(gone, by=WORKER, now=now)
    found = figures_of(queries.hires_known_by(now), AS_OF)
    assert [(hire.record.last_working_day, hire.record.start) for hire in found.hires if hire.record] == [
        (None, date(2026, 4, 1))
    ]
    assert [(one.hire.public_id, one.reason) for one in found.uncounted] == [(expected.public_id, None)]


def test_a_death_ends_the_spell_for_that_reason(app: Flask, db: Session, now: datetime) -> None:
    placement = make_placement()
    with writing():
        actions.add_fact(
            placement,
            PlacementFactKind.DIED,
            valid_on=date(2026, 8, 5),
            by=WORKER,
            said_by=SaidBy.STAFF,
            now=now,
        )
    (record,) = queries.records(as_of=AS_OF, known_by=now)
    assert (record.last_working_day, record.cause) == (date(2026, 8, 5), CAUSE_CODES["death"])


def test_one_spell_a_person_and_the_filters(app: Flask, db: Session, now: datetime) -> None:
    small, large = make_company(staff_count=20), make_company(staff_count=5000)
    first = make_placement(employer=small, starts_on=date(2024, 4, 1), ended_on=date(2025, 4, 1))
    make_placement(employer=large, person=first.person, starts_on=date(2025, 10, 1))
    make_placement(employer=large, starts_on=date(2026, 3, 31), country="ID")

    def count(**filters: Any) -> int:
        return len(queries.records(as_of=AS_OF, known_by=now, **filters))

    assert count() == 2
    assert count(country="ID") == count(size=EmployerSize.LARGE) == count(start_year=2025) == 1
    assert count(size=EmployerSize.SMALL, start_year=2024) == 1
    assert count(source="elsewhere.csv") == 0


def add_many(people: int, *, left: int, starts_on: date = date(2025, 4, 1)) -> None:
    """People who began on one day; `left` of them left after half a year."""
    with writing():
        for number in range(people):
            gone = starts_on + timedelta(days=200) if number < left else None
            add_placement(
                starts_on=starts_on, ended_on=gone, exit_kind=ExitKind.RETURNED_HOME if gone else None
            )


def test_before_the_first_release_nothing_is_said_and_then_what_was_released(
    app: Flask, db: Session, now: datetime, count_queries: CountQueries
) -> None:
    add_many(30, left=9)
    page = app.test_client().get("/en/statistics").text
    assert "The first come on 1 January 2027 at the earliest" in page
    assert (figures.headline(), figures.public_figures()) == (None, None)
    release_public(now)
    with count_queries(1):
        found = figures.headline()
    assert found is not None
    assert (found.share, found.people, found.as_of) == (PublicShare(70), 30, date(2026, 10, 1))
    assert found.interval[0] <= 70 <= found.interval[1]
    before = figures.public_figures()
    assert before is not None
    assert [(row.months, row.share and row.share.percent) for row in before.rows] == [
        (6, 90),
        (12, 70),
        (24, None),
        (36, None),
    ]
    with writing():
        for placement in db.scalars(select(Placement).where(Placement.ended_on.is_(None)).limit(5)):
            actions.enter_end(placement, date(2026, 9, 1), ExitKind.UNKNOWN, by=WORKER, now=now)
    assert figures.public_figures() == before


def test_a_curve_that_empties_early_begins_later(app: Flask, db: Session, now: datetime) -> None:
    make_placement(starts_on=date(2024, 4, 1), ended_on=date(2024, 5, 1))
    with writing():
        for _number in range(6):
            add_placement(starts_on=date(2024, 4, 1), registered_on=date(2025, 4, 1))
    found = figures_of(queries.chosen(queries.hires_known_by(now), Question(AS_OF, now)), AS_OF)
    assert found.curve is not None
    assert found.curve.since == pytest.approx(12.0)
    assert found.incidence is None
    assert [point.estimable for point in found.milestones] == [False, False, False, True, True, False]


def test_the_national_line_is_read_from_dated_facts(app: Flask, db: Session) -> None:
    assert queries.national_line(AS_OF) is None
    with writing():
        load_shipped()
    line = queries.national_line(AS_OF)
    assert line is not None
    assert line.points == ((12, 0.887), (24, 0.779), (36, 0.693))
