"""Words of the search: labels, and what the words somebody types stand for in any of our languages."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from babel import Locale
from flask_babel import force_locale, gettext as _, lazy_gettext as _l

from recruit.core.locales import CODES
from recruit.core.text import search_words
from recruit.students.rules import COUNTRIES
from recruit.students.search.rules import (
    MOST_KEPT,
    MOST_WORDS,
    Facet,
    FoundLevel,
    SearchRefusal,
    Sort,
    half_number,
)
from recruit.students.words import MAJOR, SKILL

FACET = {
    Facet.MAJOR: _l("Major"),
    Facet.LEVEL: _l("Japanese level"),
    Facet.GRADUATES: _l("Graduation"),
    Facet.UNIVERSITY: _l("University"),
    Facet.COUNTRY: _l("Nationality"),
    Facet.SKILL: _l("Skills and licences"),
}
FOUND_LEVEL = {
    FoundLevel.N1: _l("JLPT N1"),
    FoundLevel.N2: _l("JLPT N2"),
    FoundLevel.N3: _l("JLPT N3"),
    FoundLevel.N4: _l("JLPT N4"),
    FoundLevel.N5: _l("JLPT N5"),
    FoundLevel.OTHER: _l("Another test, or own view"),
}
SORT = {
    Sort.NEWEST: _l("Newest profile first"),
    Sort.GRADUATION: _l("By graduation, earliest first"),
    Sort.LEVEL: _l("By JLPT level, N1 first"),
    Sort.NAME: _l("By name"),
}
REFUSAL = {
    SearchRefusal.TOO_MANY_KEPT: _l(
        "You keep %(most)s searches already. Please remove one you no longer need.", most=str(MOST_KEPT)
    ),
}

ALL = (FACET, FOUND_LEVEL, SORT, REFUSAL)


@dataclass(frozen=True)
class Meant:
    """One word that somebody typed, and the codes it stands for."""

    text: str
    codes: Mapping[Facet, frozenset[str]]


def understood(words: str) -> list[Meant]:
    """The words typed, folded, each with what it stands for: "hàn" finds nobody, "cầu đường" the majors of that name."""
    known = _vocabulary()
    found = []
    for text in dict.fromkeys(search_words(words)[:MOST_WORDS]):
        codes: dict[Facet, set[str]] = {}
        for word, facet, code in known:
            if word.startswith(text):
                codes.setdefault(facet, set()).add(code)
        found.append(Meant(text, {facet: frozenset(some) for facet, some in codes.items()}))
    return found


@lru_cache(maxsize=1)
def _vocabulary() -> frozenset[tuple[str, Facet, str]]:
    """Every word of every coded value in all languages."""
    words: set[tuple[str, Facet, str]] = set()
    for language in CODES:
        with force_locale(language):
            labels: list[tuple[Facet, str, Any]] = [
                *((Facet.MAJOR, str(code), label) for code, label in MAJOR.items()),
                *((Facet.SKILL, str(code), label) for code, label in SKILL.items()),
                *((Facet.LEVEL, str(code), code) for code in FoundLevel if code is not FoundLevel.OTHER),
                *((Facet.COUNTRY, code, Locale(language).territories.get(code, "")) for code in COUNTRIES),
            ]
            words.update(
                (word, facet, code) for facet, code, label in labels for word in search_words(str(label))
            )
    return frozenset(words)


def half_words(code: str) -> str:
    """A half of a year for people."""
    number = half_number(code)
    if not number:
        return code
    year = str(number // 2)
    return (
        _("July to December %(year)s", year=year) if number % 2 else _("January to June %(year)s", year=year)
    )
