"""Words of the search: labels, and what the words somebody types stand for in any of our languages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flask_babel import force_locale, gettext as _, lazy_gettext as _l

from recruit.core.kana import KANA_RUN, latin_of, latin_words, plain_vowels
from recruit.core.locales import CODES
from recruit.core.text import fold, search_words
from recruit.organisations.words import PREFECTURE
from recruit.postings.rules import JapaneseLevel
from recruit.postings.search.rules import (
    BAND_STARTS,
    MOST_KEPT,
    MOST_WORDS,
    Facet,
    MailPace,
    PayBand,
    SearchRefusal,
    Sort,
)
from recruit.postings.words import HOUSING_KIND, WORK_KIND
from recruit.students.words import MAJOR, REGION
from recruit.web.times import format_money

FACET = {
    Facet.WORK: _l("Kind of work"),
    Facet.REGION: _l("Region"),
    Facet.PREFECTURE: _l("Prefecture"),
    Facet.MAJOR: _l("Your major"),
    Facet.JAPANESE: _l("Your Japanese"),
    Facet.PAY: _l("Base pay a month"),
    Facet.START: _l("Month of joining"),
    Facet.HOUSING: _l("Housing offered"),
}
SORT = {
    Sort.NEWEST: _l("Newest first"),
    Sort.PAY: _l("By base pay, highest first"),
    Sort.START: _l("By month of joining, earliest first"),
    Sort.CLOSING: _l("By closing date, soonest first"),
}
MAIL_PACE = {
    MailPace.NEVER: _l("No mails"),
    MailPace.DAILY: _l("At most once a day"),
    MailPace.WEEKLY: _l("At most once a week"),
}
REFUSAL = {
    SearchRefusal.TOO_MANY_KEPT: _l(
        "You keep %(most)s searches already. Please remove one you no longer need.", most=str(MOST_KEPT)
    ),
    SearchRefusal.NOTHING_ASKED: _l(
        "Please narrow the list down first: a search that asks for nothing is the whole list."
    ),
}

ALL = (FACET, SORT, MAIL_PACE, REFUSAL)

_LEVELS = frozenset(level for level in JapaneseLevel if level is not JapaneseLevel.NONE)


def band_words(band: PayBand) -> str:
    """A band of pay for people."""
    place = list(PayBand).index(band)
    if place == 0:
        return _("below %(amount)s", amount=format_money(BAND_STARTS[1]))
    if place == len(BAND_STARTS) - 1:
        return _("%(amount)s and more", amount=format_money(BAND_STARTS[-1]))
    return _(
        "%(from_amount)s to %(to_amount)s",
        from_amount=format_money(BAND_STARTS[place]),
        to_amount=format_money(BAND_STARTS[place + 1] - 1),
    )


@dataclass(frozen=True)
class MeantToken:
    """One folded word, and the codes it stands for."""

    text: str
    codes: Mapping[Facet, frozenset[str]]


@dataclass(frozen=True)
class Meant:
    """One word as somebody typed it. What has all tokens of one of its forms is found."""

    text: str
    forms: Sequence[Sequence[MeantToken]]


def understood(words: str) -> list[Meant]:
    """The words typed, each in the ways in which it may stand in a text: as it is, kana in Latin letters, and long vowels
    short.
    """
    found = []
    for typed in dict.fromkeys(words.split()):
        forms = _forms(typed)
        if forms:
            found.append(Meant(typed, [[_meant(token) for token in form] for form in forms]))
    return found[:MOST_WORDS]


def _forms(typed: str) -> list[list[str]]:
    folded, tokens = fold(typed), search_words(typed)
    if not tokens:
        return []
    forms = [tokens[:MOST_WORDS]]
    if KANA_RUN.fullmatch(folded):
        forms.append([latin_of(folded)])
    elif folded.isascii() and (plain := [plain_vowels(token) for token in forms[0]]) != forms[0]:
        forms.append(plain)
    return [form for form in forms if all(form)]


def _meant(text: str) -> MeantToken:
    codes: dict[Facet, set[str]] = {}
    for word, facet, code in _vocabulary():
        if word.startswith(text):
            codes.setdefault(facet, set()).add(code)
    # "N3" typed is what its writer has, as among the facets; half of it is the beginning of something else.
    if text.upper() in _LEVELS:
        codes[Facet.JAPANESE] = {text.upper()}
    return MeantToken(text, {facet: frozenset(some) for facet, some in codes.items()})


@lru_cache(maxsize=1)
def _vocabulary() -> frozenset[tuple[str, Facet, str]]:
    """Every word of every coded value in all languages, but not what a level of Japanese is good for."""
    words: set[tuple[str, Facet, str]] = set()
    known: list[tuple[Facet, Mapping[Any, Any]]] = [
        (Facet.WORK, WORK_KIND),
        (Facet.PREFECTURE, PREFECTURE),
        (Facet.REGION, REGION),
        (Facet.MAJOR, MAJOR),
        (Facet.HOUSING, HOUSING_KIND),
    ]
    for language in CODES:
        with force_locale(language):
            words.update(
                (word, facet, str(code))
                for facet, labels in known
                for code, label in labels.items()
                for word in (*search_words(str(label)), *latin_words(fold(str(label))))
            )
    return frozenset(words)
