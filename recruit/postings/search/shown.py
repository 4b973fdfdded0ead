"""How facets and what was chosen stand on a page."""

from datetime import date
from typing import Any

from flask_babel import gettext as _, ngettext

from recruit.organisations.rules import Prefecture
from recruit.postings.rules import HousingKind, JapaneseLevel, WorkKind
from recruit.postings.search.queries import Found
from recruit.postings.search.rules import Facet, PayBand, Wanted, month_number
from recruit.postings.search.words import band_words
from recruit.students.rules import Major, Region
from recruit.web.finder import Dropped, ShownFacet, chosen_in, shown_facets, ways_out_of
from recruit.web.times import format_day
from recruit.web.words import words_for

_KINDS = {
    Facet.WORK: WorkKind,
    Facet.REGION: Region,
    Facet.PREFECTURE: Prefecture,
    Facet.MAJOR: Major,
    Facet.JAPANESE: JapaneseLevel,
    Facet.HOUSING: HousingKind,
}
# Values with an order of their own keep it; the others stand by how many have them.
_ORDERS: dict[Facet, list[str]] = {
    Facet.REGION: list(Region),
    Facet.JAPANESE: list(JapaneseLevel),
    Facet.PAY: list(PayBand),
}


def code_words(facet: Facet, code: str) -> str:
    """A value of a facet in the reader's language; the code itself where nobody knows it."""
    if facet is Facet.START:
        number = month_number(code)
        return format_day(date(number // 100, number % 100, 1), "month") if number else code
    if facet is Facet.PAY:
        return band_words(PayBand(code)) if code in set(PayBand) else code
    if facet is Facet.JAPANESE and code in set(JapaneseLevel) and code != JapaneseLevel.NONE:
        # What a level is good for at work stands on the position.
        return code
    kind = _KINDS[facet]
    return words_for(kind(code)) if code in set(kind) else code


def count_words(count: int) -> str:
    return ngettext("%(num)d position", "%(num)d positions", count)


def facets_of(found: Found, wanted: Wanted) -> list[ShownFacet]:
    """The facets in order, with the values that something in the result has, or that are chosen."""
    orders = {**_ORDERS, Facet.START: sorted(found.counts.get(Facet.START, {}))}
    return shown_facets(found.counts, wanted, code_words, count_words, orders)


def chosen_of(wanted: Wanted, endpoint: str) -> list[Dropped]:
    """Everything that is chosen, each with the address without it."""
    return chosen_in(wanted, code_words, endpoint)


def ways_out(found: Found, wanted: Wanted, endpoint: str) -> list[Dropped]:
    """Where nothing was found: which single condition to drop, and how many that finds; most first."""

    def sentence(count: int, what: Any) -> str:
        return ngettext(
            "%(num)d position without %(what)s", "%(num)d positions without %(what)s", count, what=what
        )

    return ways_out_of(found.hints, wanted, sentence, endpoint)


def wanted_words(wanted: Wanted) -> str:
    """What a search asks for, in one line."""
    parts = [
        _(" or ").join(code_words(facet, code) for code in codes) for facet, codes in wanted.chosen.items()
    ]
    if wanted.words:
        parts.insert(0, _("“%(words)s”", words=wanted.words))
    return _(" · ").join(parts) if parts else _("All positions")
