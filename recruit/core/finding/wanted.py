"""What somebody asks a list for, as it stands in an address. Plain Python."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import ClassVar, Generic, Self, TypeVar

FacetKind = TypeVar("FacetKind", bound=StrEnum)
SortKind = TypeVar("SortKind", bound=StrEnum)

MOST_LETTERS = 200


@dataclass(frozen=True)
class WantedOf(Generic[FacetKind, SortKind]):
    """Words, of each facet any of these values, and an order. A room's own says its facets and orders; the first order is
    the one that is meant where none is named, and the values of both are the names in addresses.
    """

    facets: ClassVar[type[StrEnum]]
    sorts: ClassVar[type[StrEnum]]

    words: str = ""
    chosen: Mapping[FacetKind, tuple[str, ...]] = field(default_factory=dict)
    sort: SortKind | None = None

    @classmethod
    def of(cls, address: Mapping[str, Iterable[str]]) -> Self:
        """What an address (or a kept search) asks for; values nobody knows find nothing and are kept, so that they show."""
        chosen = {
            facet: tuple(dict.fromkeys(one for one in address.get(facet, ()) if one)) for facet in cls.facets
        }
        orders = [one for one in address.get("sort", ()) if one in set(cls.sorts)]
        words = " ".join(" ".join(address.get("q", ())).split())[:MOST_LETTERS]
        return cls(
            words,
            {facet: codes for facet, codes in chosen.items() if codes},
            cls.sorts(orders[0]) if orders else None,
        )

    @property
    def order(self) -> SortKind:
        """The order asked for, or the first one."""
        return self.sort or next(iter(self.sorts))  # ty: ignore[invalid-explicit-return]

    def address(self) -> dict[str, list[str]]:
        """The parts of an address that ask for this; nothing for what is left open."""
        parts = {str(facet): list(self.chosen[facet]) for facet in self.facets if self.chosen.get(facet)}  # ty: ignore[invalid-argument-type]
        if self.words:
            parts["q"] = [self.words]
        if self.order is not next(iter(self.sorts)):
            parts["sort"] = [str(self.order)]
        return parts

    def without(self, facet: FacetKind, code: str | None = None) -> Self:
        """The same without one value of a facet, or without the facet."""
        left = tuple(one for one in self.chosen.get(facet, ()) if code is not None and one != code)
        return replace(self, chosen={**self.chosen, facet: left})

    def with_words(self, words: str) -> Self:
        """The same with other words."""
        return replace(self, words=words)

    @property
    def asks_for_something(self) -> bool:
        return bool(self.words or any(self.chosen.values()))
