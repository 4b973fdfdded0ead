"""The page of the retention figures, on the list that every tool gets wrong, and the public one that tells of nobody."""

from datetime import date, datetime
import io
from pathlib import Path
import re
import struct

from flask.testing import FlaskClient
from openpyxl import load_workbook
import pytest
from sqlalchemy.orm import Session

from recruit.core.db import writing
from recruit.core.facts import load_shipped
from recruit.core.visitor import WORKER
from recruit.placements import bringing_in, lists
from recruit.placements.rules import ExitKind
from recruit.retention.disclosure.jobs import release_public
from tests import people
from tests.conftest import CountQueries
from tests.factories.placements import add_placement

DEMO = Path(__file__).parents[1] / "fixtures" / "retention" / "hires_demo.csv"
QUESTION = "source=hires_demo.csv&as_of=2025-10-01"
PAGE = f"/en/staff/retention?{QUESTION}"


@pytest.fixture
def demo_list(db: Session, app, now: datetime) -> None:
    """The demonstration list, brought in as an operator would, and the national figures."""
    found = lists.read(DEMO.name, DEMO.read_bytes())
    with writing():
        load_shipped()
        bringing_in.bring_in(found.rows, source=DEMO.name, dry_run=False, by=WORKER, now=now)


@pytest.fixture
def officer(client: FlaskClient) -> FlaskClient:
    """Signed in as the one whose page this is."""
    return people.sign_in(client, people.retention_officer())


def words_of(html: str) -> str:
    return " ".join(html.split())


def test_the_list_of_thirty_reads_as_it_must(officer: FlaskClient, demo_list: None) -> None:
    page = officer.get(PAGE)
    text = words_of(page.text)
    assert page.status_code == 200
    assert (
        "12 months after the first working day, <b>50.7%</b> still work at the same company (29 people, 95% interval "
        in text
    )
    assert "14 people were still observed at 12 months." in text
    assert "Ignoring late registrations it would read 57.5%." in text
    assert "join construction it is 88.7%." in text
    assert "hires_demo.csv H30" in text
    assert "Registered on or after the day on which observation ends" in text
    assert "First working day 1 April 2024, registered 1 October 2025." in text
    assert '<td class="number" data-label="At risk">14</td>' in text
    assert "not yet estimable" in text


def test_what_was_known_earlier_reads_otherwise(officer: FlaskClient, demo_list: None) -> None:
    text = words_of(officer.get(f"{PAGE}&known_by=2024-01-01").text)
    assert "H30" not in text
    assert "50.7%" not in text


def test_the_filters_stand_in_the_address(officer: FlaskClient, demo_list: None) -> None:
    text = words_of(officer.get(f"{PAGE}&country=ID&size=mid_size&start_year=2023").text)
    assert '<option value="ID" selected>Indonesia</option>' in text
    assert '<option value="mid_size" selected>' in text
    assert '<option value="2023" selected>' in text
    assert 'value="2025-10-01"' in text
    assert "figures.csv?as_of=2025-10-01&amp;source=hires_demo.csv&amp;country=ID" in text


@pytest.mark.parametrize("language", ["ja", "vi"])
def test_a_bad_day_is_named_and_the_rest_kept(officer: FlaskClient, demo_list: None, language: str) -> None:
    page = officer.get(f"/{language}/staff/retention?as_of=2025-02-30&source=hires_demo.csv&known_by=%3Cb%3E")
    assert page.status_code == 200
    assert "2025-02-30" in page.text
    assert "&lt;b&gt;" in page.text
    assert '<option value="hires_demo.csv" selected>' in page.text


