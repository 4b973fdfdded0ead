"""Forms about cases: the report that anybody may make, and those of staff."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField

from recruit.accounts.models import Person
from recruit.cases.words import CLOSING_CODES, HELP_ANSWERS, MAY_HEAR, REPORT_KINDS
from recruit.web.forms import (
    PLEASE_CHOOSE,
    AtMost,
    CodeField,
    DayField,
    Form,
    LineField,
    LongField,
    Required,
    choices_of,
    optional,
)


class ReportForm(Form):
    """Tell us something without signing in."""

    kind = RadioField(_l("What is it about?"), [Required()], choices=choices_of(REPORT_KINDS.items()))
    words = LongField(
        _l("What happened?"),
        [Required(), AtMost(4000)],
        description=_l("Who, when, where, how much money. Any language is fine."),
    )
    page = LineField(
        _l("Which page is it about?"),
        [optional(), AtMost(300)],
        description=_l("Its address. You may leave this empty."),
    )
    reach = LineField(
        _l("How can we reach you?"),
        [optional(), AtMost(200)],
        description=_l("An e-mail address, a phone number, a messenger name. You may leave this empty."),
    )


class HelpedForm(Form):
    """The person says whether it helped."""

    said = RadioField(_l("Did it help you?"), [Required()], choices=choices_of(HELP_ANSWERS.items()))


class NoteForm(Form):
    """What was said or done."""

    words = LongField(_l("What was said or done"), [Required(), AtMost(4000)])
    may_be_told_to = CodeField(_l("Who may hear of it?"), MAY_HEAR, validators=[Required()])


class NextForm(Form):
    """What comes next."""

    next_action = LineField(
        _l("What is done next"),
        [Required(), AtMost(300)],
        description=_l("Without names and without what was answered."),
    )
    due_on = DayField(_l("By when"), [Required()])


class HandOverForm(Form):
    """Who sees to the case from now on."""

    colleague = SelectField(
        _l("Colleague"),
        [Required()],
        description=_l(
            "Retention officers and coordinators. From then on this person reads the answers of this case."
        ),
    )

    def __init__(self, colleagues: Sequence[Person], **options: Any) -> None:
        super().__init__(**options)
        self.colleague.choices = choices_of(
            (("", PLEASE_CHOOSE), *((one.public_id, one.display_name) for one in colleagues))
        )


class CloseForm(Form):
    """How the case ended."""

    closing_code = CodeField(_l("How did it end?"), CLOSING_CODES, validators=[Required()])
    helped = RadioField(
        _l("Did it help the person?"),
        [Required()],
        choices=choices_of((("yes", _l("Yes")), ("no", _l("No")), ("unknown", _l("We do not know")))),
    )
