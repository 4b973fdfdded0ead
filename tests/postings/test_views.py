"""Pages of positions: who reads what, forms that keep what was typed, lists that cost the same however long they are."""

from datetime import datetime, timedelta
import json
import re
from typing import Any

from flask.testing import FlaskClient
import pytest
from sqlalchemy.orm import Session
from time_machine import Traveller

from recruit.core.db import writing
from recruit.organisations.models import Organisation
from recruit.organisations.rules import OrganisationState, Rights
from recruit.postings.models import Posting
from recruit.postings.rules import PostingState
from recruit.students.models import Education, LanguageResult, Student
from recruit.students.rules import EducationLevel, LanguageTest, Major
from tests import people
from tests.conftest import CountQueries
from tests.factories.placements import make_company, make_member
from tests.factories.postings import make_draft, make_published, make_submitted


@pytest.fixture
def company(app: Any) -> Organisation:
    return make_company("旭川北成建設")


def sign_in_member(client: FlaskClient, company: Organisation, rights: Rights = Rights.OWNER) -> None:
    user = people.company_member()
    make_member(user, company, rights)
    people.sign_in(client, user)


def test_public_page(client: FlaskClient, company: Organisation) -> None:
    posting = make_published(
        company, texts={"vi": {"title": "Quản lý thi công", "duties": "Lập bảng tiến độ"}}
    )
    answer = client.get(f"/vi/positions/{posting.slug}")
    assert answer.status_code == 200
    assert "Quản lý thi công" in answer.text
    assert "240.000" in answer.text
    assert posting.verify_code in answer.text
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', answer.text, re.DOTALL)
    assert block is not None
    data = json.loads(block.group(1))
    assert data["@type"] == "JobPosting"
    assert data["baseSalary"]["value"]["value"] == 225_000
    japanese = client.get(f"/vi/positions/{posting.slug}?text=ja").text
    assert '<h1 lang="ja">土木施工管理</h1>' in japanese


def test_a_text_cannot_break_out_of_the_data_block(client: FlaskClient, company: Organisation) -> None:
    posting = make_published(company, texts={"en": {"title": "</script><script>alert(1)</script>"}})
    page = client.get(f"/en/positions/{posting.slug}").text
    assert "<script>alert(1)" not in page


def test_hidden_positions_are_not_found(client: FlaskClient, company: Organisation, db: Session) -> None:
    draft, published = make_draft(company), make_published(company)
    assert client.get(f"/en/positions/{draft.slug}").status_code == 404
    with writing():
        company.state = OrganisationState.SUSPENDED
    assert client.get(f"/en/positions/{published.slug}").status_code == 404
    assert published.slug not in client.get("/en/positions").text


def test_after_the_last_day_it_is_read_but_not_listed(
    client: FlaskClient, company: Organisation, clock: Traveller, now: datetime
) -> None:
    posting = make_published(company, closes_at=(now + timedelta(minutes=1)).isoformat())
    clock.shift(timedelta(minutes=2))
    assert posting.slug not in client.get("/en/positions").text
    assert "The time for applications is over." in client.get(f"/en/positions/{posting.slug}").text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", True),
        ("q=土木", True),
        ("q=asahi&prefecture=hokkaido", False),
        ("q=hokkaido", True),
        ("work=surveying", False),
        ("japanese=N4", False),
        ("japanese=N2", True),
        ("major=civil", True),
        ("major=hvac", False),
        ("after=nonsense&sort=nonsense", True),
        ("work=nonsense", False),
    ],
)
def test_filters(client: FlaskClient, company: Organisation, query: str, *, found: bool) -> None:
    posting = make_published(company)
    assert (posting.slug in client.get(f"/en/positions?{query}").text) is found


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same(
    client: FlaskClient, company: Organisation, count_queries: CountQueries, number: int
) -> None:
    for _row in range(number):
        make_published(company)
    with count_queries(5):
        assert client.get("/ja/positions").status_code == 200


def test_verify(client: FlaskClient, company: Organisation) -> None:
    posting = make_published(company)
    code = posting.verify_code or ""
    assert "This code is real" in client.get(f"/en/verify/{code.replace('-', '').lower()}").text
    assert "No published position has this code" in client.get("/en/verify/ZZ-9999-99").text
    assert client.get(f"/en/verify/?code={code}").location.endswith(f"/en/verify/{code}")


def test_fit_is_reasons(client: FlaskClient, company: Organisation) -> None:
    posting = make_published(company)
    user = people.student()
    with writing() as rows:
        student = Student(person_id=user.person_id, saved_at=posting.saved_at)
        student.educations = [Education(degree=EducationLevel.BACHELOR, major=Major.CIVIL)]
        student.language_results = [LanguageResult(test=LanguageTest.JLPT, level="N4")]
        rows.add(student)
    people.sign_in(client, user)
    page = client.get(f"/en/positions/{posting.slug}").text
    assert "Your major is among those asked for." in page
    assert "Japanese: you have N4" in page


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/en/company/positions", 303),
        ("/en/company/positions/new", 303),
        ("/en/staff/positions", 303),
    ],
)
def test_nobody_signs_in_first(client: FlaskClient, address: str, status: int) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    assert "/sign-in" in answer.location


def test_strangers_find_nothing(client: FlaskClient, company: Organisation) -> None:
    posting = make_draft(company)
    user = people.other_company_member()
    make_member(user, make_company("他社"))
    people.sign_in(client, user)
    assert client.get(f"/en/company/positions/{posting.public_id}").status_code == 404
    assert client.post(f"/en/company/positions/{posting.public_id}/close").status_code == 404
    assert client.get(f"/en/staff/positions/{posting.public_id}").status_code == 403


def test_viewers_read_only(client: FlaskClient, company: Organisation) -> None:
    posting = make_published(company)
    sign_in_member(client, company, Rights.VIEWER)
    page = client.get(f"/en/company/positions/{posting.public_id}").text
    assert "take-back" not in page
    assert client.post(f"/en/company/positions/{posting.public_id}/take-back").status_code == 403


@pytest.mark.parametrize("number", [1, 3])
def test_the_companys_list_costs_the_same(
    client: FlaskClient, company: Organisation, count_queries: CountQueries, number: int
) -> None:
    for _row in range(number):
        make_draft(company)
    sign_in_member(client, company)
    with count_queries(8):
        assert client.get("/ja/company/positions").status_code == 200


def test_staff_check_and_publish(client: FlaskClient, company: Organisation, db: Session) -> None:
    posting: Posting = make_submitted(company)
    people.sign_in(client, people.coordinator())
    assert client.get("/ja/staff/positions?state=in_review").status_code == 200
    assert client.get(f"/ja/staff/positions/{posting.public_id}").status_code == 200
    assert (
        client.post(f"/ja/staff/positions/{posting.public_id}/return", data={"reason": " "}).status_code
        == 422
    )
    assert client.post(f"/ja/staff/positions/{posting.public_id}/publish").status_code == 303
    db.refresh(posting)
    assert posting.state is PostingState.PUBLISHED
    # A second click finds it published and changes nothing.
    assert client.post(f"/ja/staff/positions/{posting.public_id}/publish").status_code == 422
