"""Pages of a position's life: what each asks and does, whom it is shown, what it costs."""

from datetime import datetime, timedelta
import re

from flask.testing import FlaskClient
import pytest
from sqlalchemy.orm import Session
from time_machine import Traveller

from recruit.core.db import writing
from recruit.organisations.models import Organisation
from recruit.organisations.rules import Rights
from recruit.postings import actions
from recruit.postings.life import actions as life, jobs, queries as life_queries
from recruit.postings.models import Posting
from recruit.postings.rules import MoveCause, PostingState
from tests import people
from tests.conftest import CountQueries
from tests.factories import applications as make
from tests.factories.placements import make_company, make_member
from tests.factories.postings import STAFF, acting_for, make_published, make_submitted, whole_content

DAY = timedelta(days=1)


@pytest.fixture
def company(client: FlaskClient) -> Organisation:
    return make_company("旭川北成建設")


@pytest.fixture
def member(client: FlaskClient, company: Organisation) -> FlaskClient:
    """The browser of somebody who writes positions for the company."""
    user = people.company_member()
    make_member(user, company, Rights.RECRUITER)
    return people.sign_in(client, user)


def asked(company: Organisation, now: datetime) -> Posting:
    posting = make_published(company, closes_at=None)
    assert jobs.ask_whether_right(now + 30 * DAY) == 1
    return posting


def test_one_click_says_that_it_is_right(
    member: FlaskClient, company: Organisation, db: Session, now: datetime
) -> None:
    posting = asked(company, now)
    address = f"/ja/company/positions/{posting.public_id}/still-right"
    assert address in member.get("/ja/company/positions").text
    assert member.get(address).status_code == 200
    assert life_queries.open_question(posting) is not None
    assert member.post(address).status_code == 303
    assert life_queries.open_question(posting) is None
    assert address not in member.get("/ja/company/positions").text


def test_days_are_set_and_nonsense_is_said(
    member: FlaskClient, company: Organisation, db: Session, now: datetime
) -> None:
    posting = make_submitted(company)
    address = f"/vi/company/positions/{posting.public_id}/days"
    good = {"opens_at": "2026-12-01T09:00", "closes_on": "2027-01-31"}
    for typed, words in (
        ({"closes_on": "2026-11-01"}, "Đã qua ngày đóng"),
        (good | {"closes_on": "2026-11-30"}, "Vị trí sẽ đóng trước khi mở"),
        (good | {"opens_at": "9999-01-01T00:00"}, "năm"),
    ):
        answer = member.post(address, data=typed)
        assert answer.status_code == 422
        assert words in answer.text
        assert f'value="{typed["closes_on"]}"' in answer.text
    assert member.post(address, data=good).status_code == 303
    db.refresh(posting)
    assert posting.opens_at is not None
    assert posting.closes_at is not None
    assert (posting.opens_at.isoformat(), posting.closes_at.isoformat()) == (
        "2026-12-01T00:00:00+00:00",
        "2027-01-31T14:59:00+00:00",
    )
    assert 'value="2026-12-01T09:00"' in member.get(address).text


def test_staff_ask_and_the_company_answers_in_the_same_place(
    client: FlaskClient, company: Organisation, db: Session, now: datetime
) -> None:
    posting = make_submitted(company)
    staff, member = client.application.test_client(), client
    people.sign_in(staff, people.coordinator())
    user = people.company_member()
    make_member(user, company)
    people.sign_in(member, user)
    check = f"/ja/staff/positions/{posting.public_id}"
    assert staff.post(f"{check}/return", data={"reason": "休日は何日ですか"}).status_code == 303
    address = f"/ja/company/positions/{posting.public_id}/answer"
    assert address in member.get("/ja/company/positions").text
    assert "休日は何日ですか" in member.get(address).text
    content = whole_content(holidays={"days": 120, "pattern": "company_calendar"})
    with writing():
        actions.save_posting(posting, content, by=people.acting(user), now=now)
    assert "年間115日" in member.get(address).text
    assert member.post(address, data={"answer": " "}).status_code == 422
    with writing():
        posting.typed = {"base_pay_yen": ["二十万くらい"]}
    refused = member.post(address, data={"answer": "120日に改めました"})
    assert refused.status_code == 422
    assert "120日に改めました" in refused.text
    with writing():
        posting.typed = None
    assert member.post(address, data={"answer": "120日に改めました"}).status_code == 303
    db.refresh(posting)
    assert posting.state is PostingState.IN_REVIEW
    page = staff.get(check).text
    for words in ("休日は何日ですか", "120日に改めました", "年間115日", "年間120日"):
        assert words in page
    assert member.get(address).status_code == 303


def test_an_old_page_publishes_nothing_that_staff_have_not_read(
    client: FlaskClient, company: Organisation, db: Session, now: datetime
) -> None:
    posting, by, later = make_submitted(company), acting_for(company), now + timedelta(minutes=5)
    people.sign_in(client, people.coordinator())
    check = f"/en/staff/positions/{posting.public_id}"
    read = seen_on(client.get(check).text)
    for act in (
        lambda: actions.take_back(posting, by=by, now=later),
        lambda: actions.save_posting(posting, whole_content(base_pay_yen=231_000), by=by, now=later),
        lambda: actions.submit_posting(posting, by=by, now=later),
    ):
        with writing():
            act()
    refused = client.post(f"{check}/publish", data={"seen": read})
    assert refused.status_code == 422
    assert "has changed since you opened this page" in refused.text
    db.refresh(posting)
    assert posting.state is PostingState.IN_REVIEW
    assert client.post(f"{check}/publish", data={"seen": seen_on(refused.text)}).status_code == 303


