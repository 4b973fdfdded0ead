"""What can be asked of the search of students, in plain Python."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from recruit.core.finding.wanted import WantedOf
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
class Wanted(WantedOf[Facet, Sort]):
    """What somebody asks for: words, of each facet any of these values, and an order."""

    facets: ClassVar[type[StrEnum]] = Facet
    sorts: ClassVar[type[StrEnum]] = Sort


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
