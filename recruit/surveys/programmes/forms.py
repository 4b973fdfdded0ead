"""The rules of one point, and the contact budget, as staff type them."""

from datetime import time
import re
from typing import Any

from flask_babel import gettext as _, lazy_gettext as _l
from wtforms import RadioField, ValidationError
from wtforms.fields import HiddenField, TimeField

from recruit.surveys.planning import programme as rules
from recruit.surveys.planning.local_time import MAIL_HOURS
from recruit.web.forms import Form, LineField, Required, WholeNumberField, choices_of, number_from_to

MOST_DAYS, MOST_FOLLOW_UPS = 400, 5
MONTHS, DAYS = "months", "days"
_NUMBERS = re.compile(r"\d{1,3}")
_BETWEEN = re.compile(r"[\s,;、，・日]+")


class DaysField(LineField):
    """Several days after the mail went out, such as "7, 14"; empty for none."""

    days: tuple[int, ...] = ()

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(valuelist)
        parts = [part for part in _BETWEEN.split(self.data or "") if part]
        self.days = tuple(int(part) for part in parts if _NUMBERS.fullmatch(part))
        if len(self.days) != len(parts) or len(parts) > MOST_FOLLOW_UPS:
            raise ValueError(
                _("Please give at most %(most)d numbers of days, for example: 7, 14", most=MOST_FOLLOW_UPS)
            )
        if 0 in self.days or list(self.days) != sorted(set(self.days)):
            raise ValueError(_("Please give the days in rising order, each at least 1."))


class WaveForm(Form):
    """When a point is asked, how long it stays open, and when we ask again."""

    after = WholeNumberField(
        _l("How long after the day it counts from"), [Required(), number_from_to(0, MOST_DAYS)]
    )
    unit = RadioField(
        _l("Counted in"),
        [Required()],
        choices=choices_of(((MONTHS, _l("calendar months")), (DAYS, _l("days")))),
    )
    opens_before = WholeNumberField(_l("Opens so many days before"), [Required(), number_from_to(0, 60)])
    close_days = WholeNumberField(_l("Closes so many days after"), [Required(), number_from_to(0, 180)])
    reminder_days = DaysField(
        _l("Reminders: days after the invitation went out"),
        description=_l("For example: 7, 14. Leave it empty for none."),
    )
    call_days = DaysField(
        _l("Calls: days after the invitation went out"),
        description=_l("For example: 21. Leave it empty for none."),
    )
    send_local = TimeField(
        _l("Hour of sending, on the person's clock"),
        [Required()],
        description=_l(
            "Mail goes between 09:00 and 19:00, never on Sundays and holidays of the person's country."
        ),
    )
    version = HiddenField()

    def validate_send_local(self, field: TimeField) -> None:
        """Nobody gets mail at night."""
        hour: Any = field.data
        if hour is not None and not MAIL_HOURS[0] <= hour < MAIL_HOURS[1]:
            raise ValidationError(_("Please give an hour from 09:00 to 18:59."))

    def wanted(self, standing: rules.Wave) -> rules.Wave:
        """The wave as typed; anchor, recipient and priority stay."""
        after = self.after.data or 0
        in_months = self.unit.data == MONTHS
        hour: Any = self.send_local.data
        return rules.Wave(
            name=standing.name,
            anchor=standing.anchor,
            months=after if in_months else 0,
            days=0 if in_months else after,
            open_days=-(self.opens_before.data or 0),
            close_days=self.close_days.data or 0,
            reminder_days=self.reminder_days.days,
            call_days=self.call_days.days,
            send_local=hour or time(9),
            audience=standing.audience,
            priority=standing.priority,
        )


class BudgetForm(Form):
    """How much mail a person gets at most, over all points."""

    mails = WholeNumberField(_l("Mails at most"), [Required(), number_from_to(1, 20)])
    days = WholeNumberField(_l("in so many days"), [Required(), number_from_to(1, 120)])
    version = HiddenField()

    def budget(self) -> rules.Budget:
        """The budget as typed."""
        return rules.Budget(self.mails.data or 1, self.days.data or 1)


def typed(wave: rules.Wave) -> dict[str, object]:
    """What stands in the form for a wave."""
    return {
        "after": wave.months or wave.days,
        "unit": MONTHS if wave.months else DAYS,
        "opens_before": -wave.open_days,
        "close_days": wave.close_days,
        "reminder_days": ", ".join(str(day) for day in wave.reminder_days),
        "call_days": ", ".join(str(day) for day in wave.call_days),
        "send_local": wave.send_local,
    }
