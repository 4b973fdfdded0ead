"""Every page in a real browser at the width of a phone: nothing sticks out, nobody is shut out, nothing complains."""

from collections.abc import Iterator
import os

from playwright.sync_api import Browser, BrowserContext, Page as Tab
import pytest

from recruit.core.locales import CODES
from tests.browser import AXE, DESK, PHONE, Watch, barriers, phone_or_desk, served, sideways
from tests.house.walking import LANGUAGE, NOBODY, House, Page

pytestmark = pytest.mark.browser
FULL = os.environ.get("FULL") == "1"
# The longest words and the widest letters; the rest with FULL=1, before something is released.
AXE_LANGUAGES = CODES if FULL else ("ja", "vi")
WIDTHS = (PHONE, DESK) if FULL else (PHONE,)


@pytest.fixture(scope="module")
def address(walked: House) -> Iterator[str]:
    with served(walked.app) as base:
        yield base


def pages_to_look_at(house: House) -> dict[str, list[Page]]:
    """Each page once, by account."""
    by_account: dict[str, list[Page]] = {}
    for page in house.fullest_pages.values():
        by_account.setdefault(page.account, []).append(page)
    return by_account


def context_of(browser: Browser, house: House, account: str, base: str, width: int) -> BrowserContext:
    """A browser in which that account is signed in."""
    context = browser.new_context(**phone_or_desk(width))  # type: ignore[arg-type]
    context.add_init_script(path=AXE)
    if account != NOBODY:
        cookies = [
            {"name": cookie.key, "value": cookie.value, "url": base}
            for cookie in house.clients[account]._cookies.values()
            if cookie.key != "language"
        ]
        context.add_cookies(cookies)  # type: ignore[arg-type]
    return context


def faults_of(tab: Tab, watch: Watch, address: str, *, width: int, with_axe: bool) -> list[str]:
    answer = tab.goto(address, wait_until="load")
    found = []
    if answer is None or answer.status != 200:
        return [f"answers {answer.status if answer else 'nothing'}"]
    if wide := sideways(tab):
        found.append(f"at {width} px: {wide}")
    if with_axe:
        found += barriers(tab)
    return found + watch.take()


@pytest.mark.parametrize("language", CODES)
def test_pages_fit_and_open_to_everybody(house: House, browser: Browser, address: str, language: str) -> None:
    found = []
    looked = 0
    for width in WIDTHS:
        for account, pages in pages_to_look_at(house).items():
            with context_of(browser, house, account, address, width) as context:
                tab = context.new_page()
                watch = Watch(tab, address)
                for page in pages:
                    where = house.in_language(page.address, language)
                    if where == page.address and language != LANGUAGE:
                        continue
                    looked += 1
                    faults = faults_of(
                        tab, watch, address + where, width=width, with_axe=language in AXE_LANGUAGES
                    )
                    found += [f"{account} {where}: {fault}" for fault in faults]
    assert looked > 20
    assert not found, f"{len(found)} of {looked}:\n" + "\n".join(found)


def test_the_browser_sees_what_is_wrong(browser: Browser, address: str) -> None:
    with browser.new_context(**phone_or_desk(PHONE)) as context:  # type: ignore[arg-type]
        context.add_init_script(path=AXE)
        tab = context.new_page()
        watch = Watch(tab, address)
        tab.route("**/broken", lambda route: route.fulfill(content_type="text/html", body=BROKEN))
        tab.goto(f"{address}/broken")
        assert sideways(tab).endswith("px wide: img.far")
        assert any(one.startswith("image-alt") for one in barriers(tab))
        said = "\n".join(watch.take())
        assert "asks http://elsewhere.example/" in said
        assert "Content Security Policy" in said


BROKEN = """<!doctype html><html lang="en"><head><title>x</title>
<meta http-equiv="Content-Security-Policy" content="style-src 'self'"><meta name="viewport" content="width=device-width"></head>
<body><h1>x</h1><div><img class="far" width="800" height="10" src="http://elsewhere.example/x.png"></div>
<p style="color: red">x</p></body></html>"""
