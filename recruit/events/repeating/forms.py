"""Forms of repeating."""

from datetime import date

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FieldList, IntegerField
from wtforms.validators import NumberRange

from recruit.events.repeating.rules import MOST_AT_ONCE, days_of
from recruit.web.forms import DayField, Form, optional

_ROWS = 6


class RepeatForm(Form):
    """On which other days an event is made again."""

    weeks = IntegerField(
        _l("Every week: how many more times"),
        [optional(), NumberRange(1, MOST_AT_ONCE, message=_l("Please give a number from 1 to 26."))],
        description=_l("On the same day of the week, at the same time on the venue’s clock."),
    )
    days = FieldList(
        DayField(_l("On this day too"), [optional()]), min_entries=_ROWS, max_entries=MOST_AT_ONCE
    )
    together = BooleanField(
        _l("They belong together: each page shows the others, and people can sign up for several at once.")
    )

    def wanted(self, first: date) -> list[date]:
        chosen = [entry.data for entry in self.days if entry.data is not None]
        return days_of(first, weeks=self.weeks.data or 0, chosen=chosen)
