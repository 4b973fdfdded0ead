"""The demonstration's applications stand in every state, with a history that leads there."""

from datetime import datetime, timedelta
from itertools import pairwise
from random import Random

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from recruit.applications.models import Offer
from recruit.applications.rules import ApplicationState, OfferState, may_move
from recruit.arrivals.actions import load_shipped
from recruit.core.db import writing
from recruit.demo.applications import make_applications
from recruit.placements.models import Placement
from recruit.students.models import Disclosure, Student
from tests import people
from tests.factories import applications as make


def test_applications_in_every_state(app: Flask, db: Session, now: datetime) -> None:
    company, _by = make.make_company_with(people.company_member())
    other, _other = make.make_company_with(people.other_company_member())
    postings = [make.make_published(company), make.make_published(other), make.make_published(other)]
    with writing():
        load_shipped()
        for posting in postings:
            db.refresh(posting)
    users = [people.student(), *(people.make_user(f"s{n}@mail.example", language="vi") for n in range(60))]
    students: list[Student] = [make.make_student(user) for user in users]
    later = now + timedelta(days=20)
    with writing():
        made = make_applications(Random(2026), 1, later, students, postings)
    # Invitations come of conversations at fairs, not from here.
    from_meetings = {ApplicationState.INVITED, ApplicationState.LAPSED}
    assert {one.state for one in made} == set(ApplicationState) - from_meetings
    for application in made:
        path = [move.to_state for move in application.moves]
        assert path[-1] is application.state
        assert all(may_move(before, after) for before, after in pairwise(path))
        assert all(now <= move.at <= later for move in application.moves)
    standing = [one for one in made if one.student_id == students[0].id]
    offers = db.scalars(select(Offer).where(Offer.application_id == standing[0].id)).all()
    assert [(offer.state, offer.differences) for offer in offers] == [(OfferState.MADE, ["base_pay"])]
    assert timedelta(days=9) < offers[0].answer_by_at - later < timedelta(days=11)
    assert standing[0].posting.company_id == company.id
    hired = [one for one in made if one.state is ApplicationState.HIRED]
    assert len(db.scalars(select(Placement)).all()) == len(hired)
    live = db.scalars(select(Disclosure.reason_ref).where(Disclosure.until_at.is_(None))).all()
    ended = (ApplicationState.NOT_CHOSEN, ApplicationState.WITHDRAWN)
    assert set(live) == {one.public_id for one in made if one.state not in ended}
