"""What a reader may change about the estimate of what is left; it stands in the address and is never refused."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, IntegerField, SelectField

from recruit.postings.rules.take_home import MOST_DEPENDANTS
from recruit.web.forms import Form, optional


class EstimateForm(Form):
    """Dependants and rent; the year of work is chosen by links and kept."""

    class Meta(Form.Meta):
        csrf = False

    year = HiddenField()
    dependants = SelectField(_l("People who depend on you"), choices=[])
    rent = IntegerField(_l("Rent a month, in yen"), [optional()])

    def offer(self) -> None:
        """The numbers that may be chosen."""
        self.dependants.choices = [(str(number), str(number)) for number in range(MOST_DEPENDANTS + 1)]
