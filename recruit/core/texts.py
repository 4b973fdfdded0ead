"""Texts that people write, one row per language: which of them a reader is shown."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol, TypeVar


class InALanguage(Protocol):
    """A row of a `…_text` table."""

    language: Any
    origin: Any
    source_language: Any


Text = TypeVar("Text", bound=InALanguage)

# What most readers of another language can make something of, in this order.
_NEAREST = {"ja": ("en",), "en": ("ja",), "id": ("en", "ja"), "vi": ("en", "ja")}


def best_title(titles: Mapping[str, str], language: str, source_language: str = "") -> tuple[str, str]:
    """A title kept by language, and which language it is in: the reader's, else English, else that of the original, else any.
    Empty where there is none.
    """
    for code in (language, "en", source_language, *titles):
        if titles.get(code):
            return titles[code], code
    return "", language


def best_text(texts: Sequence[Text], language: str) -> Text | None:
    """The text in the reader's language; else the nearest one. Machine text nobody accepted is never shown.

    Who shows it compares `text.language` with the reader's and marks a foreign one with `lang`.
    """
    shown = {text.language: text for text in texts if text.origin != "machine"}
    for code in (language, *_NEAREST.get(language, ())):
        if code in shown:
            return shown[code]
    rest = list(shown.values())
    sources = [text for text in rest if text.source_language is None]
    return (sources or rest or [None])[0]
