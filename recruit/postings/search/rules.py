"""What can be asked of the search of positions, in plain Python."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import ClassVar

from recruit.core.finding.wanted import WantedOf

MOST_KEPT = 20
MOST_WORDS = 8
# One mail names so many positions; the others stand behind its link.
MOST_NAMED = 10


class Facet(StrEnum):
    """What positions can be narrowed down by. The values are the names in addresses."""

    WORK = "work"
    REGION = "region"
    PREFECTURE = "prefecture"
    MAJOR = "major"
    JAPANESE = "japanese"
    PAY = "pay"
    START = "start"
    HOUSING = "housing"


class PayBand(StrEnum):
    """Base pay a month, in thousands of yen from which a band begins."""

    BELOW_200 = "0"
    FROM_200 = "200"
    FROM_220 = "220"
    FROM_240 = "240"
    FROM_260 = "260"
    FROM_280 = "280"
    FROM_300 = "300"


# Where each band begins, in yen, with the end of the last but one.
BAND_STARTS: tuple[int, ...] = tuple(int(band) * 1000 for band in PayBand)


class Sort(StrEnum):
    """Orders that the reader chooses. None of them is a judgement of ours."""

    NEWEST = "newest"
    PAY = "pay"
    START = "start"
    CLOSING = "closing"


class MailPace(StrEnum):
    """How often a kept search tells of new positions by mail."""

    NEVER = "never"
    DAILY = "daily"
    WEEKLY = "weekly"


# A little less than a day and a week, so that the hour does not wander.
TOLD_EVERY: dict[MailPace, timedelta] = {
    MailPace.DAILY: timedelta(hours=23),
    MailPace.WEEKLY: timedelta(days=7) - timedelta(hours=1),
}


class SearchRefusal(StrEnum):
    """Why a search is not kept."""

    TOO_MANY_KEPT = "too_many_kept"
    NOTHING_ASKED = "nothing_asked"


@dataclass(frozen=True)
class Wanted(WantedOf[Facet, Sort]):
    """What somebody asks for: words, of each facet any of these values, and an order."""

    facets: ClassVar[type[StrEnum]] = Facet
    sorts: ClassVar[type[StrEnum]] = Sort


def month_code(day: date | None) -> int:
    """Year and month as one number, 202704; 0 where it is not known."""
    return day.year * 100 + day.month if day else 0


def month_named(number: int) -> str:
    """A month as it stands in addresses: 2027-04."""
    return f"{number // 100:04d}-{number % 100:02d}"


def month_number(code: str) -> int:
    """The number of a month that stands in an address; 0 for what is none."""
    year, dash, month = code.partition("-")
    is_month = (
        dash
        and len(code) == 7
        and year.isdecimal()
        and month.isdecimal()
        and year.isascii()
        and month.isascii()
    )
    return int(year) * 100 + int(month) if is_month and int(year) and 1 <= int(month) <= 12 else 0
