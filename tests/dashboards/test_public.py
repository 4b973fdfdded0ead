"""Pages for everybody: the start page and the way to it, legal texts, the site's map, countries."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree as ET

from flask import Flask
from flask.testing import FlaskClient
import pytest
from sqlalchemy.orm import Session

from recruit.core.db import writing
from recruit.core.facts import load_shipped
from recruit.dashboards.queries import mapped as sitemap_queries, public as queries
from recruit.dashboards.views.countries import _line
from recruit.events.rules import EventState
from recruit.organisations.rules import OrganisationKind, OrganisationState
from recruit.placements.rules import PlacementState
from recruit.retention.disclosure.jobs import release_public
from tests import people
from tests.conftest import CountQueries
from tests.factories import dashboards as make
from tests.factories.placements import make_company
from tests.factories.postings import make_draft, make_published

HOST = "http://localhost"


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
    assert release_public(now) == 0
    assert "after twelve months" not in client.get("/en/").text
    hire(19)
    release_public(now)
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


NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def mapped(client: FlaskClient) -> dict[str, ET.Element]:
    """Every address in all parts of the map."""
    assert f"Sitemap: {HOST}/sitemap.xml" in client.get("/robots.txt").text.splitlines()
    index = ET.fromstring(client.get("/sitemap.xml").data)
    parts = [one.findtext("s:loc", "", NAMES).removeprefix(HOST) for one in index]
    assert len(parts) == len(set(parts))
    return {
        entry.findtext("s:loc", "", NAMES): entry
        for part in parts
        for entry in ET.fromstring(client.get(part).data)
    }


def test_the_map_lists_public_things_in_every_language(client: FlaskClient, now: datetime) -> None:
    make.make_organisation("open-works", now)
    make.make_organisation("new-works", now, state=OrganisationState.APPLIED)
    make.make_fair("hanoi", now)
    make.make_fair("draft", now, state=EventState.DRAFT)
    opened = make_published(make_company())
    with writing():
        # Written some time before it opened.
        opened.saved_at = now - timedelta(days=9)
    position = opened.slug
    hidden = make_draft(make_company()).slug
    pages = mapped(client)
    for path in ("companies/open-works", "fairs/hanoi", f"positions/{position}", "members"):
        assert {f"{HOST}/{language}/{path}" for language in ("ja", "en", "id", "vi")} <= set(pages)
    assert not any(name in address for address in pages for name in ("new-works", "draft", hidden))
    for address, entry in pages.items():
        others = {link.get("hreflang"): link.get("href") for link in entry.findall("x:link", NAMES)}
        # Books stand in the languages in which they are written (tests/handbook/test_addresses.py).
        assert "/handbook/" in address.rstrip("/") + "/" or set(others) == {"ja", "en", "id", "vi"}
        assert address in others.values()
        assert client.get(address.removeprefix(HOST)).status_code == 200, address
    changed = pages[f"{HOST}/vi/positions/{position}"].findtext("s:lastmod", "", NAMES)
    assert datetime.fromisoformat(changed) == now.replace(microsecond=0)
    rules = RobotFileParser()
    rules.parse(client.get("/robots.txt").text.splitlines())
    assert rules.site_maps() == [f"{HOST}/sitemap.xml"]


def test_the_map_costs_the_same_however_much_there_is(
    client: FlaskClient,
    now: datetime,
    clock: Any,
    count_queries: CountQueries,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sitemap_queries, "SPAN", 2)
    company = make_company()
    made = [make_published(company).slug for _number in range(5)]
    clock.shift(timedelta(minutes=5))
    with count_queries(5):
        index = client.get("/sitemap.xml")
    parts = [one.findtext("s:loc", "", NAMES) for one in ET.fromstring(index.data)]
    of_positions = [one.removeprefix(HOST) for one in parts if "/positions-" in one]
    assert len(of_positions) == 3
    found = []
    for part in of_positions:
        with count_queries(2):
            answer = client.get(part)
            document = ET.fromstring(answer.data)
        found += [entry.findtext("s:loc", "", NAMES) for entry in document]
    assert sorted(set(found)) == sorted(
        f"{HOST}/{code}/positions/{slug}" for slug in made for code in ("ja", "en", "id", "vi")
    )
    for mark in (
        {"If-None-Match": answer.headers["ETag"]},
        {"If-Modified-Since": answer.headers["Last-Modified"]},
    ):
        again = client.get(part, headers=mark)
        assert (again.status_code, again.data) == (304, b"")
    with writing():
        company.state = OrganisationState.SUSPENDED
    clock.shift(timedelta(minutes=5))
    gone = client.get(part, headers={"If-None-Match": answer.headers["ETag"]})
    assert (gone.status_code, len(ET.fromstring(gone.data))) == (200, 0)


def test_a_part_of_the_map_is_sent_when_the_request_is_over(own_app: Flask) -> None:
    with own_app.extensions["recruit.database"].scope():
        slug = make_published(make_company()).slug
    answer = own_app.test_client().get("/sitemaps/positions-0.xml")
    assert answer.is_streamed
    for number in ("00", "-1", "x", "999999", "１"):
        assert own_app.test_client().get(f"/sitemaps/positions-{number}.xml").status_code == 404
    assert f"{HOST}/ja/positions/{slug}</loc>" in answer.text


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