def test_files_leave_out_what_rests_on_fewer_than_five(officer: FlaskClient, demo_list: None) -> None:
    text = officer.get(f"/en/staff/retention/figures.csv?{QUESTION}").data.decode("utf-8-sig")
    rows = {line.split(",")[0]: line.split(",") for line in text.splitlines()}
    assert rows["12"][1:5] == ["0.5071", rows["12"][2], rows["12"][3], "14"]
    assert rows["36"][1] == rows["36"][4] == "fewer than 5"
    book = load_workbook(io.BytesIO(officer.get(f"/en/staff/retention/figures.xlsx?{QUESTION}").data))
    assert [cell.value for cell in next(iter(book.active.iter_rows(min_row=5, max_row=5)))][:2] == [
        12,
        0.5071,
    ]
    drawing = officer.get(f"/en/staff/retention/figures.svg?{QUESTION}")
    assert drawing.mimetype == "image/svg+xml"
    assert drawing.text.startswith("<svg")
    where_to = officer.get(f"/ja/staff/retention/figures.svg?drawing=exits&{QUESTION}").text
    assert "辞めた人の行き先" in where_to
    picture = officer.get(f"/ja/staff/retention/figures.png?{QUESTION}")
    assert picture.mimetype == "image/png"
    size = [float(re.search(f' {side}="([0-9.]+)"', drawing.text)[1]) for side in ("width", "height")]
    # Twice the size of the drawing, and a margin of 12 all around.
    found = struct.unpack(">II", picture.data[16:24])
    assert found == tuple(pytest.approx(2 * (one + 24), abs=2) for one in size)
    assert officer.get(f"/en/staff/retention/figures.pdf?{QUESTION}").status_code == 404


@pytest.mark.parametrize(
    ("who", "status"),
    [(people.coordinator, 200), (people.administrator, 200), (people.editor, 403), (people.student, 403)],
)
def test_who_may_read_it(client: FlaskClient, db: Session, who, status: int) -> None:
    assert client.get("/en/staff/retention").status_code == 303
    people.sign_in(client, who())
    assert client.get("/en/staff/retention").status_code == status
    assert client.get("/en/staff/retention/figures.csv").status_code == status


def test_nobody_to_count(officer: FlaskClient) -> None:
    page = officer.get("/en/staff/retention")
    assert "Nobody to count yet" in page.text
    assert officer.get("/en/staff/retention/figures.svg").status_code == 404
    assert officer.get("/en/staff/retention/figures.csv").status_code == 200


def test_thirty_six_cohorts_cost_as_many_statements_as_one(
    officer: FlaskClient, db: Session, count_queries: CountQueries
) -> None:
    with writing():
        add_placement(starts_on=date(2017, 4, 1))
    with count_queries(7):
        officer.get("/ja/staff/retention")
    with writing():
        for number in range(36):
            began = date(2017 + number // 4, number % 4 * 3 + 1, 1)
            add_placement(starts_on=began)
            add_placement(
                starts_on=began, ended_on=date(began.year, began.month, 28), exit_kind=ExitKind.CONTRACT_END
            )
    with count_queries(7):
        page = officer.get("/ja/staff/retention")
    assert page.text.count("<tr>") > 36


def test_the_public_page_is_honest_when_there_are_few(
    client: FlaskClient, demo_list: None, now: datetime
) -> None:
    release_public(now)
    page = client.get("/en/statistics")
    assert page.status_code == 200
    # 30 people, but fewer than 20 of them were ever observed at any milestone that is published.
    assert "50.7" not in page.text
    assert "not enough people yet" in page.text
    assert "H30" not in page.text


def test_the_public_page_rounds(
    client: FlaskClient, db: Session, count_queries: CountQueries, now: datetime
) -> None:
    with writing():
        for number in range(40):
            gone = date(2025, 9, 10) if number < 11 else None
            add_placement(
                starts_on=date(2025, 4, 1), ended_on=gone, exit_kind=ExitKind.RETURNED_HOME if gone else None
            )
    release_public(now)
    with count_queries(2):
        text = words_of(client.get("/en/statistics").text)
    assert "12 months after the first working day, about 70% still work at the same company." in text
    assert "about 40" in text
