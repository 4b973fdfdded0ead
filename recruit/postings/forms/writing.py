"""How a step puts what it holds into a position."""

from typing import Any, Protocol


class Holding(Protocol):
    """A form as far as it is read here."""

    def holding(self, name: str) -> Any: ...


def put(content: dict[str, Any], key: str, value: Any) -> None:
    """State an item; where nothing is said, it is not stated."""
    items = content.setdefault("items", {})
    if value is None or value in ("", [], {}):
        items.pop(str(key), None)
    else:
        items[str(key)] = value


def write_texts(form: Holding, content: dict[str, Any], *fields: str, code: str = "ja") -> None:
    """Put these texts of one language into a position."""
    text = content.setdefault("texts", {}).setdefault(code, {})
    for name in fields:
        text[name] = form.holding(f"{name}_{code}") or ""
