"""Why an answer cannot stand, said with the bounds of its question."""

from datetime import date

from flask_babel import gettext as _, ngettext

from recruit.surveys.forms import AnswerRefusal, Item, text
from recruit.surveys.forms.judging import bound_day, longest
from recruit.web.gate import current_language
from recruit.web.times import format_day
from recruit.web.words import words_for


def refusal_words(item: Item, refusal: AnswerRefusal, today: date | None = None) -> str:
    """The sentence for the reader: what can be answered here, and not only that this cannot."""
    if refusal in (AnswerRefusal.TOO_SMALL, AnswerRefusal.TOO_LARGE):
        return _number(item)
    if refusal in (AnswerRefusal.TOO_EARLY, AnswerRefusal.TOO_LATE):
        return _day(bound_day(item.earliest, today), bound_day(item.latest, today))
    if refusal is AnswerRefusal.TOO_MANY_CHOICES and item.most is not None:
        return ngettext(
            "Please choose %(num)d answer at most.", "Please choose %(num)d answers at most.", item.most
        )
    if refusal is AnswerRefusal.TOO_FEW_CHOICES and item.least is not None:
        return ngettext(
            "Please choose %(num)d answer at least.", "Please choose %(num)d answers at least.", item.least
        )
    if refusal is AnswerRefusal.STANDS_ALONE and (alone := [one for one in item.choices if one.alone]):
        return _(
            "“%(answer)s” cannot be chosen together with other answers.",
            answer=text(alone[0].label, current_language()),
        )
    if refusal is AnswerRefusal.TOO_LONG:
        return ngettext(
            "This text is too long. Please shorten it to %(num)d character.",
            "This text is too long. Please shorten it to %(num)d characters.",
            longest(item),
        )
    return str(words_for(refusal))


def _number(item: Item) -> str:
    if item.least is not None and item.most is not None:
        return _("Please write a number from %(least)d to %(most)d.", least=item.least, most=item.most)
    if item.least is not None:
        return _("Please write a number of %(least)d or more.", least=item.least)
    return _("Please write a number of %(most)d or less.", most=item.most)


def _day(earliest: date | None, latest: date | None) -> str:
    if earliest is not None and latest is not None:
        return _(
            "Please choose a day from %(earliest)s to %(latest)s.",
            earliest=format_day(earliest),
            latest=format_day(latest),
        )
    if earliest is not None:
        return _("Please choose %(earliest)s or a later day.", earliest=format_day(earliest))
    return _("Please choose %(latest)s or an earlier day.", latest=format_day(latest))
