"""Words of versions of questionnaires, and of the facts that decide who is asked."""

from flask_babel import gettext as _, lazy_gettext as _l

from recruit.core.locales import BY_CODE
from recruit.surveys.forms import Item
from recruit.surveys.forms.versions import Change, Difference, Grade

GRADES = {
    Grade.WORDING: _l("other words"),
    Grade.MEANING: _l("another meaning: compare with care"),
    Grade.TYPE: _l("not comparable: refused"),
}
CHANGES = {
    Change.ADDED: _l("The question is new."),
    Change.GONE: _l("The question is asked no more."),
    Change.WORDS: _l("The words changed."),
    Change.OTHER_QUESTION: _l("The words changed in every language."),
    Change.CHOICE_WORDS: _l("The words of a choice changed."),
    Change.CHOICE_ADDED: _l("A choice is new."),
    Change.CHOICE_GONE: _l("A choice was taken away."),
    Change.ORDER: _l("The choices stand in another order."),
    Change.WHO_IS_ASKED: _l("Other people are asked."),
    Change.BOUNDS: _l("Other answers are possible."),
    Change.SCALE: _l("The scale has other values."),
    Change.TYPE: _l("The question is of another type."),
}
TYPES = {
    "single": _l("one of several"),
    "multiple": _l("several"),
    "scale": _l("scale"),
    "number": _l("number"),
    "date": _l("day"),
    "short_text": _l("short text"),
    "long_text": _l("long text"),
    "note": _l("note"),
}
FACTS = {
    "wave": _l("the point in time"),
    "country": _l("the country the person comes from"),
    "company_housing": _l("whether the position offers housing of the company"),
    "first_job": _l("whether it is the person's first job"),
    "japanese_at_start": _l("the level of Japanese at the start"),
    "company_size": _l("the size of the company"),
    "has_position": _l("whether there is a published position to compare with"),
}
ALL = (GRADES, CHANGES)


def difference_sentence(one: Difference) -> str:
    """What changed, with the languages and choices it is about."""
    parts = [str(CHANGES[one.change])]
    if one.languages:
        parts.append(", ".join(BY_CODE[code].name for code in one.languages))
    if one.values:
        parts.append(", ".join(one.values))
    return " ".join(parts)


def who_is_asked(item: Item) -> str:
    """Of whom a question is asked, where not of everybody."""
    parts = []
    if item.show_if:
        names = ", ".join(condition.item for condition in item.show_if)
        parts.append(_("Asked only after certain answers to: %(questions)s", questions=names))
    for known in item.show_if_known:
        parts.append(_("Depends on %(fact)s.", fact=FACTS[known.fact]))
    return " ".join(parts)
