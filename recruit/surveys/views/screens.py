"""The screens a person walks through, and what a form says about each question on one."""

from collections.abc import Mapping, Sequence

from werkzeug.datastructures import MultiDict

from recruit.core.errors import Missing
from recruit.surveys.forms import Item, Screen
from recruit.surveys.queries.answering import is_reserved


def screen_of(screens: Sequence[Screen], name: str) -> Screen:
    """The screen of that name, or the one on which the item of that name stands. Raises Missing for what is not shown."""
    for screen in screens:
        if name == screen.name or any(item.name == name for item in screen.items):
            return screen
    raise Missing


def beside(screens: Sequence[Screen], screen: Screen, step: int) -> Screen | None:
    """The screen one step on, or back; None at the ends."""
    place = [one.name for one in screens].index(screen.name) + step
    return screens[place] if 0 <= place < len(screens) else None


def field_of(screen: Screen, what: str, item: Item) -> str:
    """How a field of the form is called: `answer`, `reserved` or `seen`; in a grid with the row's name behind it."""
    return f"{what}-{item.name}" if screen.grid else what


def typed_in(screen: Screen, form: MultiDict[str, str]) -> dict[str, str]:
    """What a form says about every item: a reserved answer counts before what else was filled in."""
    return {item.name: _typed(screen, item, form) for item in screen.items}


def _typed(screen: Screen, item: Item, form: MultiDict[str, str]) -> str:
    reserved = form.get(field_of(screen, "reserved", item), "")
    if is_reserved(reserved):
        return reserved
    values = form.getlist(field_of(screen, "answer", item))
    return " ".join(value.strip() for value in values if value.strip())


def seen_in(screen: Screen, form: Mapping[str, str]) -> dict[str, str | None]:
    """The marks of the answers that the page showed; None where the form says nothing of it."""
    return {item.name: form.get(field_of(screen, "seen", item)) for item in screen.items}
