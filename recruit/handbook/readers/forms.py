"""Forms of readers and of those who answer them."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField

from recruit.handbook.rules import ReaderWord
from recruit.web.forms import AtMost, Form, LongField, Required, choices_of, optional

SAID = {
    ReaderWord.HELPFUL: _l("Yes"),
    ReaderWord.NOT_HELPFUL: _l("No"),
    ReaderWord.QUESTION: _l("I have a question"),
}


class SayForm(Form):
    """Was it helpful, and what would a reader like to know?"""

    said = RadioField(_l("Was this chapter helpful?"), [Required()], choices=choices_of(SAID.items()))
    words = LongField(
        _l("Your question, or what is missing"),
        [optional(), AtMost(2000)],
        description=_l("Any language is fine. Please write nothing about your health or about other people."),
    )


class AnswerForm(Form):
    """What a reader is told."""

    words = LongField(_l("Your answer"), [Required(), AtMost(4000)])
