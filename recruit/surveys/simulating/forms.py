"""What staff type about somebody who is made up."""

from datetime import date

from flask_babel import LazyString, gettext as _, lazy_gettext as _l
from wtforms import BooleanField, SelectField, ValidationError
from wtforms.validators import Optional

from recruit.core.locales import LANGUAGES, ZONES
from recruit.surveys.simulating.story import Story
from recruit.web.forms import DayField, Form, Required, check_year, choices_of
from recruit.web.times import place_of

FIRST_YEAR, LAST_YEAR = 2015, 2060


class PlanDayField(DayField):
    """A day within reach of the calendar of holidays."""

    def pre_validate(self, form: Form) -> None:
        check_year(self.data, FIRST_YEAR, LAST_YEAR)


def _day(label: LazyString, hint: LazyString | str = "") -> PlanDayField:
    return PlanDayField(label, [Optional()], description=hint)


class SimulationForm(Form):
    """The start, the person, and what becomes known later."""

    start_on = PlanDayField(_l("First working day"), [Required()])
    is_planned = BooleanField(_l("This day is only planned: nothing goes out before it is confirmed"))
    confirmed_on = _day(_l("The start is confirmed on"))
    registered_on = _day(_l("Entered here on"), _l("Empty: on the first working day."))
    zone = SelectField(_l("Where the person lives"), [Required()])
    language = SelectField(
        _l("Language of the mails"),
        default=LANGUAGES[0].code,
        choices=choices_of((one.code, one.name) for one in LANGUAGES),
    )
    later_zone = SelectField(_l("Lives later in"), default="")
    later_zone_since = _day(_l("from this day on"))
    moved_to = _day(_l("The start moves to"))
    moved_known_on = _day(_l("we hear of it on"))
    arrived_on = _day(_l("Day of arrival in Japan"))
    stay_until_on = _day(_l("Last day of the period of stay"))
    no_end_since = _day(_l("The stay has no end from"), _l("The day on which we hear of it."))
    leave_from = _day(_l("On leave from"))
    leave_to = _day(_l("to (empty: no end known)"))
    last_day = _day(_l("Last working day"))
    last_day_known_on = _day(_l("we hear of the end on"))
    refuses = SelectField(
        _l("Does not want to be asked"),
        default="",
        choices=choices_of((("", _l("No")), ("surveys", _l("no surveys")), ("all", _l("no contact at all")))),
    )
    refuses_on = _day(_l("says so on"))
    transferred_on = _day(_l("Goes to another employer on"))
    bounced_on = _day(_l("Mail comes back from"))
    rehired_on = _day(_l("Hired again on"))

    def __init__(self, *given: object, **named: object) -> None:
        super().__init__(*given, **named)
        places = choices_of((zone, place_of(zone)) for zone in ZONES if zone != "UTC")
        self.zone.choices = places
        self.later_zone.choices = [*choices_of((("", _("the same place")),)), *places]

    def validate_leave_to(self, field: PlanDayField) -> None:
        """A leave ends after it begins."""
        begins = self.leave_from.data
        if field.data is not None and (begins is None or field.data < begins):
            raise ValidationError(_("A leave ends after it begins."))

    def validate_later_zone_since(self, field: PlanDayField) -> None:
        """Where somebody goes needs a day."""
        if self.later_zone.data and field.data is None:
            raise ValidationError(_("Please give the day."))

    def validate_last_day(self, field: PlanDayField) -> None:
        """Nobody leaves before beginning."""
        if field.data is not None and self.start_on.data is not None and field.data < self.start_on.data:
            raise ValidationError(_("This day lies before the first working day."))

    def validate_rehired_on(self, field: PlanDayField) -> None:
        """Who is hired again has left."""
        last: date | None = self.last_day.data
        if field.data is not None and (last is None or field.data <= last):
            raise ValidationError(_("Give the last working day first; this day lies after it."))

    def story(self) -> Story:
        """Somebody who is made up."""
        return Story(
            **{name: value for name, value in self.data.items() if name in Story.__dataclass_fields__}
        )
