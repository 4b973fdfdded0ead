"""Pages for everybody: the start page and the way to it, legal texts, the site's map, countries."""

from datetime import UTC, date, datetime
from xml.etree import ElementTree as ET

from flask.testing import FlaskClient
import pytest
from sqlalchemy.orm import Session

from recruit.core.db import writing
from recruit.core.facts import load_shipped
from recruit.dashboards.queries import public as queries
from recruit.dashboards.views.countries import _line
from recruit.events.rules import EventState
from recruit.organisations.rules import OrganisationKind, OrganisationState
from recruit.placements.rules import PlacementState
from tests import people
from tests.conftest import CountQueries
from tests.factories import dashboards as make


@pytest.mark.parametrize(
    ("cookie", "accepts", "leads_to"),
    [
        (None, "vi-VN,vi;q=0.9,en;q=0.5", "/vi/"),
        (None, "fr", "/ja/"),
        (None, "", "/ja/"),
        ("id", "vi", "/id/"),
        ("xx", "in-ID", "/id/"),
    ],
)
def test_the_bare_address_leads_to_the_reader_s_language(
    client: FlaskClient, cookie: str | None, accepts: str, leads_to: str
) -> None:
    if cookie:
        client.set_cookie("language", cookie)
    answer = client.get("/", headers={"Accept-Language": accepts})
    assert (answer.status_code, answer.location) == (302, leads_to)
    assert answer.headers["Vary"] == "Accept-Language, Cookie"


def test_the_bare_address_knows_a_person_s_language(client: FlaskClient) -> None:
    people.sign_in(client, people.other_student())
    assert client.get("/", headers={"Accept-Language": "ja"}).location == "/id/"


def test_the_start_page_shows_coming_fairs_with_two_clocks(
    client: FlaskClient, now: datetime, count_queries: CountQueries
) -> None:
    make.make_fair("hanoi", now)
    make.make_fair("past", now, days=-30, state=EventState.FINISHED)
    make.make_fair("draft", now, state=EventState.DRAFT)
    with count_queries(3):
        page = client.get("/ja/").text
    assert "Fair hanoi" in page
    assert "Fair past" not in page
    assert "Fair draft" not in page
    assert "ベトナム" in page
    assert "/ja/start" not in page


def test_the_start_page_leads_who_is_signed_in_onward(
    client: FlaskClient, now: datetime, count_queries: CountQueries
) -> None:
    make.make_fair("hanoi", now)
    people.sign_in(client, people.student())
    with count_queries(6):
        page = client.get("/en/").text
    assert "/en/start" in page


def test_a_figure_needs_twenty_people_and_is_rounded(client: FlaskClient, now: datetime) -> None:
    company = make.make_organisation("works", now)

    def hire(number: int) -> None:
        make.make_placement(
            people.make_user(f"hire{number}@demo.example").person,
            company,
            f"{number}",
            state=PlacementState.WORKING,
            started_on=date(2025, 2, 1),
            registered_on=date(2025, 1, 1),
            now=datetime(2025, 2, 1, tzinfo=UTC),
        )

    for number in range(19):
        hire(number)
    assert "after twelve months" not in client.get("/en/").text
    hire(19)
    page = client.get("/en/").text
    assert "90% or more are still at the same company after twelve months." in page
    assert "about 20" in page
    assert "1 October 2026" in page


@pytest.mark.parametrize("page", ["privacy", "terms", "accessibility", "operator"])
@pytest.mark.parametrize("language", ["ja", "en", "id", "vi"])
def test_legal_texts_name_the_operator_in_every_language(
    client: FlaskClient, page: str, language: str
) -> None:
    answer = client.get(f"/{language}/{page}")
    assert answer.status_code == 200
    assert "{{" not in answer.text
    assert "<table>" not in answer.text
    assert "<th></th>" not in answer.text
    assert "office@kakehashi.example" in answer.text


def test_the_operator_s_page_shows_what_was_declared(client: FlaskClient) -> None:
    page = client.get("/en/operator").text
    assert "licence" in page or "Free placement office" in page
    assert client.application.extensions["recruit.settings"].operator_number in page


def test_the_map_lists_public_things_in_every_language(client: FlaskClient, now: datetime) -> None:
    make.make_organisation("open-works", now)
    make.make_organisation("new-works", now, state=OrganisationState.APPLIED)
    make.make_fair("hanoi", now)
    make.make_fair("draft", now, state=EventState.DRAFT)
    answer = client.get("/sitemap.xml")
    assert answer.mimetype == "application/xml"
    names = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
    pages = {
        entry.findtext("s:loc", "", names): {link.get("hreflang") for link in entry.findall("x:link", names)}
        for entry in ET.fromstring(answer.text)
    }
    assert "http://localhost/vi/companies/open-works" in pages
    assert "http://localhost/id/fairs/hanoi" in pages
    assert not any("new-works" in address or "draft" in address for address in pages)
    assert all(languages == {"ja", "en", "id", "vi"} for languages in pages.values())
    for address in pages:
        assert client.get(address.removeprefix("http://localhost")).status_code == 200, address


def test_members_page_counts_who_takes_part(client: FlaskClient, now: datetime) -> None:
    make.make_organisation("open-works", now)
    assert "1 company takes part." in client.get("/en/members").text


def test_countries_show_facts_with_source_and_day(client: FlaskClient, db: Session, now: datetime) -> None:
    with writing():
        load_shipped()
    make.make_organisation(
        "huce", now, kind=OrganisationKind.UNIVERSITY, country="VN", state=OrganisationState.LISTED
    )
    make.make_fair("hanoi", now)
    page = client.get("/en/countries/VN").text
    assert "63.2 days" in page
    assert "checked on 22 November 2026" in page
    assert "Fair hanoi" in page
    assert "1 university" in page
    assert "Fair hanoi" not in client.get("/en/countries/ID").text
    assert client.get("/en/countries/JP").status_code == 404
    assert client.get("/en/countries/vn").status_code == 404


def test_every_fact_of_a_country_has_its_line(client: FlaskClient, db: Session) -> None:
    with writing():
        load_shipped()
    with client.application.test_request_context("/vi/"):
        for country in queries.COUNTRIES:
            page = queries.country_page(country, date(2026, 11, 25))
            assert len(page.facts) == len(queries.FACTS_OF[country]) + len(queries.FACTS_OF_ALL)
            assert all(_line(fact).value for fact in page.facts)


def test_the_icon_is_the_mark(client: FlaskClient) -> None:
    assert client.get("/favicon.ico").location.endswith("/static/mark.svg")
