"""Conditions in the words of who reads them."""

from flask_babel import gettext as _, lazy_gettext as _l

from recruit.events.eligibility.rules import Audience, Condition, Conditions, Meets
from recruit.students.names import country_name
from recruit.web.words import words_for

AUDIENCE = {
    Audience.EVERYBODY: _l("Everybody"),
    Audience.STUDENTS: _l("Students"),
    Audience.COMPANIES: _l("People of companies"),
}

MEETS = {
    Meets.YES: _l("You: yes"),
    Meets.UNKNOWN: _l("You: not yet known"),
    Meets.UNCHECKED: _l("You: your university is not in our list, so this is not checked"),
    Meets.NO: _l("You: no"),
}

ALL = (AUDIENCE, MEETS)


def condition_words(condition: Condition, conditions: Conditions) -> str:
    """One condition as a sentence."""
    if condition is Condition.AUDIENCE:
        if conditions.audience is Audience.STUDENTS:
            return _("For people with a student profile")
        return _("For people who work for a company")
    if condition is Condition.COUNTRY:
        return _("Studies in: %(countries)s", countries=", ".join(map(country_name, conditions.countries)))
    if condition is Condition.FIELD:
        fields = ", ".join(str(words_for(one)) for one in conditions.fields)
        return _("Field of study: %(fields)s", fields=fields)
    if condition is Condition.JAPANESE:
        return _("Japanese: %(level)s or better", level=conditions.japanese or "")
    first, last = conditions.graduation_from, conditions.graduation_to
    if first is not None and last is not None:
        if first == last:
            return _("Graduation in %(year)s", year=str(first))
        return _("Graduation from %(first)s to %(last)s", first=str(first), last=str(last))
    if first is not None:
        return _("Graduation in %(year)s or later", year=str(first))
    return _("Graduation in %(year)s or earlier", year=str(last))
