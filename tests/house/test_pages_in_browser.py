"""Every page in a real browser at the width of a phone: nothing sticks out, nobody is shut out, nothing complains.

Each page is loaded in one language, the next in the next, and in the others its words take the place of those that were loaded:
how wide a page is depends on its sheets and its words. A page that is made otherwise in another language is loaded in it too.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
import os

from playwright.sync_api import Browser, BrowserContext, Page as Tab, Route
import pytest

from recruit.core.locales import CODES
from tests.browser import (
    DESK,
    PHONE,
    Watch,
    barriers,
    phone_or_desk,
    served,
    sideways,
    sideways_in_other_words,
    structure_of,
)
from tests.house.walking import NOBODY, House, Page

pytestmark = pytest.mark.browser
FULL = os.environ.get("FULL") == "1"
# With FULL=1, before something is released, every page is loaded in every language and has its barriers looked for, also one
# that is made as another was, and the contrast of every text is judged, also of one that looks as another did.
WIDTHS = (PHONE, DESK) if FULL else (PHONE,)


@pytest.fixture(scope="module")
def address(walked: House) -> Iterator[str]:
    with served(walked.app) as base:
        yield base


@dataclass
class Known:
    """What has been looked at, at one width: structures for their barriers, looks of texts for their contrast."""

    structures: set[str] = field(default_factory=set)
    looks: set[str] = field(default_factory=set)


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


@dataclass
class Eye:
    """Looks at pages in one tab."""

    tab: Tab
    base: str
    width: int
    known: Known
    watch: Watch = field(init=False)
    loaded: int = 0
    laid_out: int = 0

    def __post_init__(self) -> None:
        self.watch = Watch(self.tab, self.base)

    def faults(self, addresses: list[str], text_at: Callable[[str], str]) -> list[str]:
        """What is wrong with a page, given at its addresses in each language, the one to be loaded first."""
        loaded, *others = addresses
        found, own = self._load(loaded)
        if FULL or not own:
            return found + [fault for other in others for fault in self._load(other)[0]]
        texts = [text_at(other) for other in others]
        made_otherwise = []
        for other, wide in zip(others, sideways_in_other_words(self.tab, own, texts), strict=True):
            self.laid_out += wide is not None
            if wide is None:
                made_otherwise.append(other)
            elif wide:
                found.append(f"{other}: at {self.width} px: {wide}")
        found += [f"{', '.join(others)}: {complaint}" for complaint in self.watch.take()]
        return found + [fault for other in made_otherwise for fault in self._load(other)[0]]

    def _load(self, address: str) -> tuple[list[str], str]:
        """What is wrong there, and the text that came ("" where none did)."""
        answer = self.tab.goto(self.base + address, wait_until="load")
        self.loaded += 1
        if answer is None or answer.status != 200:
            return [f"{address}: answers {answer.status if answer else 'nothing'}"], ""
        found = []
        if wide := sideways(self.tab):
            found.append(f"at {self.width} px: {wide}")
        structure = structure_of(self.tab)
        if FULL or structure not in self.known.structures:
            self.known.structures.add(structure)
            found += barriers(self.tab, None if FULL else self.known.looks)
        return [f"{address}: {fault}" for fault in found + self.watch.take()], answer.text()


def in_turn(number: int) -> list[str]:
    """The languages, each time beginning with another one. English words are the shortest, so no page is laid out in them anew."""
    first = number % len(CODES)
    following = [*CODES[first + 1 :], *CODES[:first]]
    return [CODES[first], *(code for code in following if FULL or code != "en")]


@pytest.mark.timeout(3600 if FULL else 480)
def test_pages_fit_and_open_to_everybody(house: House, browser: Browser, address: str) -> None:
    found: list[str] = []
    loaded = laid_out = 0
    for width in WIDTHS:
        known = Known()
        for account, pages in pages_to_look_at(house).items():

            def text_at(where: str, account: str = account) -> str:
                page = house.look(account, where)
                return page.text if page.status == 200 else f"answers {page.status}"

            with context_of(browser, house, account, address, width) as context:
                eye = Eye(context.new_page(), address, width, known)
                for page in pages:
                    languages = in_turn(eye.loaded)
                    wheres = dict.fromkeys(
                        house.in_language(page.address, language) for language in languages
                    )
                    found += [f"{account} {fault}" for fault in eye.faults(list(wheres), text_at)]
                loaded, laid_out = loaded + eye.loaded, laid_out + eye.laid_out
    assert loaded > 100
    assert FULL or laid_out > 100
    assert not found, f"{len(found)} faults on {loaded} pages:\n" + "\n".join(found)


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
        laid_out = sideways_in_other_words(
            tab, PLAIN, [SAME_BUT["in-vietnamese"], PLAIN.replace("Hello", "x" * 200), SAME_BUT["no-words"]]
        )
        assert laid_out[0] == ""
        assert "px wide" in str(laid_out[1])
        assert laid_out[2] is None, "what is made otherwise must be loaded"
        tab.route("**/broken", answering(BROKEN))
        tab.goto(f"{address}/broken")
        assert sideways(tab).endswith("px wide: img.far")
        assert any(one.startswith("image-alt") for one in barriers(tab))
        pale: set[str] = set()
        for name, is_found in (("well", False), ("pale", True), ("pale", False), ("pale-above", True)):
            tab.route(f"**/{name}", answering(GROUNDS[name]))
            tab.goto(f"{address}/{name}")
            assert any(one.startswith("color-contrast") for one in barriers(tab, pale)) is is_found, name
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

# A look that is known is not judged again, one that is known on another ground is.
GROUND = """<!doctype html><html lang="en"><title>x</title><style>.pale {color: #ddd} .dark {background: #222}</style>
<h1>Hello</h1><div class="GROUND"><p class="CLASS">Words</p></div></html>"""
GROUNDS = {
    "well": GROUND.replace("GROUND", "dark").replace("CLASS", "pale"),
    "pale": GROUND.replace("GROUND", "light").replace("CLASS", "pale"),
    "pale-above": GROUND.replace("GROUND", "dark").replace("CLASS", "dark"),
}
