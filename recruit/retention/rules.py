"""What a retention figure is asked for, and what of it may leave the house. Plain Python."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from math import ceil, floor
from zoneinfo import ZoneInfo

from recruit.core.disclosure.limits import LEAST_FOR_ORGANISATIONS, ROUNDED_TO
from recruit.placements.rules import EmployerSize

TOKYO = "Asia/Tokyo"
MILESTONES = (0, 3, 6, 12, 24, 36)
# In public only these: every step of the whole curve is the day on which one person left.
PUBLIC_MILESTONES = (6, 12, 24, 36)
# What rests on fewer people is left out of files, which travel further than a page.
LEAST_IN_FILES = LEAST_FOR_ORGANISATIONS
# Below these numbers of people observed a curve with late registrations does not begin.
LEAST_TO_BEGIN = 5
FIRST_YEAR = 2000


class Definition(StrEnum):
    """What counts as leaving: the company, or the field in Japan (a move to another employer in Japan is none then)."""

    COMPANY = "company"
    FIELD = "field"


class QuestionFault(StrEnum):
    """Why a part of the address is not taken."""

    NOT_A_DAY = "not_a_day"
    IN_THE_FUTURE = "in_the_future"
    NOT_KNOWN = "not_known"


@dataclass(frozen=True)
class Question:
    """What is asked: `as_of` is the first unobserved day, only facts known by `known_by` count."""

    as_of: date
    known_by: datetime
    known_by_given: bool = False
    source: str = ""
    country: str = ""
    size: EmployerSize | None = None
    start_year: int | None = None
    definition: Definition = Definition.COMPANY


@dataclass(frozen=True)
class Fault:
    """A part of the address that was not taken: its name, what stood there, and why."""

    part: str
    typed: str
    reason: QuestionFault


def question_from(arguments: Mapping[str, str], now: datetime) -> tuple[Question, list[Fault]]:
    """The question in an address. What cannot be read is named and left at its default; the rest stays."""
    today = now.astimezone(ZoneInfo(TOKYO)).date()
    faults: list[Fault] = []
    as_of = _day("as_of", arguments, today, faults) or today
    known_by = _instant("known_by", arguments, now, faults)
    size, year = arguments.get("size", "").strip(), arguments.get("start_year", "").strip()
    if size and size not in list(EmployerSize):
        faults.append(Fault("size", size, QuestionFault.NOT_KNOWN))
        size = ""
    if year and not (year.isascii() and year.isdigit() and FIRST_YEAR <= int(year[:5]) <= today.year + 1):
        faults.append(Fault("start_year", year, QuestionFault.NOT_KNOWN))
        year = ""
    definition = arguments.get("definition", "").strip()
    if definition and definition not in list(Definition):
        faults.append(Fault("definition", definition, QuestionFault.NOT_KNOWN))
        definition = ""
    question = Question(
        as_of=as_of,
        known_by=known_by or now,
        known_by_given=known_by is not None,
        source=arguments.get("source", "").strip(),
        country=arguments.get("country", "").strip(),
        size=EmployerSize(size) if size else None,
        start_year=int(year) if year else None,
        definition=Definition(definition or Definition.COMPANY),
    )
    return question, faults


def _day(part: str, arguments: Mapping[str, str], today: date, faults: list[Fault]) -> date | None:
    typed = arguments.get(part, "").strip()
    if not typed:
        return None
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        faults.append(Fault(part, typed, QuestionFault.NOT_A_DAY))
        return None
    if day > today:
        faults.append(Fault(part, typed, QuestionFault.IN_THE_FUTURE))
        return None
    return day


def _instant(part: str, arguments: Mapping[str, str], now: datetime, faults: list[Fault]) -> datetime | None:
    """A day means all that was known when it ended in Japan; an instant means itself."""
    # A plus sign in an address is a blank.
    typed = arguments.get(part, "").strip().replace(" ", "+")
    if not typed:
        return None
    try:
        instant = (
            end_of(date.fromisoformat(typed))
            if len(typed) <= len("2026-04-01")
            else datetime.fromisoformat(typed)
        )
    except (ValueError, OverflowError):
        faults.append(Fault(part, typed, QuestionFault.NOT_A_DAY))
        return None
    if instant.tzinfo is None:
        instant = instant.replace(tzinfo=ZoneInfo(TOKYO))
    instant = instant.astimezone(UTC)
    if instant > end_of(now.astimezone(ZoneInfo(TOKYO)).date()):
        faults.append(Fault(part, typed, QuestionFault.IN_THE_FUTURE))
        return None
    return min(instant, now)


def end_of(day: date) -> datetime:
    """The last instant of a day in Japan."""
    midnight = datetime.combine(day + timedelta(days=1), time(), ZoneInfo(TOKYO)).astimezone(UTC)
    return midnight - timedelta(microseconds=1)


def quarter_of(day: date) -> date:
    """The first day of the quarter a day lies in.

    >>> quarter_of(date(2026, 11, 25))
    datetime.date(2026, 10, 1)
    """
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def fiscal_year_of(day: date) -> int:
    """The Japanese fiscal year, which begins in April.

    >>> fiscal_year_of(date(2026, 3, 31))
    2025
    """
    return day.year if day.month >= 4 else day.year - 1


@dataclass(frozen=True)
class PublicShare:
    """A share as the public may read it: to the nearest 5 %, its ends hidden in "90 % or more", "10 % or fewer"."""

    percent: int
    or_more: bool = False
    or_fewer: bool = False


def public_share(share: float) -> PublicShare:
    """Round a share so that it tells of nobody. That everybody stayed, or nobody did, is a fact about each of them."""
    percent = ROUNDED_TO * round(100 * share / ROUNDED_TO)
    if percent >= 90:
        return PublicShare(90, or_more=True)
    return PublicShare(10, or_fewer=True) if percent <= 10 else PublicShare(percent)


def public_interval(lower: float, upper: float) -> tuple[int, int]:
    """An interval in percent, widened to the next 5 %."""
    return ROUNDED_TO * floor(100 * lower / ROUNDED_TO), ROUNDED_TO * ceil(100 * upper / ROUNDED_TO)


def public_count(people: int) -> int:
    """A number of people to the nearest 5."""
    return ROUNDED_TO * round(people / ROUNDED_TO)
