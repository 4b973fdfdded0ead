"""The small checks that reading a definition is made of; each names the place where something is wrong."""

from collections.abc import Mapping
from enum import StrEnum
import re
from typing import Any, TypeVar

from recruit.surveys.forms.definition import Labels

# The languages an instrument must speak: a person must not meet a question in a language not chosen.
LANGUAGES = ("ja", "en", "id", "vi")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")

Code = TypeVar("Code", bound=StrEnum)


class DefinitionError(ValueError):
    """`place` is a path such as `items[3].show_if`, `why` says what is wrong there."""

    def __init__(self, place: str, why: str) -> None:
        super().__init__(f"{place}: {why}")
        self.place = place
        self.why = why


def labels_in(value: Any, place: str) -> Labels:
    labels = mapping_in(value, place)
    known_keys(labels, set(LANGUAGES), place)
    for language in LANGUAGES:
        if not isinstance(labels.get(language), str) or not labels[language].strip():
            raise DefinitionError(place, f"the text in {language} is missing")
    return dict(labels)


def name_in(value: Any, place: str) -> str:
    if not isinstance(value, str) or not _NAME.fullmatch(value):
        raise DefinitionError(place, "must be a name of small letters, digits and _, up to 40")
    return value


def whole_number(value: Any, place: str, least: int | None) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or (least is not None and value < least):
        raise DefinitionError(
            place, "must be a whole number" + (f" from {least}" if least is not None else "")
        )
    return value


def list_in(value: Any, place: str) -> list[Any]:
    if not isinstance(value, list):
        raise DefinitionError(place, "must be a list")
    return value


def mapping_in(value: Any, place: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise DefinitionError(place, "must be an object")
    return value


def known_keys(row: Mapping[str, Any], known: set[str], place: str) -> None:
    unknown = set(row) - known
    if unknown:
        raise DefinitionError(place, f"unknown: {', '.join(sorted(map(str, unknown)))}")


def member_of(codes: type[Code], value: Any, place: str) -> Code:
    try:
        return codes(value)
    except ValueError:
        raise DefinitionError(place, f"must be one of {', '.join(codes)}") from None
