"""The register of words: every room adds the labels of its enums and refusals; templates and pages look them up here."""

from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from flask_babel import force_locale, gettext

from recruit.core.locales import CODES

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


@lru_cache(maxsize=2000, typed=True)
def words_in_every_language(member: StrEnum) -> Mapping[str, str]:
    """The word for an enum member in each language of the service, for answers that are read by machines."""
    found = {}
    for code in CODES:
        with force_locale(code):
            found[code] = words_for(member)
    return MappingProxyType(found)
