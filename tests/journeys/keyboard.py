"""Somebody who has a keyboard and nothing else: goes through a page with Tab, and fills in and presses what has the focus."""

from playwright.sync_api import Page

# Where the focus is, by what the keyboard must know of it.
_HERE = """() => {
  const one = document.activeElement;
  return {tag: one.tagName, kind: one.type || '', name: one.name || '', value: one.value || '', id: one.id,
          index: one.selectedIndex ?? -1, checked: !!one.checked,
          options: one.tagName === 'SELECT' ? [...one.options].map(option => option.value) : []};
}"""
_MOST_STOPS = 150


class Keyboard:
    """The keys of one page."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def reach(self, selector: str) -> dict:
        """Press Tab until the focus is on something that matches."""
        for _ in range(_MOST_STOPS):
            if self.page.evaluate("words => document.activeElement.matches(words)", selector):
                return self.page.evaluate(_HERE)
            self.page.keyboard.press("Tab")
        raise AssertionError(f"the tab key never comes to {selector}: {self.page.url}")

    def fill(self, **values: object) -> None:
        """Fill in fields in the order in which the page has them: text is typed, a list ticks boxes, True ticks one."""
        for name, value in values.items():
            if isinstance(value, list):
                for one in value:
                    self._tick(f'main [name="{name}"][value="{one}"]')
            elif value is True:
                self._tick(f'main [name="{name}"]')
            else:
                self._put(name, str(value))

    def _tick(self, selector: str) -> None:
        if not self.reach(selector)["checked"]:
            self.page.keyboard.press("Space")

    def _put(self, name: str, value: str) -> None:
        here = self.reach(f'main [name="{name}"]:not([type="hidden"])')
        if here["tag"] == "SELECT":
            steps = here["options"].index(value) - here["index"]
            for _ in range(abs(steps)):
                self.page.keyboard.press("ArrowDown" if steps > 0 else "ArrowUp")
        elif here["kind"] == "time":
            self._type_time(name, value)
        else:
            self.page.keyboard.press("Control+A")
            self.page.keyboard.insert_text(value)
        found = self.page.locator(f'main [name="{name}"]:not([type="hidden"])').first.input_value()
        assert found == value, f"{name} holds {found!r} instead of {value!r}"

    def _type_time(self, name: str, value: str) -> None:
        """A browser may show twelve hours or twenty-four; either takes its figures one after the other."""
        self.page.keyboard.type(value.replace(":", ""))
        if self.page.locator(f'main [name="{name}"]').input_value() != value:
            hour, minute = (int(part) for part in value.split(":"))
            for _ in range(2):
                self.page.keyboard.press("ArrowLeft")
            self.page.keyboard.type(f"{hour % 12 or 12:02}{minute:02}{'p' if hour >= 12 else 'a'}")

    def unfold(self, words: str) -> None:
        """Open the folded part whose line holds these words."""
        for _ in range(_MOST_STOPS):
            self.reach("main summary")
            if words in self.page.evaluate("() => document.activeElement.innerText"):
                self.page.keyboard.press("Enter")
                return
            self.page.keyboard.press("Tab")

    def press(self, selector: str) -> None:
        """Go to a button or a link and press it."""
        self.reach(selector)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
