"""What can be asked of the search of students, in plain Python."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from recruit.students.rules import JAPANESE_TESTS, JlptLevel, LanguageTest

MOST_COMPARED = 4
MOST_KEPT = 20
MOST_WORDS = 8


class Facet(StrEnum):
    """What students can be narrowed down by. The values are the names in addresses."""

    MAJOR = "major"
    LEVEL = "level"
    GRADUATES = "graduates"
    UNIVERSITY = "university"
    COUNTRY = "country"
    SKILL = "skill"


# What stands on every card. The others are known only of those who show their whole profile, and found only there:
# otherwise a filter would tell what the card does not.
ON_CARDS = frozenset({Facet.MAJOR, Facet.LEVEL, Facet.GRADUATES, Facet.UNIVERSITY})


class FoundLevel(StrEnum):
    """Japanese as a list can be narrowed down by it: the highest JLPT level, else that there is something else."""

    N1 = "N1"
    N2 = "N2"
    N3 = "N3"
    N4 = "N4"
    N5 = "N5"
    OTHER = "other"


class Sort(StrEnum):
    """Orders that the reader chooses. None of them is a judgement of ours."""

    NEWEST = "newest"
    GRADUATION = "graduation"
    LEVEL = "level"
    NAME = "name"


class SearchRefusal(StrEnum):
    """Why a search is not kept."""

    TOO_MANY_KEPT = "too_many_kept"


@dataclass(frozen=True)
class Wanted:
    """What somebody asks for: words, of each facet any of these values, and an order."""

    words: str = ""
    chosen: Mapping[Facet, tuple[str, ...]] = field(default_factory=dict)
    sort: Sort = Sort.NEWEST

    def address(self) -> dict[str, list[str]]:
        """The parts of an address that ask for this; nothing for what is left open."""
        parts = {str(facet): list(self.chosen[facet]) for facet in Facet if self.chosen.get(facet)}
        if self.words:
            parts["q"] = [self.words]
        if self.sort is not Sort.NEWEST:
            parts["sort"] = [str(self.sort)]
        return parts

    def without(self, facet: Facet, code: str | None = None) -> "Wanted":
        """The same without one value of a facet, or without the facet."""
        left = tuple(one for one in self.chosen.get(facet, ()) if code is not None and one != code)
        return replace(self, chosen={**self.chosen, facet: left})

    @property
    def asks_for_something(self) -> bool:
        return bool(self.words or any(self.chosen.values()))


def wanted_of(address: Mapping[str, Iterable[str]]) -> Wanted:
    """What an address (or a kept search) asks for; values nobody knows find nothing and are kept, so that they show."""
    chosen = {facet: tuple(dict.fromkeys(one for one in address.get(facet, ()) if one)) for facet in Facet}
    sorts = [one for one in address.get("sort", ()) if one in set(Sort)]
    words = " ".join(" ".join(address.get("q", ())).split())[:200]
    return Wanted(
        words,
        {facet: codes for facet, codes in chosen.items() if codes},
        Sort(sorts[0]) if sorts else Sort.NEWEST,
    )


def half_of(day: date) -> str:
    """The half of the year a graduation falls into: 2027-1 is January to June."""
    return f"{day.year}-{1 if day.month <= 6 else 2}"


def half_number(half: str) -> int:
    """A half of a year as a number that grows with time; 0 for what is none."""
    year, dash, part = half.partition("-")
    is_half = dash and year.isdecimal() and len(year) == 4 and part in {"1", "2"}
    return int(year) * 2 + int(part) - 1 if is_half else 0


def half_named(number: int) -> str:
    """The half of a year behind its number."""
    return f"{number // 2:04d}-{number % 2 + 1}"


def level_of(results: Iterable[tuple[LanguageTest, str]]) -> FoundLevel | None:
    """The level somebody is found by, of (test, level)."""
    found = list(results)
    passed = [level for test, level in found if test is LanguageTest.JLPT and level in set(JlptLevel)]
    if passed:
        return FoundLevel(min(passed))
    return FoundLevel.OTHER if any(test in JAPANESE_TESTS for test, _level in found) else None
