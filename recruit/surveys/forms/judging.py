"""Whether an answer can stand, and how it is kept."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
import re
import unicodedata

from recruit.surveys.forms.answers import Answer, as_text, chosen, is_empty
from recruit.surveys.forms.definition import WITH_CHOICES, Item, ItemType
from recruit.surveys.forms.reading import TODAY

SHORT_TEXT_MOST = 200
LONG_TEXT_MOST = 4_000
# Digits, and a point or comma before one or two more: three behind a mark may be thousands in one country and thousandths
# in another, so they are asked for again.
_NUMBER = re.compile(r"[+-]?\d{1,15}([.,]\d{1,2})?")


class AnswerRefusal(StrEnum):
    """Why an answer cannot stand."""

    NOT_A_CHOICE = "not_a_choice"
    ONE_CHOICE_ONLY = "one_choice_only"
    STANDS_ALONE = "stands_alone"
    TOO_MANY_CHOICES = "too_many_choices"
    TOO_FEW_CHOICES = "too_few_choices"
    NOT_A_NUMBER = "not_a_number"
    NOT_WHOLE = "not_whole"
    TOO_SMALL = "too_small"
    TOO_LARGE = "too_large"
    NOT_A_DATE = "not_a_date"
    TOO_EARLY = "too_early"
    TOO_LATE = "too_late"
    TOO_LONG = "too_long"
    NOTHING_ASKED = "nothing_asked"


def longest(item: Item) -> int:
    """How many characters a text may have."""
    limit = SHORT_TEXT_MOST if item.type is ItemType.SHORT_TEXT else LONG_TEXT_MOST
    return min(limit, item.most) if item.most is not None else limit


def as_kept(item: Item, value: Answer) -> str:
    """The answer as it is stored: a number and a date in plain digits, however they were typed; the rest as it is."""
    typed = as_text(value)
    if typed in item.reserved or item.type not in (ItemType.NUMBER, ItemType.DATE):
        return typed
    plain = unicodedata.normalize("NFKC", typed).strip()
    return plain.replace(",", ".") if item.type is ItemType.NUMBER and _NUMBER.fullmatch(plain) else plain


def why_not_valid(item: Item, value: Answer, today: date | None = None) -> AnswerRefusal | None:
    """Why this cannot be the answer; None where it can. An empty answer can always stand: questions may be left open.

    `today` is the day where the person is; without it a bound that moves with the calendar is not looked at.
    """
    if is_empty(value):
        return None
    if item.type is ItemType.NOTE:
        return AnswerRefusal.NOTHING_ASKED
    typed = as_kept(item, value)
    if typed in item.reserved:
        return None
    if item.type in WITH_CHOICES:
        return _why_not_chosen(item, chosen(value))
    if item.type is ItemType.NUMBER:
        return _why_not_number(item, typed)
    if item.type is ItemType.DATE:
        return _why_not_date(item, typed, today)
    return AnswerRefusal.TOO_LONG if len(typed) > longest(item) else None


def _why_not_chosen(item: Item, values: tuple[str, ...]) -> AnswerRefusal | None:
    by_value = {choice.value: choice for choice in item.choices}
    if len(values) > 1 and any(value in item.reserved for value in values):
        return AnswerRefusal.STANDS_ALONE
    if not set(values) <= set(by_value) or len(set(values)) != len(values):
        return AnswerRefusal.NOT_A_CHOICE
    if item.type is not ItemType.MULTIPLE:
        return AnswerRefusal.ONE_CHOICE_ONLY if len(values) > 1 else None
    alone = any(by_value[value].alone for value in values)
    if alone:
        return AnswerRefusal.STANDS_ALONE if len(values) > 1 else None
    if item.most is not None and len(values) > item.most:
        return AnswerRefusal.TOO_MANY_CHOICES
    return AnswerRefusal.TOO_FEW_CHOICES if item.least is not None and len(values) < item.least else None


def _why_not_number(item: Item, typed: str) -> AnswerRefusal | None:
    if not _NUMBER.fullmatch(typed):
        return AnswerRefusal.NOT_A_NUMBER
    number = Decimal(typed)
    if item.is_whole and number != number.to_integral_value():
        return AnswerRefusal.NOT_WHOLE
    if item.least is not None and number < item.least:
        return AnswerRefusal.TOO_SMALL
    return AnswerRefusal.TOO_LARGE if item.most is not None and number > item.most else None


def _why_not_date(item: Item, typed: str, today: date | None) -> AnswerRefusal | None:
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        return AnswerRefusal.NOT_A_DATE
    # Only the long form: the short forms of ISO 8601 are typing errors here.
    if day.isoformat() != typed:
        return AnswerRefusal.NOT_A_DATE
    earliest, latest = bound_day(item.earliest, today), bound_day(item.latest, today)
    if earliest is not None and day < earliest:
        return AnswerRefusal.TOO_EARLY
    return AnswerRefusal.TOO_LATE if latest is not None and day > latest else None


def bound_day(bound: str | None, today: date | None) -> date | None:
    """The day that a bound of a date means; None for no bound, and for one that needs a day which is not given."""
    if bound is None:
        return None
    return today if bound == TODAY else date.fromisoformat(bound)
