"""Answers become alerts, alerts become one case, and officers are told: at least once, and never twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
import threading

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from recruit.cases import actions, jobs
from recruit.cases.following import ask_for_alert_check
from recruit.cases.models import Alert, AlertCheck, Case
from recruit.cases.rules import CaseOrigin, CaseState, ClosingCode, Level, ReportKind
from recruit.core import clock
from recruit.core.db import Database, session, writing
from recruit.core.visitor import NOBODY
from recruit.surveys.events import ResponseSubmitted
from recruit.surveys.models import InstrumentVersion
from tests import people
from tests.conftest import Outbox
from tests.factories.cases import add_response, make_case, make_response, open_checks
from tests.factories.placements import add_placement, make_placement


def test_every_worrying_answer_is_an_alert_and_they_share_a_case(
    app: Flask, db: Session, outbox: Outbox, now: datetime
) -> None:
    people.retention_officer()
    people.make_user("second@demo.example", language="vi", roles=("retention_officer",))  # ty: ignore[invalid-argument-type]
    response = make_response({"a_trouble": ["a_unpaid", "a_danger"], "q_stay12": ["1"]})
    assert jobs.raise_alerts(now) == 3
    case = db.scalars(select(Case)).one()
    assert (case.origin, case.level, case.state) == (CaseOrigin.ALERT, Level.RED, CaseState.OPEN)
    assert case.due_at == now + timedelta(hours=1)
    assert {alert.rule for alert in case.alerts} == {"danger_now", "unpaid_wages", "stay_low"}
    mails = outbox.of_kind("case_waits")
    assert sorted(mail.language for mail in mails) == ["ja", "vi"]
    for message in outbox.hand_over():
        body = message.get_body(("plain",))
        assert body is not None
        assert case.public_id in body.get_content()
        assert case.person is not None
        assert case.person.display_name not in message.as_string()
    # Asked again, by the event or by a job that was cut off: nothing new.
    with writing():
        ask_for_alert_check(ResponseSubmitted(response_id=response.id, by=NOBODY, now=now))
        session().scalars(select(AlertCheck)).one().done_at = None
    assert jobs.raise_alerts(now) == 0
    assert db.scalar(select(func.count()).select_from(Alert)) == 3
    assert len(outbox.of_kind("case_waits")) == 2


def test_quiet_answers_open_nothing(app: Flask, db: Session, outbox: Outbox, now: datetime) -> None:
    people.retention_officer()
    make_response({"a_trouble": ["a_none"], "q_stay12": ["4"]})
    assert jobs.raise_alerts(now) == 0
    assert not open_checks()
    assert not db.scalars(select(Case)).all()
    assert not outbox.of_kind("case_waits")


def test_yellow_opens_a_case_without_a_mail(app: Flask, db: Session, outbox: Outbox, now: datetime) -> None:
    people.retention_officer()
    assert make_case({"q_stay12": ["2"]}).level is Level.YELLOW
    assert not outbox.of_kind("case_waits")


def test_a_later_wave_joins_the_open_case_and_raises_it(app: Flask, db: Session, now: datetime) -> None:
    placement = make_placement()
    case = make_case({"q_stay12": ["2"]}, placement=placement)
    make_response({"a_trouble": ["a_violence"]}, placement=placement, wave="m3")
    jobs.raise_alerts(now)
    db.refresh(case)
    assert db.scalars(select(Case)).one() is case
    assert (case.level, case.due_at) == (Level.RED, now + timedelta(hours=24))


def test_after_closing_a_new_alert_opens_a_new_case(app: Flask, db: Session, now: datetime) -> None:
    placement = make_placement()
    case = make_case(placement=placement)
    officer = people.visitor_of(people.retention_officer())
    with writing():
        actions.take_case(case, by=officer, now=now)
        actions.close_case(case, ClosingCode.SOLVED, helped=True, by=officer, now=now)
    make_response({"a_trouble": ["a_unwell"]}, placement=placement, wave="m3")
    jobs.raise_alerts(now)
    states = db.scalars(select(Case.state).order_by(Case.id)).all()
    assert states == [CaseState.CLOSED, CaseState.OPEN]


def test_answers_nobody_can_read_hold_up_no_other(app: Flask, db: Session, now: datetime) -> None:
    broken = make_response({"a_trouble": ["a_unpaid"]}, wave="m6")
    with writing():
        session().get_one(InstrumentVersion, broken.instrument_version_id).definition = {"items": "none"}
    make_response({"a_trouble": ["a_unpaid"]})
    assert jobs.raise_alerts(now) == 1
    assert len(open_checks()) == 1


def test_a_report_of_money_is_told_at_once(app: Flask, db: Session, outbox: Outbox, now: datetime) -> None:
    people.administrator()
    with writing():
        case = actions.report(ReportKind.MONEY_ASKED, "3 000 USD", reach="zalo 0901", now=now)
    assert case.level is Level.RED
    assert b"USD" not in bytes(case.words or b"")
    # Without a retention officer the administrators are told, so that nothing waits unseen.
    assert [mail.to_address for mail in outbox.of_kind("case_waits")] == ["admin@demo.example"]


def test_two_workers_make_one_case_of_two_responses(own_database: Database, own_app: Flask) -> None:
    with own_database.scope():
        people.retention_officer()
        with writing():
            placement = add_placement()
            add_response({"a_trouble": ["a_unpaid", "a_harass"]}, placement=placement)
            add_response({"a_trouble": ["a_violence"]}, placement=placement, wave="m3")
    barrier = threading.Barrier(2, timeout=60)

    def work() -> int:
        with own_app.app_context(), own_database.scope():
            barrier.wait()
            return jobs.raise_alerts(clock.now())

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(lambda _number: work(), range(2)))
    with own_database.scope():
        assert sum(done) == 3
        case = session().scalars(select(Case)).one()
        assert case.level is Level.RED
        assert len(case.alerts) == 3
