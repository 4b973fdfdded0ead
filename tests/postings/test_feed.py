"""The list of positions as a feed, read by a reader of feeds that knows nothing of us."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import feedparser
from flask.testing import FlaskClient
import html5lib
import pytest
from sqlalchemy.orm import Session

from recruit.core.db import writing
from recruit.organisations.rules import OrganisationState
from recruit.postings.views import feed
from tests.conftest import CountQueries
from tests.factories.placements import make_company
from tests.factories.postings import make_draft, make_published
from tests.linked_data import blocks_of

HOST = "http://localhost"
ATOM = "http://www.w3.org/2005/Atom"


def read(client: FlaskClient, address: str) -> Any:
    answer = client.get(address.removeprefix(HOST))
    assert (answer.status_code, answer.mimetype) == (200, "application/atom+xml")
    found = feedparser.parse(answer.data)
    assert not found.bozo, found.bozo_exception
    return found


def test_a_feed_is_found_on_the_list_and_read(client: FlaskClient, clock: Any) -> None:
    company = make_company("架け橋建設")
    civil = make_published(company, texts={"vi": {"title": "Quản lý thi công <1 & 2>\x0b", "duties": "Ảnh"}})
    bim = make_published(company, work_kind="bim_engineering")
    hidden = make_draft(company)
    page = html5lib.parse(client.get("/vi/positions?work=civil_site_management").text, treebuilder="etree")
    [link] = [
        one.get("href")
        for one in page.iter("{http://www.w3.org/1999/xhtml}link")
        if one.get("type") == "application/atom+xml"
    ]
    found = read(client, link)
    assert found.feed.language == "vi"
    assert [one.link for one in found.entries] == [f"{HOST}/vi/positions/{civil.slug}"]
    entry = found.entries[0]
    assert entry.title == "Quản lý thi công <1 & 2>"
    assert [(one.rel, one.hreflang) for one in entry.links] == [("alternate", "vi")]
    assert "civil_site_management" in {one.term for one in entry.tags}
    assert "225.000" in entry.content[0].value
    own = next(one.href for one in found.feed.links if one.rel == "self")
    assert urlsplit(own).query == "work=civil_site_management"
    assert found.feed.id == own
    every = read(client, "/ja/positions.atom")
    assert [one.link.rsplit("/", 1)[1] for one in every.entries] == [bim.slug, civil.slug]
    # What a reader of another language meets as it was written says which language that is.
    assert '<p><span lang="ja">' in read(client, "/id/positions.atom").entries[0].content[0].value
    assert '<span lang="' not in every.entries[0].content[0].value
    assert hidden.slug not in str(every.entries)
    with writing():
        company.state = OrganisationState.SUSPENDED
    assert read(client, "/ja/positions.atom").entries == []


@pytest.mark.parametrize("language", ["vi", "en"])
def test_what_people_write_is_no_markup(client: FlaskClient, db: Session, language: str) -> None:
    """In the languages in which it is written and in others, where it is marked."""
    evil = "</script><img src=x onerror=alert(1)>"
    posting = make_published(
        make_company("架け橋建設"), texts={"vi": {"title": evil, "duties": evil, "place": evil, "more": evil}}
    )
    feed_itself = client.get(f"/{language}/positions.atom").data
    [told] = [one.text or "" for one in ET.fromstring(feed_itself).iter(f"{{{ATOM}}}content")]
    page = client.get(f"/{language}/positions/{posting.slug}?text=vi").text
    for description in (told, blocks_of(page)[0]["description"]):
        assert "&lt;img" in description or language == "en"
        assert "<img" not in description
    assert "<img src=x" not in page
    assert page.count("</script>") == page.count("<script")


def test_what_opens_on_its_day_was_not_changed_before(client: FlaskClient, db: Session) -> None:
    position = make_published(make_company("架け橋建設"))
    with writing():
        position.saved_at = position.opens_at - timedelta(days=9)
    found = read(client, "/ja/positions.atom")
    assert found.entries[0].updated == found.entries[0].published == found.feed.updated


def test_pages_of_a_feed_follow_and_cost_the_same(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, count_queries: CountQueries, clock: Any
) -> None:
    monkeypatch.setattr(feed, "PAGE_SIZE", 2)
    company = make_company("架け橋建設")
    made = [make_published(company).slug for _number in range(5)]
    clock.shift(timedelta(minutes=5))
    address, slugs = "/id/positions.atom", []
    while address:
        with count_queries(6):
            given = client.get(address.removeprefix(HOST))
        found = feedparser.parse(given.data)
        slugs += [one.link.rsplit("/", 1)[1] for one in found.entries]
        address = next((one.href for one in found.feed.links if one.rel == "next"), "")
    assert slugs == made[::-1]
    again = client.get("/id/positions.atom", headers={"If-Modified-Since": given.headers["Last-Modified"]})
    assert again.status_code == 304
