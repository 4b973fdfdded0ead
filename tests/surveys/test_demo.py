"""The invented history stands as three years of ticks would have left it."""

from random import Random

from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from recruit.accounts.models import User
from recruit.core import clock as core_clock
from recruit.core.db import writing
from recruit.demo import organisations, own_survey, placements, students, surveys
from recruit.messages.kinds import kind_named
from recruit.messages.models import Mail
from recruit.placements.models import Placement
from recruit.surveys import jobs
from recruit.surveys.forms import parse, visible_items, why_not_valid
from recruit.surveys.mine.queries import surveys_of
from recruit.surveys.models import Contact, FollowUpTask, Response
from recruit.surveys.queries.answering import Survey
from recruit.surveys.queries.known import known_of
from recruit.surveys.rules import ContactState, Openness, ResponseState
from tests import people
from tests.factories import surveys as make


def test_the_history_is_what_the_planner_says(app: Flask, db: Session) -> None:
    make.load()
    now, random = core_clock.now(), Random(2026)
    with writing():
        companies = organisations.make_organisations(random, 1, now)
        hires = placements.make_placements(random, 1, now, companies, students.make_students(random, 1, now))
        surveys.make_responses(random, hires, now)
    submitted = db.scalars(select(Response).where(Response.state == ResponseState.SUBMITTED)).all()
    assert len(submitted) > 300
    for response in submitted[:60]:
        survey = Survey(response.contact, response.instrument_version, response)
        form = parse(response.instrument_version.definition)
        assert survey.answers.keys() <= {item.name for item in visible_items(form, survey.answers)}
        for item, value in survey.answers.items():
            assert why_not_valid(form.item(item), value) is None, (item, value)
    assert db.scalar(select(func.count()).select_from(Mail)) == 0
    user = db.scalars(select(User).where(User.email == "hire@demo.example")).one()
    own = surveys_of(people.visitor_of(user), now)
    assert Openness.OPEN in [one.openness(now) for one in own.open]
    before = {row.id: (row.state, row.reason) for row in db.scalars(select(Contact))}
    tasks = db.scalar(select(func.count()).select_from(FollowUpTask))
    waiting = {row[0] for row in before.values()}
    assert {ContactState.COMPLETE, ContactState.EXPIRED, ContactState.PLANNED, ContactState.HELD} <= waiting
    with writing() as rows:
        some = select(Placement.id).order_by(Placement.id).limit(60)
        rows.execute(update(Contact).where(Contact.placement_id.in_(some)).values(check_at=now))
    jobs.tick(now)
    changed = {
        row.id: (before[row.id], (row.state, row.reason))
        for row in db.scalars(select(Contact).execution_options(populate_existing=True))
        if before.get(row.id) != (row.state, row.reason)
    }
    assert changed == {}
    assert db.scalar(select(func.count()).select_from(FollowUpTask)) == tasks
    assert known_of(user.person_id, now).address == "hire@demo.example"
    with writing():
        own_survey.ask_own_hire(now)
    (mail,) = db.scalars(select(Mail))
    assert (mail.kind, mail.to_address, mail.due_at) == ("survey_invitation", "hire@demo.example", now)
    assert kind_named(mail.kind).still_wanted(mail.params, now)
