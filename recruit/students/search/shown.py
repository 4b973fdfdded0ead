"""How facets and what was chosen stand on a page."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _, ngettext

from recruit.organisations.models import Organisation
from recruit.organisations.queries import name_in
from recruit.students.names import country_name
from recruit.students.rules import COUNTRIES, Major, Skill
from recruit.students.search.queries import Found
from recruit.students.search.rules import Facet, FoundLevel, Wanted, half_number
from recruit.students.search.words import half_words
from recruit.web.finder import CodeWords, Dropped, ShownFacet, chosen_in, shown_facets, ways_out_of
from recruit.web.gate import current_language
from recruit.web.words import words_for

_KINDS = {Facet.MAJOR: Major, Facet.LEVEL: FoundLevel, Facet.SKILL: Skill}


def code_words(facet: Facet, code: str, universities: Mapping[str, Organisation]) -> str:
    """A value of a facet in the reader's language; the code itself where nobody knows it."""
    if facet is Facet.UNIVERSITY:
        return name_in(universities[code], current_language()) if code in universities else code
    if facet is Facet.GRADUATES:
        return half_words(code)
    if facet is Facet.COUNTRY:
        return country_name(code) if code in COUNTRIES else code
    kind = _KINDS[facet]
    return words_for(kind(code)) if code in set(kind) else code


def facets_of(found: Found, wanted: Wanted) -> list[ShownFacet]:
    """The facets in order. Values with an order of their own keep it; the others stand by how many have them."""

    def count_words(count: int) -> str:
        return ngettext("%(num)d student", "%(num)d students", count)

    halves = {*found.counts.get(Facet.GRADUATES, {}), *wanted.chosen.get(Facet.GRADUATES, ())}
    orders = {Facet.LEVEL: list(FoundLevel), Facet.GRADUATES: sorted(halves, key=half_number)}
    return shown_facets(found.counts, wanted, _words_in(found), count_words, orders)


def chosen_of(found: Found, wanted: Wanted, endpoint: str) -> list[Dropped]:
    """Everything that is chosen, each with the address without it."""
    return chosen_in(wanted, _words_in(found), endpoint)


def ways_out(found: Found, wanted: Wanted, endpoint: str) -> list[Dropped]:
    """Where nobody was found: which single condition to drop, and how many that finds; most first."""

    def sentence(count: int, what: Any) -> str:
        return ngettext(
            "%(num)d student without %(what)s", "%(num)d students without %(what)s", count, what=what
        )

    return ways_out_of(found.hints, wanted, sentence, endpoint)


def _words_in(found: Found) -> CodeWords:
    return lambda facet, code: code_words(facet, code, found.universities)


def wanted_words(wanted: Wanted, universities: Mapping[str, Organisation]) -> str:
    """What a search asks for, in one line."""
    parts: list[Any] = [
        _(" or ").join(code_words(facet, code, universities) for code in codes)
        for facet, codes in wanted.chosen.items()
    ]
    if wanted.words:
        parts.insert(0, _("“%(words)s”", words=wanted.words))
    return _(" · ").join(parts) if parts else _("All students you may see")
