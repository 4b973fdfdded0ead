"""Which rows fit all that is asked for, which one condition keeps others out, and one page in an order. Pure: numpy."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from recruit.core.finding.columns import Mask

FacetKind = TypeVar("FacetKind", bound=StrEnum)


@dataclass(frozen=True)
class Hint(Generic[FacetKind]):
    """How many would be found without one condition: a facet, or a word."""

    facet: FacetKind | None
    word: str
    count: int


@dataclass(frozen=True)
class Answer(Generic[FacetKind]):
    """What fits (`order` is the ids of one page, in order), how many, and how many for each value of each facet."""

    order: list[int]
    next_place: list[Any] | None
    total: int
    counts: Mapping[FacetKind, Mapping[str, int]]
    hints: Sequence[Hint[FacetKind]]


@dataclass(frozen=True)
class Condition(Generic[FacetKind]):
    """One thing that is asked for: a facet, or (facet None) a word; and which rows fit it."""

    facet: FacetKind | None
    word: str
    fits: Mask


class Tally(Generic[FacetKind]):
    """What several conditions leave of so many rows."""

    def __init__(self, count: int, conditions: Sequence[Condition[FacetKind]]) -> None:
        self.conditions = conditions
        self._failed = np.zeros(count, np.int16)
        for condition in conditions:
            self._failed += ~condition.fits

    @cached_property
    def found(self) -> Mask:
        """The rows that fit everything."""
        return self._failed == 0

    def _kept_out_by(self, condition: Condition[FacetKind]) -> Mask:
        return (self._failed == 1) & ~condition.fits

    def among(self, facet: FacetKind) -> Mask:
        """The rows whose values are counted for a facet: its own choice does not count there."""
        own = next((one for one in self.conditions if one.facet is facet), None)
        return self.found if own is None else self.found | self._kept_out_by(own)

    def hints(self) -> list[Hint[FacetKind]]:
        """How many more each single condition would let in."""
        return [
            Hint(one.facet, one.word, int(np.count_nonzero(self._kept_out_by(one))))
            for one in self.conditions
        ]


def is_place(after: Sequence[Any], *, is_text: bool = False) -> bool:
    """Whether this is a place in a list; an address that somebody changed is the first page."""
    if len(after) != 2 or type(after[0]) is not (str if is_text else int):
        return False
    return all(type(one) is not int or abs(one) < 2**53 for one in after) and type(after[1]) is int


def page_of(
    ids: NDArray[Any], keys: NDArray[Any], found: Mask, *, after: Sequence[Any] | None, size: int
) -> tuple[list[int], list[Any] | None]:
    """A page of ids (which stand in ascending order) by ascending keys, numbers or bytes of letters, within one key the newest
    id first; and the place that the next page begins after.
    """
    is_text = keys.dtype.kind == "S"
    newest = -ids.astype(np.int64)
    if after is not None and is_place(after, is_text=is_text):
        key, last = after
        key = key.encode("latin-1", "replace") if is_text else key
        found = found & ((keys > key) | ((keys == key) & (newest > -last)))
    where = np.flatnonzero(found)
    keys, newest = keys[where], newest[where]
    if len(where) > size + 1 and (keys == keys[0]).all():
        # Sorted by id already.
        order = np.arange(len(where) - 1, len(where) - size - 2, -1)
    else:
        order = np.lexsort((newest, keys))[: size + 1]
    shown = order[:size]
    place = None
    if len(order) > size:
        key = keys[shown[-1]]
        place = [key.decode("latin-1") if is_text else int(key), int(-newest[shown[-1]])]
    return [int(-one) for one in newest[shown]], place
