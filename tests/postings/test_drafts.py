"""How a position is written: seven steps that keep whatever is typed, beginnings, two clerks at once, the preview."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, time
import re
import threading
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
import pytest
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from recruit.core.db import Database, writing
from recruit.core.errors import Refused
from recruit.organisations.models import Organisation
from recruit.organisations.rules import Rights
from recruit.postings import queries
from recruit.postings.drafts.actions import save_step
from recruit.postings.drafts.beginnings import from_earlier, from_sample, sample_titles
from recruit.postings.drafts.progress import progress_of
from recruit.postings.forms import STEPS, values_of
from recruit.postings.forms.places import ITEM_OF
from recruit.postings.models import Posting
from recruit.postings.rules import Circumstances, DraftStep, PostingRefusal, PostingState, findings
from tests import people
from tests.conftest import CountQueries
from tests.factories.placements import make_company, make_member
from tests.factories.postings import acting_for, make_draft, make_submitted, whole_content

# Every answer that the form asks for and the position of the factory leaves open.
EVERYTHING: dict[str, Any] = {
    "contract_term": "fixed_term",
    "contract_months": 36,
    "renewal": {"kind": "possible", "criteria": ["ability"]},
    "renewal_cap": {"years": 5},
    "indefinite_conversion": {"same_conditions": True},
    "probation": {"months": 3, "pay_yen": 220_000},
    "retirement": {"age": 60, "until": 65, "notice_days": 14},
    "discretionary": 0,
    "overtime_avg_prev": 19,
    "paid_leave": {"days": 10, "after_months": 6, "home_leave_days": 7, "faith_leave_days": 2},
    "allowances": [
        {"kind": "site", "yen": 15_000, "for_all": True},
        {"kind": "licence", "yen": 5_000, "for_all": False},
        {"kind": "cold_region", "yen": 8_000, "for_all": True, "from_month": 11, "to_month": 3},
    ],
    "fixed_ot": {"excess_paid": True},
    "raise_bonus": {"raises": True, "times": 2},
    "pay_method": {"pay_day": 25, "next_month": True, "closing_day": 31},
    "housing": {"kind": "dormitory", "yen": 10_000, "furnished": True, "internet": False, "minutes": 15},
    "driving": "after_joining",
    "climate_note": ["heavy_snow", "by_car"],
    "faith_needs": ["prayer_time", "food"],
    "language_offer": "N4",
    "language_target": "N2",
    "training": {"months": 3, "same": True},
    "mentor": {"languages": ["ja", "vi"]},
    "licence_support": ["fees", "course"],
    "career_3y": {"role": "site_agent", "pay_yen": 280_000},
    "turnover_3y": {"hired": 4, "left": 1},
    "selection": ["papers", "interview_online"],
    "contact": ["ja", "en"],
    "answer_days": 10,
}


@pytest.fixture
def company(app: Any) -> Organisation:
    return make_company("旭川北成建設")


@pytest.fixture
def clerk(client: FlaskClient, company: Organisation) -> FlaskClient:
    user = people.company_member()
    make_member(user, company, Rights.OWNER)
    people.sign_in(client, user)
    return client


def whole() -> dict[str, Any]:
    content = whole_content(
        **EVERYTHING,
        fixed_overtime_yen=40_000,
        fixed_overtime_hours=20,
        closes_at="2027-01-31T23:59:00+09:00",
    )
    content["texts"]["ja"]["more"] = "日本語講習は会社負担です。"
    return content


def sent(content: dict[str, Any], step: DraftStep) -> dict[str, Any]:
    """What a browser sends for one step."""
    found: dict[str, Any] = {}
    values, names = values_of(content), STEPS[step].names()
    for name in names:
        value = values.get(name)
        if value is None or value is False or value == "":
            continue
        found[name] = f"{value:%H:%M}" if isinstance(value, time) else "y" if value is True else value
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in found.items()}


def address(posting: Posting, step: str = "") -> str:
    return f"/en/company/positions/{posting.public_id}" + (f"/steps/{step}" if step else "")


def mark(client: FlaskClient, posting: Posting, step: str) -> str:
    found = re.search(r'name="seen"[^>]*value="(\w+)"', client.get(address(posting, step)).text)
    assert found
    return found[1]


def press(client: FlaskClient, posting: Posting, step: str, seen: str = "", **typed: Any) -> TestResponse:
    seen = seen or mark(client, posting, step)
    return client.post(address(posting, step), data={"seen": seen, **typed})


def test_the_steps_hold_all_that_a_position_says(app: Flask) -> None:
    before, after = whole(), whole_content()
    after |= {
        "items": {},
        "texts": {"ja": {"title": ""}},
        "majors": [],
        "base_pay_yen": 1,
        "start_month": None,
    }
    after |= {"closes_at": None}
    with app.test_request_context():
        for step, kind in STEPS.items():
            form = kind(formdata=MultiDict(list(pairs(sent(before, step)))), meta={"csrf": False})
            assert form.validate(), form.errors
            form.write(after)
            assert form.left_over(after) == {}
    assert after == before


def pairs(values: dict[str, Any]) -> Any:
    for name, value in values.items():
        for one in value if isinstance(value, list) else [value]:
            yield name, str(one)


def test_every_field_says_why_it_is_asked() -> None:
    names = [name for kind in STEPS.values() for name in kind.names()]
    assert len(names) == len(set(names)) > 60
    assert set(names) == set(ITEM_OF)


def test_a_clerk_goes_through_the_steps_and_sends(
    clerk: FlaskClient, company: Organisation, db: Session
) -> None:
    begun = {
        "title_ja": "土木施工管理",
        "work_kind": "surveying",
        "prefecture": "aichi",
        "japanese_level": "N1",
    }
    answer = clerk.post("/en/company/positions/new", data=begun)
    posting = queries.positions_of_company(acting_for(company))[0]
    for step in DraftStep:
        assert answer.location.endswith(address(posting, step))
        answer = press(clerk, posting, step, **sent(whole_content(), step))
        assert answer.status_code == 303
    assert answer.location.endswith(address(posting))
    # A closing day lasts until midnight in Japan.
    assert queries.content_of(posting) == whole_content(closes_at="2027-01-24T23:59:00+09:00")
    assert clerk.post(address(posting), data={"act": "submit"}).status_code == 303
    db.refresh(posting)
    assert posting.state is PostingState.IN_REVIEW


def test_what_is_missing_is_counted_and_keeps_from_sending(
    clerk: FlaskClient, company: Organisation, db: Session
) -> None:
    posting = make_draft(company, smoking=None, insurance=None)
    page = clerk.get(address(posting)).text
    assert "Step 5: Insurance, housing, daily life" in page
    assert "2 answers missing" in page
    assert "Send to be checked" not in page
    answer = clerk.post(address(posting), data={"act": "submit"})
    assert answer.status_code == 422
    assert "Items that the law asks for are still missing." in answer.text


def test_a_finding_stands_in_its_step_beside_its_field(clerk: FlaskClient, company: Organisation) -> None:
    posting = make_draft(company, interpreting_main=True)
    assert 'id="interpreting_main-found"' in clerk.get(address(posting, "work")).text
    assert "interpreting_main" not in clerk.get(address(posting, "pay")).text
    assert f'href="{address(posting, "work")}#interpreting_main"' in clerk.get(address(posting)).text


def test_nothing_typed_is_lost(clerk: FlaskClient, company: Organisation, db: Session) -> None:
    """A number that is none and half a pair are shown again; the rest of the page is kept, and what stood there stays."""
    posting = make_draft(company)
    typed = {**sent(whole_content(), DraftStep.PAY), "base_pay_yen": "about 230000", "pay_next_month": "y"}
    answer = press(clerk, posting, "pay", **typed, closing_day="20")
    assert answer.status_code == 422
    assert 'id="base_pay_yen-error"' in answer.text
    assert answer.text.count('class="field-error"') == 1
    assert "Everything else on this page has been saved" in answer.text
    db.refresh(posting)
    assert posting.base_pay_yen == 225_000
    assert posting.typed == {"base_pay_yen": ["about 230000"], "pay_next_month": ["y"], "closing_day": ["20"]}
    again = clerk.get(address(posting, "pay")).text
    assert 'value="about 230000"' in again
    assert 'value="20"' in again
    assert "cannot be kept as it is: Base pay a month in yen" in clerk.get(address(posting)).text
    assert clerk.post(address(posting), data={"act": "submit"}).status_code == 422
    # Another step that is saved meanwhile leaves it where it is.
    hours = press(clerk, posting, "hours", **sent(whole_content(), DraftStep.HOURS))
    assert hours.status_code == 303
    db.refresh(posting)
    assert posting.typed == {"base_pay_yen": ["about 230000"], "pay_next_month": ["y"], "closing_day": ["20"]}
    # Whoever leaves may leave, and comes back to it.
    assert press(clerk, posting, "pay", **typed, act="leave").location.endswith("/company/positions")
    assert (
        press(clerk, posting, "pay", **{**typed, "base_pay_yen": "230,000"}, pay_day="25").status_code == 303
    )
    db.refresh(posting)
    assert (posting.base_pay_yen, posting.typed) == (230_000, None)


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("closes_on", "9999-01-01"),
        ("closes_on", "2026-11-24"),
        ("start_month", "spring"),
        ("start_month", "2026-10"),
    ],
)
def test_a_day_beyond_reason_is_said_beside_its_field(
    clerk: FlaskClient, company: Organisation, field: str, typed: str
) -> None:
    posting = make_draft(company)
    answer = press(clerk, posting, "applying", **{field: typed})
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert f'value="{typed}"' in answer.text
    # And it still stands there later, and in the list of the steps.
    assert "cannot be kept as it is" in clerk.get(address(posting)).text


def test_a_page_saves_by_itself(clerk: FlaskClient, company: Organisation, db: Session) -> None:
    posting = make_draft(company)
    seen = mark(clerk, posting, "hours")
    for typed, status in (("08:30", 204), ("half past", 202), ("08:45", 204)):
        answer = clerk.post(
            address(posting, "hours"),
            data={**sent(whole_content(), DraftStep.HOURS), "starts": typed, "seen": seen},
            headers={"X-Saved-By-Itself": "1"},
        )
        assert (answer.status_code, answer.text) == (status, "")
        seen = answer.headers["X-Seen"]
    db.refresh(posting)
    assert posting.items["start_end_break"]["starts"] == "08:45"


def test_the_later_of_two_clerks_is_told(clerk: FlaskClient, company: Organisation, db: Session) -> None:
    posting = make_draft(company)
    seen, elsewhere = mark(clerk, posting, "pay"), mark(clerk, posting, "hours")
    pay = sent(whole_content(), DraftStep.PAY)
    assert press(clerk, posting, "pay", seen, **{**pay, "base_pay_yen": "240000"}).status_code == 303
    # Another step is no hindrance.
    hours = sent(whole_content(), DraftStep.HOURS)
    assert press(clerk, posting, "hours", elsewhere, **hours).status_code == 303
    mine = {**pay, "base_pay_yen": "250000"}
    by_itself = clerk.post(
        address(posting, "pay"), data={**mine, "seen": seen}, headers={"X-Saved-By-Itself": "1"}
    )
    assert by_itself.status_code == 409
    told = press(clerk, posting, "pay", seen, **mine)
    assert told.status_code == 422
    assert "Somebody else has changed this step" in told.text
    assert '<dt>Base pay a month in yen</dt><dd class="keep-lines">240000</dd>' in told.text
    assert told.text.count("<dt>") == 1
    assert 'value="250000"' in told.text
    db.refresh(posting)
    assert posting.base_pay_yen == 240_000
    now_seen = re.search(r'name="seen"[^>]*value="(\w+)"', told.text)
    assert now_seen
    assert press(clerk, posting, "pay", now_seen[1], **mine).status_code == 303
    db.refresh(posting)
    assert posting.base_pay_yen == 250_000


def test_two_clerks_at_once(own_app: Flask, own_database: Database, now: Any) -> None:
    """One of them is kept, the other is told, whoever comes first."""
    with own_database.scope():
        company = make_company()
        posting_id, by = make_draft(company).id, acting_for(company)
    barrier = threading.Barrier(2, timeout=60)

    def save(yen: int) -> str:
        with own_app.test_request_context(), own_database.scope() as rows:
            posting = rows.get_one(Posting, posting_id)
            content = queries.content_of(posting)
            data = MultiDict(list(pairs(sent(whole_content(base_pay_yen=yen), DraftStep.PAY))))
            form = STEPS[DraftStep.PAY](formdata=data, meta={"csrf": False})
            assert form.validate()
            seen = form.seen_in(content, posting.typed)
            barrier.wait()
            try:
                with writing():
                    save_step(posting, form, seen=seen, by=by, now=now)
            except Refused as refusal:
                return str(refusal.reason)
            return "saved"

    with ThreadPoolExecutor(2) as pool:
        outcomes = sorted(pool.map(save, (231_000, 232_000)))
    assert outcomes == [str(PostingRefusal.CHANGED_MEANWHILE), "saved"]


def test_only_drafts_have_steps(clerk: FlaskClient, company: Organisation) -> None:
    posting = make_submitted(company)
    assert clerk.get(address(posting, "pay")).location.endswith(address(posting))
    assert clerk.post(address(posting, "pay"), data={"base_pay_yen": "1"}).status_code == 422
    assert clerk.get(address(posting, "nothing")).status_code == 404
    stranger = make_draft(make_company("他社"))
    for path in (address(stranger, "pay"), f"{address(stranger)}/preview", f"{address(stranger)}/previewed"):
        assert clerk.get(path).status_code == 404
    copied = clerk.post("/en/company/positions/new", data={"copy": stranger.public_id})
    assert copied.status_code == 404


def test_a_copy_leaves_out_days_that_are_over() -> None:
    earlier = whole_content(start_month="2026-10-01", closes_at="2026-09-01T23:59:00+09:00")
    copied = from_earlier(earlier, today=date(2026, 11, 25))
    assert (copied["start_month"], copied["closes_at"]) == (None, None)
    assert copied["items"] == earlier["items"]
    copied["items"]["smoking"] = "allowed"
    assert earlier["items"]["smoking"] == "no_smoking"


@pytest.mark.parametrize("work_kind", list(sample_titles()) or ["none"])
def test_a_sample_leaves_the_numbers_to_the_company(app: Flask, work_kind: str) -> None:
    with app.test_request_context():
        begun = from_sample(work_kind, None, "")
        assert begun
        content, typed = begun
        assert content["texts"]["ja"]["duties"]
        assert content["base_pay_yen"] is None
        assert "allowance_kind_0" in typed
        found = findings(content, Circumstances(employer_name="旭川北成建設"))
        progress = progress_of(content, typed, found)
        assert not progress.has_unfit
        assert not [one for step in progress.steps for one in step.grave]
        assert {step.step for step in progress.steps if step.missing} == {
            DraftStep.WORK, DraftStep.CONTRACT, DraftStep.HOURS, DraftStep.PAY, DraftStep.LIVING
        }  # fmt: skip


def test_beginning_from_a_sample_or_an_earlier_one(
    clerk: FlaskClient, company: Organisation, db: Session
) -> None:
    answer = clerk.post("/en/company/positions/new", data={"sample": "surveying"})
    assert 'lang="ja" name="title_ja"' in clerk.get(answer.location).text
    earlier = make_submitted(company)
    answer = clerk.post("/en/company/positions/new", data={"copy": earlier.public_id})
    newest = queries.positions_of_company(acting_for(company))[0]
    assert answer.location.endswith(address(newest, "work"))
    assert (newest.state, newest.items) == (PostingState.DRAFT, earlier.items)
    assert clerk.post("/en/company/positions/new", data={"sample": "none"}).status_code == 404
    assert clerk.post("/en/company/positions/new", data={"title_ja": "土木"}).status_code == 422


def test_the_preview_shows_what_a_student_will_see(clerk: FlaskClient, company: Organisation) -> None:
    posting = make_draft(company, texts={"vi": {"title": "Quản lý thi công"}})
    page = clerk.get(f"{address(posting)}/preview")
    frame = f"/vi/company/positions/{posting.public_id}/previewed"
    assert f'class="preview is-phone" src="{frame}"' in page.text
    assert "frame-src 'self'" in page.headers["Content-Security-Policy"]
    assert 'class="preview is-desk"' in clerk.get(f"{address(posting)}/preview?as=id&width=desk").text
    shown = clerk.get(frame)
    assert "Quản lý thi công</h1>" in shown.text
    assert "佐藤" not in shown.text
    assert "frame-ancestors 'self'" in shown.headers["Content-Security-Policy"]
    assert shown.headers["Cache-Control"] == "no-store"
    # The clerk's own language stays.
    assert "language=vi" not in str(shown.headers.getlist("Set-Cookie"))
    # Nobody but the company sees it.
    assert clerk.get(f"/vi/positions/{posting.slug}").status_code == 404


def test_the_pages_cost_the_same(
    clerk: FlaskClient, company: Organisation, count_queries: CountQueries
) -> None:
    posting = make_draft(company)
    with count_queries(8):
        clerk.get(address(posting, "pay"))
    with count_queries(9):
        clerk.get(address(posting))
