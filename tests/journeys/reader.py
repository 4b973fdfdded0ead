"""A person in front of a browser: goes to pages, fills forms by the names of their fields, presses buttons."""

from functools import cache
from types import TracebackType
from typing import Self

from babel.messages.catalog import Catalog
from playwright.sync_api import Browser, Locator, Page, expect

from recruit.commands import catalogues
from tests.browser import DESK, Watch, phone_or_desk


@cache
def _catalogue(language: str) -> Catalog:
    return catalogues.read(catalogues.path_of(language), language)


def in_words_of(language: str, message: str) -> str:
    """A message of the interface in a language."""
    if language == "en" or not catalogues.path_of(language).exists():
        return message
    found = _catalogue(language).get(message)
    return str(found.string) if found and found.string else message


class Reader:
    """One browser of its own, with the language and clock of the person."""

    def __init__(
        self, browser: Browser, base: str, *, locale: str, zone: str, width: int = DESK, scripts: bool = True
    ) -> None:
        self.base = base
        self.language = locale.partition("-")[0]
        self.context = browser.new_context(
            locale=locale,
            timezone_id=zone,
            java_script_enabled=scripts,
            base_url=base,
            **phone_or_desk(width),  # type: ignore[arg-type]
        )
        self.context.set_default_timeout(30_000)
        self.page: Page = self.context.new_page()
        self.watch = Watch(self.page, base)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.context.close()
        if kind is None:
            assert self.watch.take() == []

    def go(self, address: str, *, status: int = 200) -> None:
        """Open a page. `address` is whole, begins with `/`, or stands under the reader's language."""
        if not address.startswith(("http", "/")):
            address = f"/{self.language}/{address}"
        answer = self.page.goto(address)
        assert answer is not None
        assert answer.status == status, f"{address} answers {answer.status}: {self.heading()}"

    def heading(self) -> str:
        return self.page.locator("h1").inner_text()

    def text(self) -> str:
        return self.page.locator("main").inner_text()

    def sees(self, *words: str) -> None:
        for one in words:
            expect(self.page.locator("main")).to_contain_text(one)

    def sees_not(self, *words: str) -> None:
        for one in words:
            expect(self.page.locator("main")).not_to_contain_text(one)

    def is_at(self, path: str) -> None:
        assert self.page.url.startswith(f"{self.base}/{self.language}/{path}"), (
            f"{self.page.url}: {self.text()}"
        )

    def field(self, name: str) -> Locator:
        return self.page.locator(f'main [name="{name}"]:not([type="hidden"])')

    def fill(self, **values: object) -> None:
        """Put values into fields: text is typed, `True` ticks, a tuple ticks several; selects and radios take the value."""
        for name, value in values.items():
            self.put(name, value)

    def put(self, name: str, value: object) -> None:
        found = self.field(name)
        first = found.first
        if not first.is_visible():
            self.unfold(first)
        kind = first.evaluate("one => one.tagName === 'SELECT' ? 'select' : one.type")
        if kind == "select":
            first.select_option(str(value))
        elif kind in ("radio", "checkbox") and value is not True:
            for one in value if isinstance(value, tuple) else (value,):
                self.page.locator(f'main [name="{name}"][value="{one}"]').check()
        elif kind == "checkbox":
            first.check()
        elif kind == "file":
            first.set_input_files(str(value))
        else:
            first.fill(str(value))

    def tick(self, *values: str) -> None:
        """Tick boxes by what they stand for."""
        for value in values:
            box = self.page.locator(f'main input[type="checkbox"][value="{value}"]')
            if not box.is_visible():
                self.unfold(box)
            box.check()

    def unfold(self, inside: Locator) -> None:
        """Open whatever folded part this stands in."""
        inside.evaluate(
            "one => { for (let up = one; up; up = up.parentElement) if (up.tagName === 'DETAILS') up.open = true; }"
        )

    def send(self, form: str = "", *, name: str = "", value: str = "") -> None:
        """Press the button of a form: that of the id, or of the only one in the main part."""
        within = f"form#{form}" if form else "main form"
        button = self.page.locator(f'{within} button[type="submit"], {within} button:not([type])')
        if name:
            button = self.page.locator(
                f'{within} button[name="{name}"]' + (f'[value="{value}"]' if value else "")
            )
        self.press(button.last if not name else button.first)

    def send_to(self, ending: str) -> None:
        """Press the button of the first form that is sent to an address with this ending."""
        form = self.page.locator(f'main form[action$="{ending}"]').first
        self.press(form.locator("button").last)

    def press(self, button: Locator) -> None:
        if not button.is_visible():
            self.unfold(button)
        with self.page.expect_navigation():
            button.click()

    def follow(self, part: str) -> None:
        """Follow the first link of the page whose address holds `part`."""
        link = self.page.locator(f'main a[href*="{part}"]').first
        if not link.is_visible():
            self.unfold(link)
        with self.page.expect_navigation():
            link.click()

    def sign_in(self, address: str, password: str) -> None:
        self.go("account/sign-in")
        self.fill(email=address, password=password)
        self.send("sign-in")
        assert "/account/sign-in" not in self.page.url, self.text()

    def first_answers(self) -> list[str]:
        """The first answer of a question of a survey; nothing where words are asked for."""
        choices = self.page.locator(
            'main input[name="answer"][type="radio"], main input[name="answer"][type="checkbox"]'
        )
        return [choices.first.get_attribute("value") or ""] if choices.count() else []

    def answer_and(self, answers: list[str], act: str = "next") -> None:
        """Answer the question of a survey that stands here, and go on or stop."""
        for answer in answers:
            choice = self.page.locator(f'main input[name="answer"][value="{answer}"]')
            if choice.count():
                choice.check()
            else:
                self.page.locator('main [name="answer"]').fill(answer)
        self.press(self.page.locator(f'main button[name="act"][value="{act}"]'))
