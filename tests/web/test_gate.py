"""What the gate holds shut, whatever view lies behind it."""

from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
import pytest
from sqlalchemy.orm import Session

from recruit.app import create_app
from recruit.cases.rules import CaseState
from recruit.core.db import Database
from tests import people
from tests.conftest import make_settings
from tests.factories.cases import make_case


@pytest.mark.parametrize("move", ["take", "notes", "hand-over"])
def test_switching_the_language_moves_nothing(client: FlaskClient, db: Session, move: str) -> None:
    case = make_case()
    officer = people.retention_officer()
    people.sign_in(client, officer)
    client.post(
        f"/en/staff/cases/{case.public_id}/{move}",
        data={
            "switch_language": "vi",
            "words": "Called",
            "may_be_told_to": "nobody",
            "colleague": officer.person.public_id,
        },
    )
    db.refresh(case)
    assert (case.state, case.owner_id, list(case.notes)) == (CaseState.OPEN, None, [])


def test_a_page_in_another_language_keeps_every_value_of_a_filter(client: FlaskClient) -> None:
    page = client.get("/en/companies?q=bridges&area=a&area=b").get_data(as_text=True)
    assert 'href="/ja/companies?q=bridges&amp;area=a&amp;area=b"' in page


@pytest.mark.parametrize(("address", "leads_on"), [("/vi/nowhere", False), ("/vi/positions/gone-0001", True)])
def test_what_is_not_here_says_so_in_the_language_of_its_address(
    client: FlaskClient, address: str, leads_on: bool
) -> None:
    answer = client.get(address, headers={"Accept-Language": "ja"})
    assert answer.status_code == 404
    assert '<html lang="vi"' in answer.text
    assert ("Đến danh sách vị trí" in answer.text) is leads_on


@pytest.mark.parametrize("base_url", ["https://programme.example", "http://localhost"])
def test_cookies_belong_to_this_host_alone(
    app: Flask, shared_database: Database, instance_folder: Path, base_url: str
) -> None:
    url = shared_database.url.render_as_string(hide_password=False)
    built = create_app(make_settings(url, instance_folder, BASE_URL=base_url), database=shared_database)
    cookies = built.test_client().get("/en/account/sign-in", base_url=base_url).headers.getlist("Set-Cookie")
    session = next(line for line in cookies if "session=" in line)
    assert session.startswith("__Host-") is base_url.startswith("https")
    assert ("Secure" in session) is base_url.startswith("https")
    assert "HttpOnly" in session
    assert "SameSite=Lax" in session
    assert "Domain" not in session
