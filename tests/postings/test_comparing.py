"""Positions side by side: what differs is marked, what is not public is not found, and four cost as much as two."""

import re
from typing import Any

from flask.testing import FlaskClient
import pytest
from sqlalchemy.orm import Session

from recruit.core.db import writing
from recruit.organisations.models import Organisation
from recruit.organisations.rules import OrganisationState
from recruit.postings.models import Posting
from recruit.students.models import Education, LanguageResult, Student
from recruit.students.rules import EducationLevel, LanguageTest, Major
from tests import people
from tests.conftest import CountQueries
from tests.factories.placements import make_company
from tests.factories.postings import make_draft, make_published, whole_content

# Who asks, the list with its facets and names, and four for the profile, however many positions there are.
STATEMENTS_OF_A_STUDENTS_LIST = 12


@pytest.fixture
def company(app: Any) -> Organisation:
    return make_company("旭川北成建設")


def address(*postings: Posting, language: str = "en") -> str:
    return f"/{language}/positions/compare?" + "&".join(f"with={one.slug}" for one in postings)


def test_what_differs_stands_apart_from_what_is_the_same(client: FlaskClient, company: Organisation) -> None:
    first = make_published(company, base_pay_yen=225_000)
    second = make_published(company, base_pay_yen=250_000, smoking="outdoors")
    page = client.get(address(first, second)).text
    differing, same = page.split("The same in all")
    assert "¥225,000" in differing
    assert "¥250,000" in differing
    assert "Protection from tobacco smoke" in differing
    assert "Days off" in same
    assert "Days off" not in differing
    assert f"with={second.slug}" in differing
    # Coded values read in every language, the original text says which language it is in.
    vietnamese = client.get(address(first, second, language="vi")).text
    assert "225.000" in vietnamese
    assert "<b>土木施工管理</b>" in vietnamese
    assert 'lang="ja"' in vietnamese


def test_positions_of_one_company_are_told_apart(client: FlaskClient, company: Organisation) -> None:
    bridge = {"ja": whole_content()["texts"]["ja"] | {"title": "橋梁設計"}}
    chosen = [make_published(company), make_published(company), make_published(company, texts=bridge)]
    labels = re.findall(r'data-label="([^"]+)"', client.get(address(*chosen, language="ja")).text)
    assert set(labels) == {
        "旭川北成建設 · 土木施工管理",
        "旭川北成建設 · 土木施工管理 (2)",
        "旭川北成建設 · 橋梁設計",
    }


def test_only_what_everybody_may_read(client: FlaskClient, company: Organisation, db: Session) -> None:
    first, draft = make_published(company), make_draft(company)
    other = make_company("他社")
    elsewhere = make_published(other)
    assert client.get(address(draft)).status_code == 404
    assert client.get("/en/positions/compare?with=guessed-0001").status_code == 404
    gone = "1 position is no longer on the list"
    for page in (
        client.get(address(first, draft)),
        client.get(f"/en/positions/compare?with={first.slug}&with=guessed-0001"),
    ):
        assert (page.status_code, gone in page.text) == (200, True)
        assert f"/positions/{draft.slug}" not in page.text
    assert gone not in client.get(address(first, elsewhere)).text
    with writing():
        other.state = OrganisationState.SUSPENDED
    page = client.get(address(first, elsewhere))
    assert gone in page.text
    assert f"/positions/{elsewhere.slug}" not in page.text


def test_one_is_offered_others_of_its_kind(client: FlaskClient, company: Organisation) -> None:
    first, second = make_published(company), make_published(company)
    unlike = make_published(company, work_kind="surveying")
    page = client.get(address(first)).text
    assert f'value="{second.slug}"' in page
    assert unlike.slug not in page


def test_more_than_fit_are_shown_again_to_choose_from(client: FlaskClient, company: Organisation) -> None:
    chosen = [make_published(company) for _one in range(5)]
    page = client.get(address(*chosen, make_draft(company))).text
    assert re.findall(r'name="with" value="([^"]+)" checked', page) == [one.slug for one in chosen]


def test_what_is_left_says_whether_the_rent_is_paid_from_it(
    client: FlaskClient, company: Organisation
) -> None:
    flat = make_published(company)
    helped = make_published(company, housing={"kind": "rent_allowance", "yen": 30_000})
    page = client.get(address(flat, helped)).text
    assert "without rent, which you still pay; the company adds up to ¥30,000" in page
    assert "after what the company takes for the home" in page


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("", "Please choose the positions to compare"),
        ("?with=a&with=b&with=c&with=d&with=e", "Please choose at most 4 positions"),
    ],
)
def test_none_and_too_many_are_asked_for_again(client: FlaskClient, app: Any, query: str, words: str) -> None:
    answer = client.get(f"/en/positions/compare{query}")
    assert (answer.status_code, words in answer.text) == (200, True)


@pytest.mark.parametrize("number", [2, 4])
def test_the_page_costs_the_same(
    client: FlaskClient, company: Organisation, count_queries: CountQueries, number: int
) -> None:
    chosen = [make_published(company) for _one in range(number)]
    if number < 4:
        make_published(company)
    asked = address(*chosen, language="ja")
    # Positions, names, texts; with room for more, the same of what is offered.
    with count_queries(6 if number < 4 else 3):
        assert client.get(asked).status_code == 200


def test_a_student_reads_what_is_missing(client: FlaskClient, company: Organisation) -> None:
    easy, hard = make_published(company, japanese_level="N4"), make_published(company, japanese_level="N1")
    user = people.student()
    with writing() as rows:
        student = Student(person_id=user.person_id, saved_at=easy.saved_at)
        student.educations = [Education(degree=EducationLevel.BACHELOR, major=Major.CIVIL)]
        student.language_results = [LanguageResult(test=LanguageTest.JLPT, level="N4")]
        rows.add(student)
    people.sign_in(client, user)
    page = client.get(address(easy, hard)).text
    assert "Still open for you: Japanese on arrival." in page
    assert "Does it suit you?" in page.split("The same in all")[0]


@pytest.mark.parametrize("number", [2, 4])
def test_the_list_tells_a_student_what_is_missing_at_the_same_cost(
    client: FlaskClient, company: Organisation, count_queries: CountQueries, number: int
) -> None:
    made = [make_published(company, japanese_level="N1") for _one in range(number)]
    user = people.student()
    with writing() as rows:
        student = Student(person_id=user.person_id, saved_at=made[0].saved_at)
        student.educations = [Education(degree=EducationLevel.BACHELOR, major=Major.CIVIL)]
        student.language_results = [LanguageResult(test=LanguageTest.JLPT, level="N4")]
        rows.add(student)
    people.sign_in(client, user)
    client.get("/en/positions")
    with count_queries(STATEMENTS_OF_A_STUDENTS_LIST):
        page = client.get("/en/positions").text
    assert page.count("Still open for you: Japanese on arrival.") == number
    assert page.count('name="with"') == number
