"""Without a mouse: the way into the page, through it in the order in which it is read, and to what went wrong."""

from collections.abc import Iterator

from playwright.sync_api import Browser, Page
import pytest

from tests.browser import DESK, phone_or_desk

pytestmark = pytest.mark.browser

FOCUSED = """() => {
  const one = document.activeElement, box = one.getBoundingClientRect(), style = getComputedStyle(one);
  return {tag: one.tagName, id: one.id, name: one.getAttribute('name') || '', href: one.getAttribute('href') || '',
          words: one.innerText || '', top: Math.round(box.top + scrollY), left: Math.round(box.left),
          marked: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 || style.boxShadow !== 'none',
          seen: box.width > 1 && box.height > 1 && box.bottom > 0 && box.top < innerHeight};
}"""


@pytest.fixture
def tab(browser: Browser, address: str) -> Iterator[Page]:
    with browser.new_context(base_url=address, **phone_or_desk(DESK)) as context:  # type: ignore[arg-type]
        yield context.new_page()


def stops(tab: Page) -> list[dict]:
    """Where the tab key leads, from the top of the page to its end."""
    found: list[dict] = []
    for _ in range(80):
        tab.keyboard.press("Tab")
        focused = tab.evaluate(FOCUSED)
        if focused["tag"] == "BODY":
            return found
        found.append(focused)
    raise AssertionError(f"the tab key never leaves the page: {found[-3:]}")


@pytest.mark.parametrize("path", ["/vi/", "/ja/", "/vi/account/sign-in", "/ja/account/register?kind=company"])
def test_the_tab_key_goes_through_the_page_in_reading_order(tab: Page, path: str) -> None:
    tab.goto(path)
    found = stops(tab)
    assert len(found) > 8
    assert found[0]["href"] == "#main"
    unmarked = [stop for stop in found if not stop["marked"]]
    assert not unmarked, f"nothing shows where the focus is: {unmarked}"
    unseen = [stop for stop in found if not stop["seen"]]
    assert not unseen, f"out of sight: {unseen}"
    # The order of the marks is the order of the page: nobody jumps with tabindex.
    order = tab.evaluate(
        "() => [...document.querySelectorAll('[tabindex]')].map(one => one.tabIndex).filter(index => index > 0)"
    )
    assert order == []


def test_the_first_key_leads_past_the_header(tab: Page) -> None:
    tab.goto("/vi/account/sign-in")
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    assert tab.evaluate(FOCUSED)["id"] == "main"
    tab.keyboard.press("Tab")
    assert tab.evaluate(FOCUSED)["name"] == "email"


def test_the_language_is_changed_by_keys_alone(tab: Page) -> None:
    tab.goto("/vi/account/sign-in")
    tab.locator("main [name=email]").fill("an@demo.example")
    tab.locator(".language-menu summary").focus()
    tab.keyboard.press("Enter")
    tab.keyboard.press("Tab")
    with tab.expect_navigation():
        tab.keyboard.press("Enter")
    assert "/ja/account/sign-in" in tab.url
    assert tab.locator("main [name=email]").input_value() == "an@demo.example"


def test_what_went_wrong_takes_the_focus_and_leads_to_its_field(tab: Page) -> None:
    tab.goto("/vi/account/register?kind=student")
    tab.locator("main [name=name]").fill("Nguyễn Thị An")
    tab.locator("main [name=name]").focus()
    with tab.expect_navigation():
        tab.keyboard.press("Enter")
    assert tab.locator("main [name=name]").input_value() == "Nguyễn Thị An"
    assert "error-summary" in tab.evaluate("() => document.activeElement.className")
    assert tab.title().startswith("Lỗi") or tab.locator(".error-summary h2").inner_text()
    tab.keyboard.press("Tab")
    first = tab.evaluate(FOCUSED)
    assert first["href"].startswith("#")
    tab.keyboard.press("Enter")
    assert tab.evaluate(FOCUSED)["id"] == first["href"].removeprefix("#")


def test_a_folded_part_opens_by_keys(tab: Page) -> None:
    tab.goto("/vi/")
    menu = tab.locator(".language-menu")
    menu.locator("summary").focus()
    assert menu.get_attribute("open") is None
    tab.keyboard.press("Space")
    assert menu.get_attribute("open") is not None
