"""The register of words: every room adds the labels of its enums and refusals; templates and pages look them up here."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from flask_babel import gettext

_words: dict[type[StrEnum], dict[Any, Any]] = {}


def teach(words: Mapping[Any, Any]) -> None:
    """Add a dictionary of one enum's members to their lazy labels."""
    for member in words:
        known = _words.setdefault(type(member), {})
        known[member] = words[member]


def words_for(member: StrEnum | str | None) -> str:
    """The word for an enum member in the reader's language. A member without one is a fault that a house test finds."""
    if member is None or member == "":
        return ""
    label = _words.get(type(member), {}).get(member)
    return str(label) if label is not None else gettext("(no word for %(code)s)", code=str(member))


def taught() -> Mapping[type[StrEnum], Mapping[Any, Any]]:
    """All words known, for the house test."""
    return _words
