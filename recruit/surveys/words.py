"""Words for answers that cannot stand, in the reader's language."""

from flask_babel import lazy_gettext as _l

from recruit.surveys.forms import AnswerRefusal

ANSWER_REFUSALS = {
    AnswerRefusal.NOT_A_CHOICE: _l("Please choose one of the answers shown."),
    AnswerRefusal.ONE_CHOICE_ONLY: _l("Please choose one answer only."),
    AnswerRefusal.STANDS_ALONE: _l("This answer cannot be chosen together with others."),
    AnswerRefusal.TOO_MANY_CHOICES: _l("Please choose fewer answers."),
    AnswerRefusal.TOO_FEW_CHOICES: _l("Please choose more answers."),
    AnswerRefusal.NOT_A_NUMBER: _l("Please write a number."),
    AnswerRefusal.TOO_SMALL: _l("This number is too small."),
    AnswerRefusal.TOO_LARGE: _l("This number is too large."),
    AnswerRefusal.NOT_A_DATE: _l("Please choose a day of the calendar."),
    AnswerRefusal.TOO_LONG: _l("This text is too long. Please shorten it."),
    AnswerRefusal.NOTHING_ASKED: _l("This screen needs no answer."),
}
