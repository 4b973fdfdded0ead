"""Cases that news of earlier rooms bring about: once for each thing."""

from datetime import datetime

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from recruit.accounts.models import User
from recruit.arrivals import actions as arrivals
from recruit.cases import actions, jobs
from recruit.cases.models import Case
from recruit.cases.rules import AboutKind, CaseOrigin, ClosingCode, Level
from recruit.core.db import session, writing
from recruit.core.visitor import WORKER
from tests import people
from tests.factories.arrivals import make_plan, step_of
from tests.factories.cases import make_response
from tests.factories.fairs import make_booth, make_company_with, make_fair
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


def test_the_page_of_a_case_about_a_company_names_it_and_what_it_waits_for(
    client: FlaskClient, db: Session, now: datetime
) -> None:
    company, _by = make_company_with(people.company_member(), name="旭川北成建設")
    booth = make_booth(make_fair(), company)
    with writing():
        case = actions.open_case_about(
            AboutKind.BOOTH,
            booth.public_id,
            origin=CaseOrigin.SILENCE,
            level=Level.YELLOW,
            by=WORKER,
            now=now,
        )
    assert case is not None
    people.sign_in(client, people.retention_officer())
    page = client.get(f"/en/staff/cases/{case.public_id}").text
    assert "旭川北成建設" in page
    assert "A company has not answered students after a fair" in page
    assert "neither the answers nor that there is a case" not in page
    assert "A company has not answered students after a fair" in client.get("/en/staff/cases").text
