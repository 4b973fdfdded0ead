"""The pages that set groups of hires side by side, and the list behind a figure."""

from datetime import date, datetime, timedelta

from flask import Flask
from flask.testing import FlaskClient
import pytest
from sqlalchemy.orm import Session

from recruit.core.db import writing
from recruit.core.visitor import WORKER
from recruit.organisations.rules import Prefecture, Support
from recruit.placements import actions
from recruit.retention import queries
from recruit.retention.comparing.queries import values_of, within
from recruit.retention.comparing.rules import By
from recruit.retention.rules import Question
from recruit.students.models import Education, LanguageResult
from recruit.students.rules import LanguageTest
from tests import people
from tests.conftest import CountQueries
from tests.factories.applications import make_student
from tests.factories.fairs import make_fair, make_meeting, student_of
from tests.factories.placements import make_accepted_offer, make_company, make_placement


@pytest.fixture
def hires(app: Flask, db: Session) -> list[str]:
    """Two at a company in Sapporo that gives a mentor, one in Osaka; the first studied in Hanoi and had N3 at the start."""
    north, south = make_company(), make_company()
    user = people.student()
    with writing():
        assert north.company
        assert south.company
        north.company.prefecture, north.company.support = Prefecture.HOKKAIDO, [str(Support.MENTOR)]
        south.company.prefecture = Prefecture.OSAKA
    found = [
        make_placement(employer=north, person=user.person, starts_on=date(2025, 4, 1)),
        make_placement(employer=north, starts_on=date(2025, 10, 1)),
        make_placement(employer=south, starts_on=date(2026, 4, 1), country="ID"),
    ]
    student = make_student(user)
    with writing() as rows:
        found[0].fair_slug = "no-such-fair"
        rows.add(
            Education(
                student_id=student.id, university_name="Trường Đại học Hà Nội", graduates_on=date(2024, 6, 1)
            )
        )
        rows.add_all(
            LanguageResult(
                student_id=student.id, language="ja", test=LanguageTest.JLPT, level=level, taken_on=on
            )
            for level, on in (("N4", date(2023, 7, 1)), ("N3", date(2024, 7, 1)), ("N1", date(2026, 7, 1)))
        )
    return [hire.public_id for hire in found]


GROUPS = {
    By.FAIR: ["no-such-fair", "", ""],
    By.START_YEAR: ["2025", "2025", "2026"],
    By.COUNTRY: ["VN", "VN", "ID"],
    By.UNIVERSITY: ["Trường Đại học Hà Nội", "", ""],
    By.REGION: ["hokkaido", "hokkaido", "kinki"],
    By.JAPANESE: ["N3", "", ""],
    By.SUPPORT: ["with", "with", "without"],
}


def test_each_hire_has_its_groups(hires: list[str], now: datetime, count_queries: CountQueries) -> None:
    found = queries.hires_known_by(now)
    for by, expected in GROUPS.items():
        with count_queries(0 if by in (By.START_YEAR, By.COUNTRY) else 1):
            groups = values_of(found, by)
        assert [groups[public_id] for public_id in hires] == expected, by
        kept = within(queries.chosen(found, Question(date(2026, 11, 25), now)), {by: expected[0]})
        alike = [hire for hire, value in zip(hires, expected, strict=True) if value == expected[0]]
        assert sorted(hire.public_id for hire in kept) == sorted(alike), by


def test_the_fair_where_they_met_stays_with_the_hire(app: Flask, db: Session, now: datetime) -> None:
    company, user = make_company(), people.student()
    offer = make_accepted_offer(user, company, planned_start_on=date(2027, 10, 1), now=now)
    fair = make_fair()
    make_meeting(fair, student_of(user), company)
    with writing():
        fair.event.starts_at = now - timedelta(days=30)
    with writing():
        placement = actions.open_placement(offer, by=WORKER, now=now)
    assert placement.fair_slug == fair.event.slug


def test_the_pages_name_their_groups_and_lead_to_the_people(client: FlaskClient, hires: list[str]) -> None:
    people.sign_in(client, people.coordinator())
    page = client.get("/en/staff/retention/compare?by=region&as_of=2026-11-25").text
    assert "Hokkaido" in page
    assert "region=hokkaido" in page
    assert "There is nothing to compare" not in page
    assert "Compare these two" in page
    two = client.get("/en/staff/retention/compare?by=region&first=kinki&second=hokkaido").text
    assert '<option value="kinki" selected>' in two
    assert "Klein and others (2007)" in two
    assert "Compare these two" not in client.get("/en/staff/retention/compare?by=country").text
    listed = client.get("/en/staff/retention/people?as_of=2026-11-25&region=hokkaido").text
    assert [public_id in listed for public_id in hires] == [True, True, False]
    alone = client.get("/vi/staff/retention?as_of=2026-11-25&region=kinki").text
    assert "region=kinki" in alone
    table = client.get("/en/staff/retention/compare.csv?by=country").data.decode("utf-8-sig")
    assert "Indonesia,fewer than 5,fewer than 5,12,fewer than 5,,,fewer than 5" in table
    assert client.get("/en/staff/retention/compare.svg?by=country").status_code == 404
    # Regions are read off the companies of today, countries stand with the hire.
    by_today = "goes by what is known today"
    assert [by_today in client.get(f"/en/staff/retention/{one}").text for one in (
        "compare?by=region", "compare?by=country", "compare?by=country&region=kinki"
    )] == [True, False, True]  # fmt: skip
    assert client.get("/en/staff/retention/compare?by=shoe_size").status_code == 404


def test_who_may_compare(client: FlaskClient, hires: list[str]) -> None:
    people.sign_in(client, people.editor())
    for address in ("compare", "people", "compare.csv"):
        assert client.get(f"/en/staff/retention/{address}").status_code == 403
