"""Pages of hires: the company's own, staff's all, and lists that are looked at before they are taken over."""

from datetime import date, timedelta
import io
from pathlib import Path
import re

from flask.testing import FlaskClient
import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from recruit.core import clock as core_clock
from recruit.core.db import session, writing
from recruit.organisations.rules import Rights
from recruit.placements import lists
from recruit.placements.models import Confirmation, Placement
from recruit.placements.rules import ConfirmationKind, ExitKind, PlacementState
from tests import people
from tests.conftest import CountQueries
from tests.factories.placements import make_company, make_member, make_placement
from tests.factories.students import make_student

DEMO = Path(__file__).parents[1] / "fixtures" / "retention" / "hires_demo.csv"
STAFF_PAGE = "/en/staff/placements"


@pytest.fixture
def at_work(client: FlaskClient, db: Session) -> Placement:
    """A hire of the company that is signed in."""
    company, member = make_company(), people.company_member()
    make_member(member, company)
    placement = make_placement(employer=company, name="Phạm Thu")
    people.sign_in(client, member)
    return placement


def test_the_company_sees_its_own_hires_only(client: FlaskClient, at_work: Placement) -> None:
    other = make_placement(employer=make_company("別の会社"), name="Somebody Else")
    page = client.get("/en/company/placements")
    assert "Phạm Thu" in page.text
    assert "Somebody Else" not in page.text
    assert client.get(f"/en/company/placements/{at_work.public_id}").status_code == 200
    assert client.get(f"/en/company/placements/{other.public_id}").status_code == 404
    assert client.post(f"/en/company/placements/{other.public_id}/end", data={}).status_code == 404


def test_a_japanese_reader_reads_katakana_first_and_a_viewer_gets_no_form(
    client: FlaskClient, db: Session
) -> None:
    company, viewer = make_company(), people.company_viewer()
    make_member(viewer, company, Rights.VIEWER)
    user = people.student()
    make_student(user, name_passport="PHAM THU", katakana="ファム・トゥー")
    placement = make_placement(employer=company, person=user.person, expected=True)
    people.sign_in(client, viewer)
    for address in ("/ja/company/placements", f"/ja/company/placements/{placement.public_id}"):
        page = client.get(address).text
        assert page.index("ファム・トゥー") < page.index("PHAM THU")
    assert "ファム・トゥー" not in client.get("/en/company/placements").text
    assert '<form class="form"' not in client.get(f"/en/company/placements/{placement.public_id}").text


def test_an_empty_list_says_what_will_come(client: FlaskClient, db: Session) -> None:
    member = people.company_member()
    make_member(member, make_company())
    people.sign_in(client, member)
    assert "Nobody has accepted an offer yet" in client.get("/en/company/placements").text


def test_an_end_is_checked_then_entered(client: FlaskClient, db: Session, at_work: Placement) -> None:
    address = f"/vi/company/placements/{at_work.public_id}/end"
    bad = client.post(address, data={"last_working_day": "2026-03-31", "exit_kind": "returned_home"})
    assert bad.status_code == 422
    assert 'value="2026-03-31"' in bad.text
    assert 'id="last_working_day-error"' in bad.text
    good = client.post(address, data={"last_working_day": "2026-10-31", "exit_kind": "returned_home"})
    assert good.status_code == 303
    db.refresh(at_work)
    assert (at_work.state, at_work.exit_kind) == (PlacementState.LEFT, ExitKind.RETURNED_HOME)
    assert (
        client.post(address, data={"last_working_day": "2026-10-31", "exit_kind": "unknown"}).status_code
        == 422
    )


def test_a_start_is_moved_then_confirmed(client: FlaskClient, db: Session, at_work: Placement) -> None:
    placement = make_placement(employer=at_work.employer, expected=True, starts_on=date(2026, 11, 20))
    address = f"/ja/company/placements/{placement.public_id}"
    assert client.post(f"{address}/start", data={"started_on": "2026-11-26"}).status_code == 422
    assert client.post(f"{address}/move", data={"planned_start_on": "2026-11-24"}).status_code == 303
    assert client.post(f"{address}/start", data={"started_on": "2026-11-24"}).status_code == 303
    db.refresh(placement)
    assert placement.started_on == date(2026, 11, 24)


@pytest.mark.parametrize("address", [STAFF_PAGE, f"{STAFF_PAGE}/import", "/en/company/placements"])
def test_the_doors(client: FlaskClient, db: Session, address: str) -> None:
    assert client.get(address).status_code == 303
    people.sign_in(client, people.student())
    assert client.get(address).status_code == 403


