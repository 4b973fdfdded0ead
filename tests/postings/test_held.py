"""Two transactions at once, one of them not finished yet: what the second decides rests on what the first leaves behind."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
import threading
import time

from flask import Flask
import pytest
from sqlalchemy import select

from recruit.core.db import Database, writing
from recruit.core.errors import Conflict, Refused
from recruit.organisations import actions as organisations
from recruit.organisations.models import Organisation
from recruit.postings import actions
from recruit.postings.life import actions as life
from recruit.postings.life.models import PostingQuestion
from recruit.postings.life.rules import AskedBecause
from recruit.postings.models import Posting
from recruit.postings.rules import PostingState
from tests.factories.placements import make_company
from tests.factories.postings import STAFF, acting_for, make_published, make_submitted

DAY = timedelta(days=1)
STATE = PostingState


def both(
    own_app: Flask, own_database: Database, first: Callable[[], None], second: Callable[[], object]
) -> str:
    """Begin the second while the first has acted and not committed; how the second went."""
    acted = threading.Event()

    def hold() -> None:
        with own_app.app_context(), own_database.scope(), writing():
            first()
            acted.set()
            time.sleep(0.7)

    def come_later() -> str:
        with own_app.app_context(), own_database.scope():
            assert acted.wait(60)
            try:
                with writing():
                    return "done" if second() is not False else "nothing"
            except (Conflict, Refused):
                return "refused"

    with ThreadPoolExecutor(2) as pool:
        held, late = pool.submit(hold), pool.submit(come_later)
        held.result()
        return late.result()


@pytest.mark.parametrize("act", ["answered", "closing_day_moved", "opening_day_moved"])
def test_the_clock_waits_for_what_the_company_says(
    own_app: Flask, own_database: Database, now: datetime, act: str
) -> None:
    later = now + 44 * DAY
    with own_database.scope() as rows:
        company = make_company()
        member = acting_for(company)
        if act == "opening_day_moved":
            posting = make_submitted(company, closes_at=None)
            with writing():
                life.set_days(posting, opens_at=now + DAY, closes_at=None, by=member, now=now)
            with writing():
                actions.publish_posting(posting, by=STAFF, now=now)
        else:
            posting = make_published(
                company, closes_at=None if act == "answered" else (now + DAY).isoformat()
            )
        if act == "answered":
            with writing():
                life.ask(posting, AskedBecause.UNTOUCHED, by=STAFF, now=now + 30 * DAY)
        posting_id, question_id = posting.id, rows.scalar(select(PostingQuestion.id))

    def mine() -> Posting:
        with own_database.scope() as rows:
            return rows.get_one(Posting, posting_id)

    def company_says() -> None:
        match act:
            case "answered":
                life.say_still_right(mine(), by=member, now=later)
            case "closing_day_moved":
                life.set_days(mine(), opens_at=None, closes_at=now + 90 * DAY, by=member, now=later)
            case _:
                life.set_days(mine(), opens_at=now + 90 * DAY, closes_at=None, by=member, now=now)

    def clock_comes() -> bool:
        match act:
            case "answered":
                assert question_id is not None
                return life.close_unanswered(question_id, by=STAFF, now=later)
            case "closing_day_moved":
                return life.close_on_its_day(mine(), by=STAFF, now=later)
            case _:
                return life.open_scheduled(mine(), by=STAFF, now=later)

    assert both(own_app, own_database, company_says, clock_comes) == "nothing"
    assert mine().state is (STATE.SCHEDULED if act == "opening_day_moved" else STATE.PUBLISHED)


@pytest.mark.parametrize("act", ["publish", "reopen"])
def test_nothing_is_opened_while_its_company_is_suspended(
    own_app: Flask, own_database: Database, now: datetime, act: str
) -> None:
    with own_database.scope():
        company = make_company()
        member = acting_for(company)
        posting = make_submitted(company) if act == "publish" else make_published(company)
        if act == "reopen":
            with writing():
                actions.close_posting(posting, by=member, now=now)
        company_id, posting_id, before = company.id, posting.id, posting.state

    def suspend() -> None:
        with own_database.scope() as rows:
            organisations.suspend(rows.get_one(Organisation, company_id), "No answer", by=STAFF, now=now)

    def open_it() -> None:
        with own_database.scope() as rows:
            mine = rows.get_one(Posting, posting_id)
            if act == "publish":
                actions.publish_posting(mine, by=STAFF, now=now)
            else:
                life.reopen_posting(mine, closes_at=now + 30 * DAY, by=member, now=now)

    assert both(own_app, own_database, suspend, open_it) == "refused"
    with own_database.scope() as rows:
        assert rows.get_one(Posting, posting_id).state is before
