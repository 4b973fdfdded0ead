"""A hire answers the first survey on a phone: from the mail to the thanks, with a break, on another device, without network, and
without scripts.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
import os
from pathlib import Path
import re

from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect
import pytest
from sqlalchemy import select
import time_machine

from recruit import worker
from recruit.app import create_app
from recruit.core import clock
from recruit.core.db import Database
from recruit.surveys.models import Answer, Response
from recruit.surveys.queries.answering import plain_of
from recruit.surveys.rules import ResponseState
from tests.browser import PHONE, phone_or_desk, served
from tests.conftest import make_settings
from tests.databases import SqlitePlace
from tests.factories import surveys as make
from tests.journeys.program import text_of
from tests.mail import MailServer

pytestmark = pytest.mark.browser

# A Wednesday, half past ten in Tokyo, a week after the first working day.
MORNING = datetime(2026, 11, 25, 1, 30, tzinfo=UTC)
ADDRESS = "binh@hires.example"


@dataclass
class House:
    """The application, its mail server, and a worker that works when it is told."""

    app: Flask
    database: Database
    base: str
    mails: MailServer
    clock: time_machine.Traveller

    def work(self) -> None:
        done = worker.run_once(self.app, clock.now())
        assert [one.job for one in done if one.failed] == []

    def link(self) -> str:
        """The address in the newest mail to the hire."""
        newest = [mail for mail in self.mails.messages if ADDRESS in str(mail["To"])][-1]
        [link, *_more] = re.findall(rf"{self.base}/\S+/s/[\w-]+", text_of(newest))
        return link

    def answers(self) -> dict[str, str]:
        """What is kept, by question."""
        with self.database.scope() as rows:
            return {answer.item: plain_of(answer) for answer in rows.scalars(select(Answer))}

    def state(self) -> ResponseState:
        with self.database.scope() as rows:
            return rows.scalars(select(Response.state)).one()


@pytest.fixture
def house(tmp_path: Path, instance_folder: Path) -> Iterator[House]:
    database = Database(SqlitePlace(tmp_path).fresh())
    with MailServer() as mails, time_machine.travel(MORNING, tick=True) as moved:
        url = database.url.render_as_string(hide_password=False)
        settings = make_settings(url, instance_folder, SMTP_URL=mails.url)
        app = create_app(settings, database=database)
        with served(app) as base:
            object.__setattr__(settings, "base_url", base)
            with app.app_context(), database.scope():
                make.make_hire(address=ADDRESS)
            house = House(app, database, base, mails, moved)
            house.work()
            yield house
    database.dispose()


@contextmanager
def phone(browser: Browser, **options: object) -> Iterator[tuple[BrowserContext, Page]]:
    """A phone of its own."""
    context = browser.new_context(**phone_or_desk(PHONE), **options)  # type: ignore[arg-type]
    page = context.new_page()
    page.set_default_timeout(30_000)
    yield context, page
    context.close()


def look(page: Page, name: str) -> None:
    """A picture of this station, where a folder is named for them."""
    folder = os.environ.get("RECRUIT_PICTURES")
    if folder:
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def asked(page: Page) -> str:
    """The name of the question on the screen, whose fields are there too: a page may come in pieces."""
    expect(page.locator("#question-form button[name=act][value=next]")).to_be_attached()
    return str(page.locator("#question-form").get_attribute("data-screen"))


def choose(page: Page, *, which: int = 0) -> None:
    """Answer everything on the screen with its first choice (or another one), and words with words."""
    fields = page.locator("#question-form [data-fields] [name^=answer]").all()
    names = [str(field.get_attribute("name")) for field in fields]
    for name in dict.fromkeys(names):
        of_name = page.locator(f"#question-form [data-fields] [name={name!r}]")
        kind = of_name.first.get_attribute("type")
        if kind == "checkbox":
            # "None of these" stands last.
            of_name.nth(of_name.count() - 1 - which).check()
        elif kind == "radio":
            of_name.nth(which).check()
        elif kind != "date":
            of_name.first.fill("12" if of_name.first.get_attribute("inputmode") else "Ký túc xá ổn.")


def go_on(page: Page) -> None:
    page.locator("#question-form button[name=act][value=next]").click()


def next_question(page: Page) -> str:
    """Answer what is asked and go on; the name of what was asked."""
    name = asked(page)
    choose(page)
    go_on(page)
    comes_after(page, name)
    return name


def comes_after(page: Page, name: str) -> None:
    """The next question stands there, or the page that shows all answers: either of them whole."""
    page.wait_for_function(
        """name => document.readyState !== 'loading'
          && (document.querySelector('#question-form') || {dataset: {}}).dataset.screen !== name""",
        arg=name,
    )


def begin(page: Page, link: str) -> str:
    """Open the link and press the button; the name of the question that comes."""
    page.goto(link)
    page.locator("form button.button").click()
    return asked(page)


def answer_two_and_stop(house: House, page: Page) -> None:
    """The language changes in the middle of an answer, which stays; then a break."""
    page.goto(house.link())
    look(page, "1-start")
    assert house.answers() == {}
    page.locator("form button.button").click()
    look(page, "2-question")
    first = next_question(page)
    second = asked(page)
    choose(page)
    page.locator(".languages summary, .language-menu summary").first.click()
    page.get_by_text("Bahasa Indonesia").first.click()
    expect(page.locator("html")).to_have_attribute("lang", "id")
    assert asked(page) == second
    expect(page.locator("[data-fields] input:checked")).not_to_have_count(0)
    page.locator("button[name=act][value=stop]").click()
    expect(page.locator("#question-form")).to_have_count(0)
    look(page, "3-stopped")
    assert set(house.answers()) == {first, second}
    # Who opens the link here next sees nothing of it before a button is pressed.
    page.goto(f"{house.link()}/question/{first}")
    expect(page.locator("#question-form")).to_have_count(0)


def answer_without_network(house: House, network: BrowserContext, page: Page) -> None:
    """Two answers while the connection is gone: kept on the device, sent when it is back."""
    third = asked(page)
    before = set(house.answers())
    choose(page)
    page.wait_for_function("Object.keys(sessionStorage).length > 0")
    page.locator("[data-own]").check()
    network.set_offline(True)
    go_on(page)
    expect(page.locator("[data-note=kept]")).to_be_visible()
    fourth = asked(page)
    assert fourth != third
    choose(page)
    go_on(page)
    expect(page.locator("#question-form")).not_to_have_attribute("data-screen", fourth)
    look(page, "4-no-connection")
    assert set(house.answers()) == before
    assert "answers:" in page.evaluate("Object.keys(localStorage).join()")
    network.set_offline(False)
    expect(page.locator("[data-note=sent]")).to_be_visible(timeout=30_000)
    assert set(house.answers()) == before | {third, fourth}


def answer_the_rest(page: Page) -> None:
    """Help stands on the same screen as soon as something wrong is ticked."""
    while page.locator("#question-form").count():
        if asked(page) != "a_trouble":
            next_question(page)
            continue
        expect(page.locator(".worry-at-once")).to_be_hidden()
        page.locator("[data-fields] input[value=a_unpaid]").check()
        expect(page.locator(".worry-at-once")).to_be_visible()
        look(page, "6-trouble")
        go_on(page)
        comes_after(page, "a_trouble")
    look(page, "7-check")


def hand_in(page: Page) -> None:
    """Send the answers, and wait for the page that says they have arrived: only it forgets what was kept here."""
    page.locator("form button.button").click()
    expect(page.locator("[data-over]")).to_have_count(1)


def test_from_the_mail_to_the_thanks(house: House, browser: Browser) -> None:
    with phone(browser) as (_context, page):
        answer_two_and_stop(house, page)
        house.clock.shift(timedelta(days=3))
        house.work()
        reminder = [mail for mail in house.mails.messages if "/s/" in text_of(mail)][-1]
        assert re.search(r"câu 3 trong \d+", text_of(reminder))
        third = begin(page, house.link())
        with phone(browser) as (network, device):
            assert begin(device, house.link()) == third
            # What another survey left here is taken away when its time is over.
            device.evaluate("localStorage.setItem('answers:old', JSON.stringify({until: Date.now() - 1}))")
            # So is what somebody else was told beside the same questions.
            device.evaluate(
                "sessionStorage.setItem(`questions:${document.querySelector('[data-version]').dataset.version}:vi`, '{}')"
            )
            device.reload()
            assert device.evaluate("localStorage.getItem('answers:old')") is None
            device.wait_for_function(
                "ref => Object.keys(sessionStorage).join().startsWith(`questions:${ref}:`)",
                arg=device.locator("[data-kept-here]").get_attribute("data-kept-here"),
            )
            answer_without_network(house, network, device)
            # The first phone still shows the third question as it was: it is told, and nothing is replaced.
            there = house.answers()
            choose(page, which=1)
            go_on(page)
            expect(page.locator("form[data-from-here]")).to_be_visible()
            look(page, "5-elsewhere")
            assert house.answers() == there
            answer_the_rest(device)
            hand_in(device)
            # Help stood on the page before too: here it is the page that says what became of it.
            expect(device.locator("#worry-title")).to_be_visible()
            look(device, "8-thanks")
            assert house.state() is ResponseState.SUBMITTED
            assert (
                device.evaluate("Object.keys(localStorage).length + Object.keys(sessionStorage).length") == 0
            )
        # An answer that comes now is not added, and the page says so.
        before = house.answers()
        go_on(page)
        expect(page.locator(".flashes")).to_be_visible()
        assert house.answers() == before


def test_an_answer_that_is_changed_while_it_is_on_its_way_is_not_lost(house: House, browser: Browser) -> None:
    """Held without network; on a slow line its reader goes back and changes it before the server has answered."""
    with phone(browser) as (network, page):
        begin(page, house.link())
        next_question(page)
        first = asked(page)
        page.wait_for_function("Object.keys(sessionStorage).length > 0")
        network.set_offline(True)
        choose(page)
        go_on(page)
        expect(page.locator("[data-note=lost]")).to_be_visible()
        on_its_way: list[Route] = []

        def hold_the_first(route: Route) -> None:
            if on_its_way:
                route.continue_()
            else:
                on_its_way.append(route)

        page.route(f"**/question/{first}", hold_the_first)
        with page.expect_request(f"**/question/{first}"):
            network.set_offline(False)
        page.locator("[data-back]").click()
        expect(page.locator(f"#question-form[data-screen={first}]")).to_be_attached()
        choose(page, which=1)
        changed = page.locator("[data-fields] input:checked").get_attribute("value")
        go_on(page)
        comes_after(page, first)
        [held] = on_its_way
        held.continue_()
        expect(page.locator("[data-note=sent]")).to_be_visible()
        assert house.answers()[first] == changed


def test_without_scripts(house: House, browser: Browser) -> None:
    with phone(browser, java_script_enabled=False) as (_context, page):
        page.goto(house.link().replace("/vi/", "/id/"))
        page.locator("form button.button").click()
        seen = []
        while page.locator("#question-form").count():
            assert asked(page) not in seen
            seen.append(asked(page))
            expect(page.locator("[data-note]").first).to_be_hidden()
            choose(page)
            go_on(page)
        look(page, "9-without-scripts")
        hand_in(page)
        expect(page.locator("html")).to_have_attribute("lang", "id")
        assert house.state() is ResponseState.SUBMITTED
        assert len(seen) > 4