def test_staff_filter_hires_and_put_an_end_right(client: FlaskClient, db: Session) -> None:
    gone = make_placement(ended_on=date(2026, 9, 1), exit_kind=ExitKind.RETURNED_HOME, name="Gone Away")
    make_placement(name="Still Here")
    people.sign_in(client, people.coordinator())
    page = client.get(f"{STAFF_PAGE}?state=left&source=")
    assert "Gone Away" in page.text
    assert "Still Here" not in page.text
    one = client.get(f"{STAFF_PAGE}/{gone.public_id}")
    assert "What became known, in order" in one.text
    assert client.post(f"{STAFF_PAGE}/{gone.public_id}/end-withdrawn").status_code == 303
    assert client.post(f"{STAFF_PAGE}/{gone.public_id}/end-withdrawn").status_code == 422
    db.refresh(gone)
    assert gone.state is PlacementState.WORKING
    assert client.get(f"{STAFF_PAGE}/{'x' * 22}").status_code == 404


def send(client: FlaskClient, content: bytes, act: str, name: str = "hires_demo.csv"):
    return client.post(
        f"{STAFF_PAGE}/import", data={"file": (io.BytesIO(content), name), "source": "", "act": act}
    )


def test_a_list_is_shown_then_taken_over_once(client: FlaskClient, db: Session) -> None:
    people.sign_in(client, people.coordinator())
    assert client.get(f"{STAFF_PAGE}/import").status_code == 200
    assert "30 hires would be added." in send(client, DEMO.read_bytes(), "look").text
    assert db.scalar(select(func.count()).select_from(Placement)) == 0
    assert send(client, DEMO.read_bytes(), "take").status_code == 303
    assert db.scalar(select(func.count()).select_from(Placement)) == 30
    assert "30 hires stay as they are." in send(client, DEMO.read_bytes(), "look").text


def test_a_list_that_was_looked_at_is_taken_over_without_choosing_it_again(
    client: FlaskClient, db: Session
) -> None:
    people.sign_in(client, people.coordinator())
    page = send(client, DEMO.read_bytes(), "look").text
    kept = {
        name: value
        for name in ("kept", "kept_name", "source")
        for value in re.findall(rf'name="{name}" value="([^"]*)"', page)
    }
    assert kept["source"] == kept["kept_name"] == "hires_demo.csv"
    answer = client.post(f"{STAFF_PAGE}/import", data={**kept, "act": "take"})
    assert answer.status_code == 303
    assert answer.location.endswith("source=hires_demo.csv")
    assert db.scalar(select(func.count()).select_from(Placement)) == 30
    assert 'value="take"' not in send(client, DEMO.read_bytes(), "look").text
    nothing = client.post(f"{STAFF_PAGE}/import", data={"kept": "%%%", "act": "take"})
    assert nothing.status_code == 422
    assert "Please choose a file." in nothing.text


def test_staff_find_the_hires_about_whom_no_answer_came(client: FlaskClient, db: Session) -> None:
    waits, other = make_placement(name="Waits Long"), make_placement(name="Nobody Asked")
    with writing():
        session().add(
            Confirmation(
                placement_id=waits.id,
                about=ConfirmationKind.START,
                asked_at=core_clock.now() - timedelta(days=40),
                due_on=core_clock.now().date() - timedelta(days=20),
            )
        )
    people.sign_in(client, people.coordinator())
    page = client.get(f"{STAFF_PAGE}?asked=overdue").text
    assert "Waits Long" in page
    assert "Nobody Asked" not in page
    assert f"{STAFF_PAGE}?asked=overdue" in client.get("/en/staff/").text
    assert "What the employer has not answered" in client.get(f"{STAFF_PAGE}/{waits.public_id}").text
    assert "What the employer has not answered" not in client.get(f"{STAFF_PAGE}/{other.public_id}").text


def test_a_list_with_a_bad_row_is_not_taken_over(client: FlaskClient, db: Session) -> None:
    people.sign_in(client, people.coordinator())
    content = (",".join(lists.REQUIRED) + "\nH1,vi,small,2024-04-01,2024-03-20,,\n").encode()
    page = send(client, content, "take")
    assert page.status_code == 200
    assert "“vi” is not known. Did you mean “VN”?" in page.text
    assert 'value="take"' not in page.text
    assert db.scalar(select(func.count()).select_from(Placement)) == 0
    broken = send(client, b"nothing", "look", "hires.xlsx")
    assert broken.status_code == 422
    assert "This file is no XLSX workbook." in broken.text


def test_the_lists_cost_the_same_with_one_hire_and_with_three(
    client: FlaskClient, at_work: Placement, count_queries: CountQueries
) -> None:
    for _more in range(2):
        with count_queries(7):
            client.get("/ja/company/placements")
        make_placement(employer=at_work.employer)
        make_placement(employer=at_work.employer)
    people.sign_in(client, people.coordinator())
    with count_queries(6):
        client.get(STAFF_PAGE)
