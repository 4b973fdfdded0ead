"""The demonstration's hires are believable, whole and the same for the same seed."""

from datetime import datetime
from random import Random

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from recruit.arrivals import actions as arrivals
from recruit.arrivals.models import Plan
from recruit.core.db import writing
from recruit.demo.placements import make_placements
from recruit.placements.models import Placement
from recruit.placements.rules import PlacementState
from recruit.retention import queries
from recruit.retention.figures import closed, figures_of, to_keep
from recruit.students.models import Student
from tests import people
from tests.factories.placements import make_company, make_member


def test_three_years_of_hires(app: Flask, db: Session, now: datetime) -> None:
    own, other = make_company(), make_company(staff_count=900)
    make_member(people.make_user("company@demo.example"), own)
    hire = people.make_user("hire@demo.example")
    waiting = [people.student(), *(people.make_user(f"waiting{number}@mail.example") for number in range(15))]
    with writing() as rows:
        arrivals.load_shipped()
        students = [
            Student(person_id=user.person_id, nationality=("VN", "ID")[place % 2], saved_at=now)
            for place, user in enumerate(waiting)
        ]
        rows.add_all(students)
        rows.flush()
        made = make_placements(Random(2026), 1, now, [own, other], students)
    assert len(made) == 151
    found = figures_of(queries.hires_known_by(now), now.date())
    assert found.curve is not None
    shares = {point.time: point.survival or 0.0 for point in found.milestones}
    assert 0.8 < shares[12] < 0.95
    assert 0.6 < shares[36] < 0.85
    assert found.curve.late_entries >= 10
    assert all(fact.known_at <= now for placement in made for fact in placement.facts)
    assert to_keep(closed(now)) is not None
    standing = db.scalars(select(Placement).where(Placement.person_id == hire.person_id)).one()
    assert (standing.employer_id, standing.state) == (own.id, PlacementState.WORKING)
    assert db.scalars(select(Placement).where(Placement.person_id == waiting[0].person_id)).all() == []
    expected = [placement.id for placement in made if placement.state is PlacementState.EXPECTED]
    assert len(expected) == 12
    assert sorted(db.scalars(select(Plan.placement_id))) == sorted(expected)
