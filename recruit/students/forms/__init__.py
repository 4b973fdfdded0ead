"""Forms of student profiles. The pages of the profile itself have their forms in `sections`, `abilities` and `deeds`."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField

from recruit.students.rules import Confirmed
from recruit.students.words import CONFIRMED
from recruit.web.forms import CodeField, Form, LineField, Required, choices_of


class ButtonForm(Form):
    """Nothing but a button."""


class ShowForm(Form):
    """Agreement to show the profile to one company."""

    agrees = BooleanField(_l("I have read this and agree."), [Required()])


class _Filter(Form):
    """Filters of a list; they stand in the address."""

    class Meta(Form.Meta):
        csrf = False


class NameFilter(_Filter):
    q = LineField(_l("Name"), description=_l("Without marks is fine: duc finds Đức."))


class DeskFilter(NameFilter):
    confirmed = CodeField(_l("Confirmation"), CONFIRMED, empty=_l("All students"))


class ConfirmForm(Form):
    """What the university says about a student."""

    confirmed = RadioField(choices=choices_of(CONFIRMED.items()))

    def said(self) -> Confirmed:
        return Confirmed(self.confirmed.data)
