"""Words of the comparisons, and the names of their groups."""

from collections.abc import Mapping, Sequence

from flask_babel import gettext as _, lazy_gettext as _l

from recruit.core.texts import best_text
from recruit.events.models import Event
from recruit.organisations.models import Organisation
from recruit.organisations.rules import Support
from recruit.organisations.words import SUPPORT
from recruit.placements.rules import EmployerSize
from recruit.placements.words import country_name
from recruit.retention.comparing.queries import NO_TEST, WITH, things_of
from recruit.retention.comparing.rules import By, NoTest
from recruit.students.rules import Region
from recruit.web.gate import current_language
from recruit.web.times import format_share
from recruit.web.words import words_for

BY = {
    By.FAIR: _l("Fair"),
    By.START_YEAR: _l("Year of the start"),
    By.COUNTRY: _l("Country"),
    By.UNIVERSITY: _l("University"),
    By.SIZE: _l("Size of the company"),
    By.REGION: _l("Region in Japan"),
    By.JAPANESE: _l("Japanese at the start"),
    By.SUPPORT: _l("Support offered"),
}
NO_TESTS = {
    NoTest.ONE_GROUP: _l("There is nothing to compare: all belong to one group."),
    NoTest.TOO_FEW_LEFT: _l(
        "Whether the groups differ cannot be said yet: a test needs two groups of which ten people or more have left. Differences in the table may be chance."
    ),
}
ALL = (BY, NO_TESTS)


def names_of(by: By, values: Sequence[str], support: Support) -> Mapping[str, str]:
    """What each group is called in the reader's language."""
    things = things_of(by, values)
    return {value: _name(by, value, support, things) for value in values}


def _name(by: By, value: str, support: Support, things: Mapping[str, Event | Organisation]) -> str:
    if not value:
        return _("not known")
    if by is By.START_YEAR:
        return _("April %(first)s to March %(last)s", first=int(value), last=int(value) + 1)
    if by is By.COUNTRY:
        return country_name(value)
    if by is By.SIZE:
        return str(words_for(EmployerSize(value)))
    if by is By.REGION:
        return str(words_for(Region(value)))
    if by is By.JAPANESE:
        return _("no test passed") if value == NO_TEST else value
    if by is By.SUPPORT:
        word = SUPPORT[support]
        return str(word) if value == WITH else _("not offered: %(what)s", what=word)
    return _title(value, things.get(value))


def _title(value: str, thing: Event | Organisation | None) -> str:
    if isinstance(thing, Event):
        text = best_text(thing.texts, current_language())
        title = text.title if text is not None else value
        return _("%(title)s, %(year)s", title=title, year=thing.starts_at.year)
    if isinstance(thing, Organisation):
        name = best_text(thing.texts, current_language())
        return name.name if name is not None else value
    return value


def chance(p: float) -> str:
    """How often a difference like this would be chance."""
    return _("fewer than %(share)s", share=format_share(0.001)) if p < 0.001 else format_share(p)
