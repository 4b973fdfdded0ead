"""Every page in a real browser at the width of a phone: nothing sticks out, nobody is shut out, nothing complains."""

from collections.abc import Callable, Iterator
import os

from playwright.sync_api import Browser, BrowserContext, Page as Tab, Route
import pytest

from recruit.core.locales import CODES
from tests.browser import DESK, PHONE, Watch, barriers, phone_or_desk, served, sideways, structure_of
from tests.house.walking import LANGUAGE, NOBODY, House, Page

pytestmark = pytest.mark.browser
FULL = os.environ.get("FULL") == "1"
# With FULL=1, before something is released, every page has its barriers looked for, also one that is made as another was.
WIDTHS = (PHONE, DESK) if FULL else (PHONE,)


@pytest.fixture(scope="module")
def address(walked: House) -> Iterator[str]:
    with served(walked.app) as base:
        yield base


@pytest.fixture(scope="module")
def known() -> dict[int, set[str]]:
    """The structures that have been looked at, by width."""
    return {width: set() for width in WIDTHS}


def pages_to_look_at(house: House) -> dict[str, list[Page]]:
    """Each page once, by account."""
    by_account: dict[str, list[Page]] = {}
    for page in house.fullest_pages.values():
        by_account.setdefault(page.account, []).append(page)
    return by_account


def context_of(browser: Browser, house: House, account: str, base: str, width: int) -> BrowserContext:
    """A browser in which that account is signed in."""
    context = browser.new_context(**phone_or_desk(width))  # type: ignore[arg-type]
    if account != NOBODY:
        cookies = [
            {"name": cookie.key, "value": cookie.value, "url": base}
            for cookie in house.clients[account]._cookies.values()
            if cookie.key != "language"
        ]
        context.add_cookies(cookies)  # type: ignore[arg-type]
    return context


def faults_of(tab: Tab, watch: Watch, address: str, *, width: int, known: set[str]) -> list[str]:
    """What is wrong with a page; `known` are the structures whose barriers have been looked for."""
    answer = tab.goto(address, wait_until="load")
    found = []
    if answer is None or answer.status != 200:
        return [f"answers {answer.status if answer else 'nothing'}"]
    if wide := sideways(tab):
        found.append(f"at {width} px: {wide}")
    structure = structure_of(tab)
    if FULL or structure not in known:
        known.add(structure)
        found += barriers(tab)
    return found + watch.take()


@pytest.mark.parametrize("language", CODES)
def test_pages_fit_and_open_to_everybody(
    house: House, browser: Browser, address: str, known: dict[int, set[str]], language: str
) -> None:
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
                    faults = faults_of(tab, watch, address + where, width=width, known=known[width])
                    found += [f"{account} {where}: {fault}" for fault in faults]
    assert looked > 20
    assert not found, f"{len(found)} of {looked}:\n" + "\n".join(found)


def answering(body: str) -> Callable[[Route], None]:
    return lambda route: route.fulfill(content_type="text/html", body=body)


def test_the_browser_sees_what_is_wrong(browser: Browser, address: str) -> None:
    with browser.new_context(**phone_or_desk(PHONE)) as context:  # type: ignore[arg-type]
        tab = context.new_page()
        watch = Watch(tab, address)
        made: dict[str, set[str]] = {}
        for name, body in SAME_BUT.items():
            tab.route(f"**/{name}", answering(body))
            tab.goto(f"{address}/{name}")
            made.setdefault(structure_of(tab), set()).add(name)
        assert sorted(map(sorted, made.values())) == [
            ["in-vietnamese", "plain"],
            ["no-words"],
            ["unlabelled"],
        ]
        tab.route("**/broken", answering(BROKEN))
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

PLAIN = '<!doctype html><html lang="en"><title>x</title><h1>Hello</h1><input aria-label="Name"><a href="/en/">Home</a></html>'
SAME_BUT = {
    "plain": PLAIN,
    "in-vietnamese": PLAIN.replace("Hello", "Xin chào").replace("en", "vi").replace("Name", "Tên"),
    "no-words": PLAIN.replace("Home", " "),
    "unlabelled": PLAIN.replace("Name", ""),
}
