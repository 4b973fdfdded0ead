"""Who is on which translation, and how the list of them is cut, in plain Python."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, TypeVar


class TranslationRefusal(StrEnum):
    TAKEN = "translation_taken"
    NOT_FOR_YOU = "translation_not_for_you"


class Placed(Protocol):
    """What stands in a list at a place of its own."""

    @property
    def place(self) -> tuple[str, ...]: ...


Row = TypeVar("Row", bound=Placed)


@dataclass(frozen=True)
class Cut:
    """The first of the places that follow, whether more come, and whether none stands before."""

    until: int
    start: int
    has_more: bool


def cut(rows: Sequence[Row], after: Sequence[str] | None, size: int) -> Cut:
    """Which of the sorted rows stand on the page that begins behind a place. A place that is gone is no hindrance."""
    start = 0 if after is None else sum(1 for row in rows if row.place <= tuple(after))
    return Cut(min(start + size, len(rows)), start, len(rows) > start + size)
