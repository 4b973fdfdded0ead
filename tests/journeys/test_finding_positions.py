"""A student finds a position on a phone, by keys alone: from the list to a search that is kept, and to the mail it brings."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
import re

from flask import Flask
from playwright.sync_api import Browser
import pytest
from sqlalchemy import update

from recruit.app import create_app
from recruit.core import clock
from recruit.core.db import Database, writing
from recruit.postings.search import jobs
from recruit.postings.search.models import PostingSearch
from tests import people
from tests.browser import PHONE, served
from tests.conftest import make_settings
from tests.databases import SqlitePlace
from tests.factories.placements import make_company
from tests.factories.postings import make_published
from tests.journeys.reader import Reader, in_words_of
from tests.mail import Outbox

pytestmark = pytest.mark.browser

MOST_STOPS = 120


class Keys:
    """Somebody without a mouse: goes from stop to stop with the tab key."""

    def __init__(self, reader: Reader) -> None:
        self.reader, self.page = reader, reader.page

    def to(self, selector: str) -> None:
        """On to what fits the selector."""
        for _ in range(MOST_STOPS):
            self.page.keyboard.press("Tab")
            if self.page.evaluate("selector => document.activeElement.matches(selector)", selector):
                return
        raise AssertionError(f"the tab key does not lead to {selector}")

    def press(self, key: str) -> None:
        """A key that changes what stands on the page."""
        self.page.keyboard.press(key)

    def go(self, key: str = "Enter") -> None:
        """A key that leads to another page."""
        with self.page.expect_navigation():
            self.page.keyboard.press(key)

    def type(self, words: str) -> None:
        self.page.keyboard.type(words)

    def sign_in(self, address: str) -> None:
        self.reader.go("account/sign-in")
        self.to("main [name=email]")
        self.type(address)
        self.to("main [name=password]")
        self.type(people.PASSWORD)
        self.go()


@pytest.fixture
def place(tmp_path: Path, instance_folder: Path) -> Iterator[tuple[Flask, Database]]:
    url = SqlitePlace(tmp_path).fresh()
    database = Database(url)
    yield create_app(make_settings(url, instance_folder), database=database), database
    database.dispose()


def tell_after_days() -> int:
    """Searches tell as if the last mail was days ago."""
    with writing() as rows:
        rows.execute(update(PostingSearch).values(told_at=clock.now() - timedelta(days=8)))
    return jobs.tell_new(clock.now())


def test_from_the_list_to_a_kept_search_and_its_mail_by_keys_on_a_phone(
    browser: Browser, place: tuple[Flask, Database]
) -> None:
    app, database = place
    bridge = {"vi": {"title": "Quản lý thi công cầu", "duties": "Lập bảng tiến độ"}}
    with app.app_context(), database.scope():
        company = make_company("共栄橋梁")
        first = make_published(company, texts=bridge).slug
        make_published(company, japanese_level="N1", texts=bridge)
        address = people.make_user("an@example.com", language="vi", came_as="student").email
    with (
        served(app) as base,
        Reader(browser, base, locale="vi-VN", zone="Asia/Ho_Chi_Minh", width=PHONE) as reader,
    ):
        keys = Keys(reader)
        keys.sign_in(address)
        reader.go("positions")
        # Words without marks, then the folded part, then one box.
        keys.to("#search-form [name=q]")
        keys.type("cau")
        keys.to("#search-form summary")
        keys.press("Enter")
        keys.to('#search-form [name=japanese][value="N3"]')
        keys.press("Space")
        keys.to("#search-form button")
        keys.go()
        reader.is_at("positions?q=cau&japanese=N3")
        assert reader.page.locator(f'main a[href$="/{first}"]').count() == 1
        reader.sees("Quản lý thi công cầu", "1 vị trí phù hợp")
        keys.to('main a[href*="/me/searches/new"]')
        keys.go()
        keys.to("#keep-form [name=name]")
        keys.type("Cầu, N3")
        keys.go()
        reader.is_at("me/searches")
        reader.sees("Cầu, N3", in_words_of("vi", "At most once a day"))

        with app.app_context(), database.scope():
            come = make_published(company, texts=bridge).slug
            make_published(company, japanese_level="N2", texts=bridge)
            assert tell_after_days() == 1
            (mail,) = Outbox(app).hand_over()
        assert mail["To"] == address
        body = mail.get_body(("plain",)).get_content()
        (link,) = re.findall(r"https?://\S+/vi/positions/[\w-]+", body)
        assert link.endswith(f"/{come}")
        reader.go(f"positions/{come}")
        reader.sees("Quản lý thi công cầu")
        # The mail leads to where it ends: one key more, and none comes again.
        assert "/vi/me/searches" in body
        reader.go("me/searches")
        keys.to('main form[action$="/mail"] button')
        assert (
            reader.page.evaluate("document.activeElement.innerText")
            .strip()
            .endswith(in_words_of("vi", "No mails"))
        )
        keys.go()
        reader.sees(in_words_of("vi", "Noted."), in_words_of("vi", "No mails"))
        with app.app_context(), database.scope():
            make_published(company, texts=bridge)
            assert tell_after_days() == 0
