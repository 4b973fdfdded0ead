"""Cases that news of earlier rooms bring about: once for each thing."""

from datetime import datetime

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from recruit.accounts.models import User
from recruit.arrivals import actions as arrivals
from recruit.cases import actions, jobs
from recruit.cases.models import Case
from recruit.cases.rules import CaseOrigin, ClosingCode, Level
from recruit.core.db import session, writing
from tests import people
from tests.factories.arrivals import make_plan, step_of
from tests.factories.cases import make_response
from tests.mail import Outbox


def cases() -> list[Case]:
    return list(session().scalars(select(Case).order_by(Case.id)))


def test_a_stuck_step_is_one_case_however_often_it_is_said(
    app: Flask, db: Session, now: datetime, outbox: Outbox
) -> None:
    officer: User = people.retention_officer()
    placement, plan = make_plan()
    staff = people.visitor_of(people.coordinator())
    step = step_of(plan, "S07")
    with writing():
        arrivals.mark_stuck(step, "契約書が届きません。", by=staff, now=now)
    (case,) = cases()
    assert (case.origin, case.level, case.person_id, case.placement_id, case.about_ref) == (
        CaseOrigin.PROCEDURE,
        Level.ORANGE,
        placement.person_id,
        placement.id,
        step.public_id,
    )
    assert [mail.to_ref for mail in outbox.of_kind("case_waits")] == [officer.person.public_id]
    with writing():
        actions.take_case(case, by=people.visitor_of(officer), now=now)
        actions.close_case(case, ClosingCode.SOLVED, helped=True, by=people.visitor_of(officer), now=now)
    with writing():
        arrivals.mark_stuck(step, "まだ届きません。", by=staff, now=now)
    assert len(cases()) == 1


def test_an_alert_does_not_join_the_case_of_a_stuck_step(app: Flask, db: Session, now: datetime) -> None:
    placement, plan = make_plan()
    staff = people.visitor_of(people.coordinator())
    with writing():
        arrivals.mark_stuck(step_of(plan, "S07"), "契約書が届きません。", by=staff, now=now)
    make_response({"a_trouble": ["a_unpaid"]}, placement=placement)
    jobs.raise_alerts(now)
    assert [case.origin for case in cases()] == [CaseOrigin.PROCEDURE, CaseOrigin.ALERT]
    assert len(cases()[1].alerts) >= 1