def seen_on(page: str) -> str:
    """The mark that a page gives along."""
    return re.findall(r'name="seen" type="hidden" value="([^"]+)"', page)[0]


def test_taken_off_by_staff_with_words(
    client: FlaskClient, company: Organisation, db: Session, now: datetime
) -> None:
    posting = make_published(company)
    people.sign_in(client, people.coordinator())
    address = f"/ja/staff/positions/{posting.public_id}/take-off"
    assert client.post(address, data={"why": ""}).status_code == 422
    assert client.post(address, data={"why": "勤務地が違います"}).status_code == 303
    db.refresh(posting)
    assert posting.state is PostingState.WITHDRAWN
    user = people.company_member()
    make_member(user, company)
    people.sign_in(client, user)
    assert "勤務地が違います" in client.get(f"/ja/company/positions/{posting.public_id}").text


def test_closed_and_opened_again(
    member: FlaskClient, company: Organisation, db: Session, now: datetime
) -> None:
    posting = make_published(company)
    with writing():
        actions.close_posting(posting, by=acting_for(company), now=now)
    address = f"/ja/company/positions/{posting.public_id}/reopen"
    assert address in member.get("/ja/company/positions").text
    assert member.post(address, data={"closes_on": "2026-11-01"}).status_code == 422
    assert member.post(address, data={"closes_on": "2027-02-01"}).status_code == 303
    db.refresh(posting)
    assert posting.state is PostingState.PUBLISHED
    assert member.get(address).status_code == 303
    assert member.post(f"/ja/company/positions/{posting.public_id}/withdraw").status_code == 303


@pytest.mark.parametrize("page", ["days", "still-right", "answer", "reopen", "history", "versions/1"])
def test_strangers_find_nothing(client: FlaskClient, company: Organisation, page: str, now: datetime) -> None:
    other = make_company("札幌南建設")
    # Versions are counted for each position: the first of this one is not the first of all.
    make_published(other, base_pay_yen=251_000)
    posting = make_published(company)
    stranger = people.other_company_member()
    make_member(stranger, other)
    people.sign_in(client, stranger)
    assert client.get(f"/ja/company/positions/{posting.public_id}/{page}").status_code == 404
    viewer = people.company_viewer()
    make_member(viewer, company, Rights.VIEWER)
    people.sign_in(client, viewer)
    looks = page in ("history", "versions/1")
    answer = client.get(f"/ja/company/positions/{posting.public_id}/{page}")
    assert answer.status_code == (200 if looks else 403)
    assert "251,000" not in answer.text
    assert ("225,000" in answer.text) is (page == "versions/1")
    assert client.get(f"/ja/company/positions/{posting.public_id}/versions/2").status_code == 404


@pytest.mark.parametrize("times", [1, 3])
def test_a_long_history_costs_the_same(
    member: FlaskClient,
    company: Organisation,
    now: datetime,
    clock: Traveller,
    count_queries: CountQueries,
    times: int,
) -> None:
    posting, by = make_submitted(company), acting_for(company)
    for number in range(times):
        with writing():
            actions.return_posting(posting, "直してください", by=STAFF, now=now)
        with writing():
            actions.save_posting(posting, whole_content(openings=number + 3), by=by, now=now)
        with writing():
            actions.submit_posting(posting, by=by, now=now)
    with count_queries(12):
        assert member.get(f"/ja/company/positions/{posting.public_id}/history").status_code == 200


def test_what_was_read_when_applying_stays_and_says_what_changed(
    client: FlaskClient, company: Organisation, db: Session, now: datetime
) -> None:
    posting, by = make_published(company), acting_for(company)
    user = people.student()
    make.make_student(user)
    application = make.make_application(user, posting)
    boss = people.company_member()
    make_member(boss, company)
    mine = f"/vi/me/applications/{application.public_id}/position"
    theirs = f"/ja/company/applications/{application.public_id}/position"
    people.sign_in(client, user)
    assert "Không có: vẫn đang đăng" in client.get(mine).text
    with writing():
        actions.take_back(posting, by=by, now=now)
    with writing():
        actions.save_posting(posting, whole_content(base_pay_yen=251_000), by=by, now=now)
    # A draft is its company's own.
    assert "251.000" not in client.get(mine).text
    for act in (
        lambda: actions.submit_posting(posting, by=by, now=now),
        lambda: actions.publish_posting(posting, by=STAFF, now=now),
    ):
        with writing():
            act()
    page = client.get(mine).text
    assert "225.000" in page
    assert "251.000" in page
    people.sign_in(client, boss)
    assert "251,000" in client.get(theirs).text
    assert client.get(mine).status_code == 404
    other = people.other_student()
    people.sign_in(client, other)
    assert client.get(mine).status_code == 404


def test_taken_off_is_told_once_to_who_waits(
    client: FlaskClient, company: Organisation, now: datetime, outbox
) -> None:
    posting = make_published(company)
    user = people.student()
    make.make_student(user)
    make.make_application(user, posting)
    with writing():
        actions.withdraw_posting(posting, reason="確認中", cause=MoveCause.BY_STAFF, by=STAFF, now=now)
    assert len(outbox.of_kind("position_gone")) == 1
    assert life.MAY_SET_DAYS.count(posting.state) == 0
    mails = [mail for mail in outbox.hand_over() if "đã đóng" in str(mail["Subject"])]
    assert len(mails) == 1
    assert "làm rõ" in mails[0].get_body(("plain",)).get_content()
