"""Figures typed into the shipped chapters: the same in every language, and each worked example comes out as it says."""

from collections import Counter
from collections.abc import Iterator
import json
import re
from typing import Any

import pytest

from recruit.core.facts import SHIPPED
from recruit.handbook import marks
from tests.handbook.test_editions_files import BOOKS, CHAPTERS, NAMES, body

FACTS: dict[str, dict[str, Any]] = {
    row["key"]: row
    for row in sorted(
        json.loads(SHIPPED.read_text(encoding="utf-8")), key=lambda one: str(one["valid_from_on"])
    )
}
_NUMBER = r"\d+(?:[.,]\d+)*"


def words_of(text: str) -> str:
    """A chapter without facts, targets of links and the summary in plain Japanese."""
    _easy, rest = marks.easy_and_rest(text)
    return re.sub(r"\]\([^)]*\)", "]", marks.FACT.sub("", rest))


def number(written: str, language: str) -> float:
    """What a number says: Indonesian and Vietnamese part thousands by points and decimals by a comma."""
    thousands, point = (".", ",") if language in ("id", "vi") else (",", ".")
    return float(written.replace(thousands, "").replace(point, "."))


def large_numbers(text: str, language: str) -> Counter[float]:
    """The numbers of four digits and more; Japanese also writes them in units of ten thousand and of a hundred million."""
    found: Counter[float] = Counter()
    words = re.sub(r"\b\d{1,2}[:.]\d{2}\b(?!\d)|\d+/\d{4}(?!\d)", "", words_of(text))
    words = words.replace("4 million", "4,000,000").replace("four million", "4,000,000")
    for match in re.finditer(rf"({_NUMBER})(万)?", words):
        value = number(match[1].rstrip(".,"), language) * (10_000 if match[2] else 1)
        if value >= 1000:
            found[value] += 1
    return found


@pytest.mark.parametrize(("folder", "chapter"), CHAPTERS, ids=NAMES)
def test_large_numbers_are_the_same_in_every_language(folder: str, chapter: dict[str, Any]) -> None:
    first, *others = BOOKS[folder]["languages"]
    source = large_numbers(body(folder, chapter, first), first)
    for language in others:
        found = large_numbers(body(folder, chapter, language), language)
        assert found - source == source - found == Counter(), (language, found - source, source - found)


_TERM = rf"(?:{_NUMBER}|\((?:{_NUMBER}| *[×÷+−＋-] *)+\))"
_EQUATION = re.compile(rf"(?<![×÷] )(?<![×÷\d.,])({_TERM}(?: ?[×÷+−＋] ?{_TERM})+) ?[=＝] ?({_NUMBER})( ?%)?")
_UNITS = re.compile(
    r"(?<=[\d%）)]) ?(?:円|時間|日|か月|か月分|yen|hours|days off|days|jam|giờ|yên)(?![a-zà-ỹ])|休日(?=\d)",
    re.IGNORECASE,
)


def equations(text: str, language: str) -> Iterator[tuple[str, float, float]]:
    """Each sum that stands in the text: as written, what its left side is, and what the text says it is."""
    words = _UNITS.sub("", words_of(text).replace("（", "(").replace("）", ")"))
    for match in _EQUATION.finditer(words):
        left = re.sub(_NUMBER, lambda one: repr(number(one[0], language)), match[1])
        for sign, operator in (("×", "*"), ("÷", "/"), ("−", "-"), ("＋", "+")):
            left = left.replace(sign, operator)
        yield (
            match[0],
            eval(left, {"__builtins__": {}}),
            number(match[2].rstrip(".,"), language) / (100 if match[3] else 1),
        )


@pytest.mark.parametrize(("folder", "chapter"), CHAPTERS, ids=NAMES)
def test_every_sum_in_the_text_comes_out(folder: str, chapter: dict[str, Any]) -> None:
    for language in BOOKS[folder]["languages"]:
        for written, is_, said in equations(body(folder, chapter, language), language):
            # A sum is written rounded: to whole yen, or to the hundredths of an hour.
            assert abs(is_ - said) <= max(1.0, 0.0001 * said), (language, written, is_)


def test_sums_are_found_in_every_language() -> None:
    found = [
        language
        for folder, chapter in CHAPTERS
        for language in BOOKS[folder]["languages"]
        for _sum in equations(body(folder, chapter, language), language)
    ]
    assert len(found) > 40 and set(found) == {"ja", "en", "id", "vi"}


@pytest.mark.parametrize(("folder", "chapter"), CHAPTERS, ids=NAMES)
def test_every_figure_has_a_value_on_the_day_it_was_checked(folder: str, chapter: dict[str, Any]) -> None:
    """A law that begins later is a figure of today: a chapter would show a dash instead of its day."""
    rows = json.loads(SHIPPED.read_text(encoding="utf-8"))
    today = max(row["checked_on"] for row in rows)
    holding = {row["key"] for row in rows if row["valid_from_on"] <= today <= (row["valid_to_on"] or today)}
    stated = marks.keys_of_facts(body(folder, chapter, BOOKS[folder]["source_language"]))
    assert set(stated) - holding == set()
