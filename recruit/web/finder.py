"""Facets, what is chosen, and the ways out of an empty list, as pages of lists show them (`templates/parts/finder.html`)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from recruit.core.finding.answers import Hint
from recruit.core.finding.wanted import WantedOf
from recruit.web.gate import page_url
from recruit.web.words import words_for

# So many values stand open; what is chosen always does.
_OPEN = 6
CodeWords = Callable[[Any, str], str]


@dataclass(frozen=True)
class Option:
    """One value of a facet; `count_words` says the number to who does not see it."""

    code: str
    words: str
    count: int
    count_words: str
    is_chosen: bool


@dataclass(frozen=True)
class ShownFacet:
    """A facet with the values that something in the result has, or that are chosen."""

    facet: Any
    label: str
    options: list[Option]
    more: list[Option]


@dataclass(frozen=True)
class Dropped:
    """One condition, and the address without it."""

    words: str
    href: str
    count: int = 0


def shown_facets(
    counts: Mapping[Any, Mapping[str, int]],
    wanted: WantedOf[Any, Any],
    code_words: CodeWords,
    count_words: Callable[[int], str],
    orders: Mapping[Any, Sequence[str]],
) -> list[ShownFacet]:
    """The facets in order. Values with an order of their own keep it; the others stand by how many have them."""
    shown = []
    for facet in wanted.facets:
        chosen, counted = wanted.chosen.get(facet, ()), counts.get(facet, {})
        options = [
            Option(
                code,
                code_words(facet, code),
                counted.get(code, 0),
                count_words(counted.get(code, 0)),
                is_chosen=code in chosen,
            )
            for code in dict.fromkeys((*counted, *chosen))
        ]
        places = {code: place for place, code in enumerate(orders.get(facet, ()))}
        if places:
            options.sort(key=lambda one: places.get(one.code, len(places)))
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


def chosen_in(wanted: WantedOf[Any, Any], code_words: CodeWords, endpoint: str) -> list[Dropped]:
    """Everything that is chosen, each with the address without it."""
    shown = [
        Dropped(code_words(facet, code), page_url(endpoint, **wanted.without(facet, code).address()))
        for facet, codes in wanted.chosen.items()
        for code in codes
    ]
    if wanted.words:
        words = _("“%(words)s”", words=wanted.words)
        shown.insert(0, Dropped(words, page_url(endpoint, **wanted.with_words("").address())))
    return shown


def ways_out_of(
    hints: Sequence[Hint[Any]],
    wanted: WantedOf[Any, Any],
    sentence: Callable[[int, Any], str],
    endpoint: str,
) -> list[Dropped]:
    """Where nothing was found: which single condition to drop, and how many that finds; most first. `sentence` says both."""
    ways: list[Dropped] = []
    words = [hint.word for hint in hints if hint.facet is None]
    for hint in hints:
        if not hint.count:
            continue
        if hint.facet is not None:
            left, label = wanted.without(hint.facet), words_for(hint.facet)
        else:
            left = wanted.with_words(" ".join(word for word in words if word != hint.word))
            label = _("“%(words)s”", words=hint.word)
        href = page_url(endpoint, **left.address())
        ways.append(Dropped(sentence(hint.count, label), href, hint.count))
    return sorted(ways, key=lambda way: -way.count)
