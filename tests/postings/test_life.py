"""The life of a position: its days, the question whether it is still right, opening again, what changed."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
import threading
from typing import Any

from flask import Flask
from flask_babel import force_locale
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from time_machine import Traveller

from recruit.core.clock import day_in
from recruit.core.db import Database, writing
from recruit.core.errors import Conflict, Refused
from recruit.core.models import DatedFact
from recruit.organisations.models import Organisation
from recruit.postings import actions, queries
from recruit.postings.life import actions as life, jobs, queries as life_queries
from recruit.postings.life.history import changed_since, history_of
from recruit.postings.life.models import PostingQuestion
from recruit.postings.life.rules import AskedBecause, QuestionEnd
from recruit.postings.models import Posting
from recruit.postings.rules import MoveCause, PostingRefusal, PostingState
from tests import people
from tests.factories.applications import make_application, make_company_with, make_student
from tests.factories.placements import make_company, make_member
from tests.factories.postings import STAFF, acting_for, make_published, make_submitted, whole_content
from tests.mail import Outbox

DAY = timedelta(days=1)
STATE = PostingState


def make_open(company: Organisation, **changes: Any) -> Posting:
    """Published, and not closing by itself."""
    return make_published(company, closes_at=None, **changes)


def last_cause(posting: Posting) -> MoveCause | None:
    return queries.moves_of(posting)[0].cause


def test_it_opens_and_closes_on_its_days(
    app: Flask, db: Session, now: datetime, clock: Traveller, outbox: Outbox
) -> None:
    company = make_company()
    make_member(people.company_member(), company)
    posting = make_submitted(company)
    days = {"opens_at": now + DAY, "closes_at": now + 3 * DAY}
    with writing():
        life.set_days(posting, **days, by=acting_for(company), now=now)
    with writing():
        actions.publish_posting(posting, by=STAFF, now=now)
    seen = []
    for hours in (0, 23, 24, 71, 73):
        clock.move_to(now + timedelta(hours=hours))
        done = jobs.open_and_close(now + timedelta(hours=hours))
        db.refresh(posting)
        seen.append((done, posting.state))
    assert seen == [(0, STATE.SCHEDULED)] * 2 + [
        (1, STATE.PUBLISHED),
        (0, STATE.PUBLISHED),
        (1, STATE.CLOSED),
    ]
    assert last_cause(posting) is MoveCause.CLOSING_DAY
    assert posting.opens_at == now + DAY
    assert outbox.kinds == ["posting_scheduled", "posting_published", "posting_closed"]
    assert [str(mail.state) for mail in outbox.of_kind("posting_closed")] == ["queued"]


def test_what_a_rule_finds_on_the_opening_day_goes_back(
    app: Flask, db: Session, now: datetime, outbox: Outbox
) -> None:
    company = make_company()
    make_member(people.company_member(), company)
    posting, other = make_submitted(company, base_pay_yen=180_000), make_submitted(company)
    for one in (posting, other):
        with writing():
            life.set_days(one, opens_at=now + DAY, closes_at=None, by=acting_for(company), now=now)
        with writing():
            actions.publish_posting(one, by=STAFF, now=now)
    make_wage(1_400, day_in(now, "Asia/Tokyo"))
    assert jobs.open_and_close(now + DAY) == 2
    for one in (posting, other):
        db.refresh(one)
    assert (posting.state, last_cause(posting)) == (STATE.DRAFT, MoveCause.FINDINGS)
    assert other.state is STATE.PUBLISHED
    assert outbox.kinds.count("posting_returned") == 1


def make_wage(yen: int, day: Any) -> None:
    with writing() as rows:
        rows.add(
            DatedFact(
                key="minimum_wage_hokkaido", value=str(yen), unit="JPY", valid_from_on=day, source="https://jsite.mhlw.go.jp/",
                source_name="北海道労働局", checked_on=day, verified=True,
            )
        )  # fmt: skip


def test_nobody_answers_whether_it_is_right(
    app: Flask, db: Session, now: datetime, clock: Traveller, outbox: Outbox
) -> None:
    """Asked after 30 days, reminded once, closed after 14 more; who has applied reads it in their language."""
    company, _by = make_company_with(people.company_member())
    posting = make_open(company)
    user = people.student()
    make_student(user)
    make_application(user, posting)
    done = {}
    for day in (29, 30, 31, 36, 37, 38, 43, 44, 45):
        clock.move_to(now + day * DAY)
        done[day] = jobs.ask_whether_right(now + day * DAY)
    assert done == {29: 0, 30: 1, 31: 0, 36: 0, 37: 1, 38: 0, 43: 0, 44: 1, 45: 0}
    db.refresh(posting)
    assert (posting.state, last_cause(posting)) == (STATE.CLOSED, MoveCause.UNANSWERED)
    assert [mail.params.get("is_reminder") for mail in outbox.of_kind("posting_still_right")] == [None, "1"]
    (told,) = outbox.of_kind("position_gone")
    assert told.language == "vi"
    assert len(outbox.of_kind("posting_closed")) == 1
    (question,) = life_queries.questions_of(posting)
    assert question.outcome is QuestionEnd.UNANSWERED
    # The questions that are answered by what happened are not sent any more.
    assert len(outbox.hand_over()) >= 2
    assert {str(mail.state) for mail in outbox.of_kind("posting_still_right")} == {"not_wanted"}


def test_nobody_is_closed_without_a_reminder_after_the_clock_stood_still(
    app: Flask, db: Session, now: datetime
) -> None:
    posting = make_open(make_company())
    for days, state in (
        (30, STATE.PUBLISHED),
        (60, STATE.PUBLISHED),
        (61, STATE.PUBLISHED),
        (62, STATE.CLOSED),
    ):
        jobs.ask_whether_right(now + days * DAY)
        db.refresh(posting)
        assert posting.state is state, days


def test_who_says_so_is_asked_again_a_month_later(
    app: Flask, db: Session, now: datetime, clock: Traveller
) -> None:
    company = make_company()
    posting = make_open(company)
    member = acting_for(company)
    assert jobs.ask_whether_right(now + 30 * DAY) == 1
    for _time in range(2):
        with writing():
            life.say_still_right(posting, by=member, now=now + 31 * DAY)
    (question,) = life_queries.questions_of(posting)
    assert (question.outcome, question.by_ref) == (QuestionEnd.STILL_RIGHT, "member")
    assert posting.confirmed_on == day_in(now + 31 * DAY, "Asia/Tokyo")
    assert jobs.ask_whether_right(now + 60 * DAY) == 0
    assert jobs.ask_whether_right(now + 61 * DAY) == 1
    # Taken back, the question is answered by that.
    with writing():
        actions.take_back(posting, by=member, now=now + 61 * DAY)
    assert life_queries.questions_of(posting)[0].outcome is QuestionEnd.TAKEN_BACK


def test_a_wage_that_rose_is_asked_about_early(app: Flask, db: Session, now: datetime) -> None:
    company = make_company()
    posting, elsewhere = make_open(company), make_open(company, prefecture="aomori")
    assert jobs.ask_whether_right(now + 3 * DAY) == 0
    make_wage(1_600, day_in(now + 2 * DAY, "Asia/Tokyo"))
    assert life_queries.to_be_asked(now + DAY) == {}
    assert life_queries.to_be_asked(now + 3 * DAY) == {posting.id: AskedBecause.MINIMUM_WAGE}
    assert jobs.ask_whether_right(now + 3 * DAY) == 1
    assert life_queries.open_question(elsewhere) is None
    # Not while pay is below it.
    with pytest.raises(Refused) as refused, writing():
        life.say_still_right(posting, by=acting_for(company), now=now + 3 * DAY)
    assert refused.value.reason is PostingRefusal.FINDINGS_OPEN
    assert life_queries.open_question(posting) is not None


def test_opened_again_as_it_was_checked(app: Flask, db: Session, now: datetime, clock: Traveller) -> None:
    company = make_company()
    posting, member = make_published(company), acting_for(company)
    with writing():
        actions.close_posting(posting, by=member, now=now)
    version = queries.newest_version(posting)
    for closes_at, later, reason in (
        (now, now, PostingRefusal.CLOSING_DAY_OVER),
        (now + 200 * DAY, now + 91 * DAY, PostingRefusal.CLOSED_TOO_LONG),
    ):
        with pytest.raises(Refused) as refused, writing():
            life.reopen_posting(posting, closes_at=closes_at, by=member, now=later)
        assert refused.value.reason is reason
    later = now + 10 * DAY
    clock.move_to(later)
    with writing():
        life.reopen_posting(posting, closes_at=later + 30 * DAY, by=member, now=later)
    assert (posting.state, posting.closes_at) == (STATE.PUBLISHED, later + 30 * DAY)
    assert posting.confirmed_on == day_in(later, "Asia/Tokyo")
    assert queries.newest_version(posting) is version
    with app.test_request_context("/en/"), force_locale("en"):
        labels = [row.label for entry in history_of(posting, reader=STAFF) for row in entry.rows]
    assert labels == ["Closing date for applications"]


def test_what_changed_is_told_from_old_to_new(app: Flask, db: Session, now: datetime) -> None:
    company = make_company()
    make_member(people.company_member(), company)
    user = people.other_company_member()
    make_member(user, company)
    author, staff = people.acting(user), people.visitor_of(people.coordinator())
    posting = make_submitted(company)
    with writing():
        actions.return_posting(posting, "休日を確認してください", by=staff, now=now)
    sent_back = now
    contents = [
        whole_content(base_pay_yen=230_000, holidays={"days": 120, "pattern": "company_calendar"}),
        whole_content(base_pay_yen=225_000, holidays={"days": 120, "pattern": "company_calendar"}),
    ]
    contents[1]["texts"]["ja"]["more"] = "寮あり"
    for minutes, content in enumerate(contents, start=1):
        with writing():
            actions.save_posting(posting, content, by=author, now=now + timedelta(minutes=minutes))
    (change,) = life_queries.changes_of(posting)
    assert set(change.change.paths) == {"items/holidays", "texts/ja/more"}
    with app.test_request_context("/en/"), force_locale("en"):
        rows = [(row.label, row.before, row.after) for row in changed_since(posting, sent_back)]
        assert rows == [
            (
                "Days off",
                "115 days a year · By the company calendar",
                "120 days a year · By the company calendar",
            ),
            ("Good to know (日本語)", "", "寮あり"),
        ]
        for reader, staff_name in ((author, "our staff"), (staff, "渡辺 直子")):
            entries = history_of(posting, reader=reader)
            assert [(entry.title, entry.who) for entry in entries][:2] == [
                ("Changed", "高橋 健"),
                ("Sent back by staff", staff_name),
            ]
    # A draft that nobody has read yet keeps no history.
    fresh = make_submitted(company)
    assert life_queries.changes_of(fresh) == []


def test_the_longest_waiting_stands_first(app: Flask, db: Session, now: datetime) -> None:
    company = make_company()
    first, second = make_submitted(company), make_submitted(company)
    member = acting_for(company)
    with writing():
        actions.take_back(first, by=member, now=now)
    with writing():
        actions.submit_posting(first, answer="確認しました", by=member, now=now)
    page = queries.positions_for_staff(STAFF, state=STATE.IN_REVIEW, after=None)
    assert [one.id for one in page.rows] == [second.id, first.id]
    assert queries.moves_of(first)[0].reason == "確認しました"


@pytest.mark.parametrize("act", ["take_back", "withdraw", "answer"])
def test_the_clock_and_the_company_at_once(
    own_app: Flask, own_database: Database, now: datetime, act: str
) -> None:
    """Who comes second changes nothing: a position is opened or taken back, closed or said to be right."""
    later = now + 44 * DAY
    with own_database.scope() as rows:
        company = make_company()
        member = acting_for(company)
        posting = make_open(company) if act == "answer" else make_submitted(company)
        if act == "answer":
            with writing():
                life.ask(posting, AskedBecause.UNTOUCHED, by=STAFF, now=now + 30 * DAY)
        else:
            with writing():
                life.set_days(posting, opens_at=later, closes_at=None, by=member, now=now)
            with writing():
                actions.publish_posting(posting, by=STAFF, now=now)
        posting_id = posting.id
        question_id = rows.scalar(select(PostingQuestion.id))
    barrier = threading.Barrier(2, timeout=60)

    def race(by_clock: bool) -> str:
        with own_app.app_context(), own_database.scope() as rows:
            mine = rows.get_one(Posting, posting_id)
            barrier.wait()
            try:
                with writing():
                    match act, by_clock:
                        case "answer", True:
                            assert question_id is not None
                            return (
                                "done" if life.close_unanswered(question_id, by=STAFF, now=later) else "late"
                            )
                        case _, True:
                            life.open_scheduled(mine, by=STAFF, now=later)
                        case "answer", False:
                            life.say_still_right(mine, by=member, now=later)
                        case "take_back", False:
                            actions.take_back(mine, by=member, now=later)
                        case _:
                            actions.withdraw_posting(mine, by=member, now=later)
            except (Conflict, Refused):
                return "late"
            return "done"

    with ThreadPoolExecutor(2) as pool:
        results = [pool.submit(race, by_clock).result for by_clock in (True, False)]
        clock_did, company_did = results[0](), results[1]()
    with own_database.scope() as rows:
        mine = rows.get_one(Posting, posting_id)
        states = [move.to_state for move in reversed(queries.moves_of(mine))]
        assert mine.state is states[-1]
        if act == "answer":
            assert sorted((clock_did, company_did)) == ["done", "late"]
            assert mine.state is (STATE.CLOSED if clock_did == "done" else STATE.PUBLISHED)
        else:
            # Opened first, it may still be taken back; never is it opened after that.
            assert company_did == "done" or mine.state is STATE.PUBLISHED
            assert states.count(STATE.PUBLISHED) <= 1
            assert STATE.PUBLISHED not in states[states.index(STATE.SCHEDULED) + 2 :]
