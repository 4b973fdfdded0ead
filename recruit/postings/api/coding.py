"""Coded values as programs read them: the code, and what it is called in every language."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from recruit.web.words import words_in_every_language


def coded(kind: type[StrEnum], code: Any) -> dict[str, Any] | None:
    """One coded value."""
    if code in (None, ""):
        return None
    member = kind(code)
    return {"code": str(member), "words": dict(words_in_every_language(member))}


def all_coded(kind: type[StrEnum], codes: Iterable[Any]) -> list[dict[str, Any] | None]:
    """Several of a kind."""
    return [coded(kind, code) for code in codes]
