"""Forms of the procedure."""

from flask_babel import lazy_gettext as _l

from recruit.web.forms import AtMost, CodesField, Form, LongField, Required


class DoneForm(Form):
    """A step is done."""


class TickOffForm(Form):
    """Which of the steps whose day has passed are done."""

    steps = CodesField(
        _l("What is done?"),
        {},
        description=_l("Leave open what is not done, and say so if something stands in the way."),
    )


class StuckForm(Form):
    """A step cannot go on."""

    because = LongField(
        _l("What stands in the way?"),
        [Required(), AtMost(500)],
        description=_l("Two or three sentences in your own language. Staff read it and answer."),
    )
