"""How facets and what was chosen stand on a page."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from recruit.organisations.models import Organisation
from recruit.organisations.queries import name_in
from recruit.students.names import country_name
from recruit.students.rules import COUNTRIES, Major, Skill
from recruit.students.search.queries import Found
from recruit.students.search.rules import Facet, FoundLevel, Wanted, half_number
from recruit.students.search.words import half_words
from recruit.web.gate import current_language, page_url
from recruit.web.words import words_for

# So many values stand open; what is chosen always does.
_OPEN = 6
_KINDS = {Facet.MAJOR: Major, Facet.LEVEL: FoundLevel, Facet.SKILL: Skill}


@dataclass(frozen=True)
class Option:
    """One value of a facet."""

    code: str
    words: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class ShownFacet:
    """A facet with the values that somebody in the result has, or that are chosen."""

    facet: Facet
    label: str
    options: list[Option]
    more: list[Option]


@dataclass(frozen=True)
class Dropped:
    """One condition, and the address without it."""

    words: str
    href: str
    count: int = 0


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
    shown = []
    for facet in Facet:
        chosen, counts = wanted.chosen.get(facet, ()), found.counts.get(facet, {})
        options = [
            Option(
                code,
                code_words(facet, code, found.universities),
                counts.get(code, 0),
                is_chosen=code in chosen,
            )
            for code in dict.fromkeys((*counts, *chosen))
        ]
        if facet is Facet.LEVEL:
            order = [str(level) for level in FoundLevel]
            options.sort(key=lambda one: order.index(one.code) if one.code in order else 99)
        elif facet is Facet.GRADUATES:
            options.sort(key=lambda one: half_number(one.code))
        else:
            options.sort(key=lambda one: (-one.count, one.words))
        is_open = [one.is_chosen or place < _OPEN for place, one in enumerate(options)]
        if options:
            shown.append(
                ShownFacet(
                    facet,
                    words_for(facet),
                    [one for one, opened in zip(options, is_open, strict=True) if opened],
                    [one for one, opened in zip(options, is_open, strict=True) if not opened],
                )
            )
    return shown


def chosen_of(found: Found, wanted: Wanted, endpoint: str) -> list[Dropped]:
    """Everything that is chosen, each with the address without it."""

    def without(words: str, left: Wanted) -> Dropped:
        return Dropped(words, page_url(endpoint, **left.address()))

    shown = [
        without(code_words(facet, code, found.universities), wanted.without(facet, code))
        for facet, codes in wanted.chosen.items()
        for code in codes
    ]
    if wanted.words:
        shown.insert(0, without(_("“%(words)s”", words=wanted.words), Wanted("", wanted.chosen, wanted.sort)))
    return shown


def ways_out(found: Found, wanted: Wanted, endpoint: str) -> list[Dropped]:
    """Where nobody was found: which single condition to drop, and how many that finds; most first."""
    ways: list[Dropped] = []
    words = [hint.word for hint in found.hints if hint.facet is None]
    for hint in found.hints:
        if not hint.count:
            continue
        if hint.facet is not None:
            left, label = wanted.without(hint.facet), words_for(hint.facet)
        else:
            left = Wanted(" ".join(word for word in words if word != hint.word), wanted.chosen, wanted.sort)
            label = _("“%(words)s”", words=hint.word)
        ways.append(Dropped(label, page_url(endpoint, **left.address()), hint.count))
    return sorted(ways, key=lambda way: -way.count)


def wanted_words(wanted: Wanted, universities: Mapping[str, Organisation]) -> str:
    """What a search asks for, in one line."""
    parts: list[Any] = [
        _(" or ").join(code_words(facet, code, universities) for code in codes)
        for facet, codes in wanted.chosen.items()
    ]
    if wanted.words:
        parts.insert(0, _("“%(words)s”", words=wanted.words))
    return _(" · ").join(parts) if parts else _("All students you may see")
