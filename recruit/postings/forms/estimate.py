"""What a reader may change about the estimate of what is left; it stands in the address and is never refused."""

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, SelectField

from recruit.postings.rules.take_home import MOST_DEPENDANTS
from recruit.web.forms import Form, choices_of, optional

YEARS = {
    "1": _l("First year"),
    "2": _l("From June of the second year"),
    "3": _l("From June of the third year"),
}


class EstimateForm(Form):
    """Year of work, dependants, rent."""

    class Meta(Form.Meta):
        csrf = False

    year = SelectField(_l("Year of work"), choices=[])
    dependants = SelectField(_l("People who depend on you"), choices=[])
    rent = IntegerField(_l("Rent a month, in yen"), [optional()])

    def offer(self) -> None:
        """The years and numbers that may be chosen."""
        self.year.choices = choices_of(YEARS.items())
        self.dependants.choices = [(str(number), str(number)) for number in range(MOST_DEPENDANTS + 1)]
