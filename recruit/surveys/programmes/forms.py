"""The rules of one point, and the contact budget, as staff type them."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import replace
from datetime import time
import re
from typing import Any

from babel.dates import get_month_names
from flask_babel import get_locale, gettext as _, lazy_gettext as _l
from wtforms import RadioField, SelectField, ValidationError
from wtforms.fields import HiddenField, TimeField

from recruit.surveys.planning import programme as rules
from recruit.surveys.planning.local_time import MAIL_HOURS
from recruit.surveys.planning.naming import PointDay
from recruit.surveys.programmes.asked import Asked
from recruit.surveys.programmes.words import ANCHORS_OFFERED, EVERY_YEAR
from recruit.web.forms import Form, LineField, Required, WholeNumberField, choices_of, number_from_to

MOST_DAYS, MOST_FOLLOW_UPS = 400, 5
MONTHS, DAYS = "months", "days"
AFTER, BEFORE = "after", "before"
YEARLY = "yearly"
# A point that has no key yet.
NEW = "new"
_NEVER_BEFORE = (rules.START, rules.ARRIVAL)
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


class WindowForm(Form):
    """How long a point stays open, and when we ask again."""

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
        """The wave as typed; its day, recipient and priority stay."""
        return self._asked(standing, months=standing.months, days=standing.days)

    def _asked(self, standing: rules.Wave, *, months: int, days: int) -> rules.Wave:
        hour: Any = self.send_local.data
        return rules.Wave(
            name=standing.name,
            anchor=standing.anchor,
            months=months,
            days=days,
            open_days=-(self.opens_before.data or 0),
            close_days=self.close_days.data or 0,
            reminder_days=self.reminder_days.days,
            call_days=self.call_days.days,
            send_local=hour or time(9),
            audience=standing.audience,
            priority=standing.priority,
        )


def _unit() -> RadioField:
    return RadioField(
        _l("Counted in"),
        [Required()],
        default=MONTHS,
        choices=choices_of(((MONTHS, _l("calendar months")), (DAYS, _l("days")))),
    )


class WaveForm(WindowForm):
    """The same, and when a point is asked."""

    after = WholeNumberField(
        _l("How long after the day it counts from"), [Required(), number_from_to(0, MOST_DAYS)]
    )
    unit = _unit()

    def wanted(self, standing: rules.Wave) -> rules.Wave:
        """The wave as typed; anchor, recipient and priority stay."""
        count, in_months = self.after.data or 0, self.unit.data == MONTHS
        return self._asked(standing, months=count if in_months else 0, days=0 if in_months else count)


def _side() -> RadioField:
    return RadioField(
        _l("After or before"),
        [Required()],
        default=AFTER,
        choices=choices_of(((AFTER, _l("after that day, or on it")), (BEFORE, _l("before that day")))),
    )


def _month(**more: Any) -> SelectField:
    return SelectField(_l("Month"), coerce=int, default=1, **more)


def _refuse_no_day(month: object, day: int) -> None:
    """A day that there is, in leap years at least."""
    if isinstance(month, int) and 1 <= month <= 12 and not 1 <= day <= monthrange(2000, month)[1]:
        raise ValidationError(_("This month has no such day."))


class AddedForm(WaveForm):
    """The same of a point that staff added: before its anchor, too, as far as that goes."""

    side = _side()

    def __init__(self, *given: Any, anchor: str, **named: Any) -> None:
        super().__init__(*given, **named)
        # Nobody is asked before being here, so there is nothing to choose.
        self._may_be_before = anchor not in _NEVER_BEFORE
        if not self._may_be_before:
            del self.side

    def wanted(self, standing: rules.Wave) -> rules.Wave:
        """The wave as typed; anchor, recipient and priority stay."""
        typed_wave = super().wanted(standing)
        sign = -1 if self._may_be_before and self.side.data == BEFORE else 1
        return replace(typed_wave, months=sign * typed_wave.months, days=sign * typed_wave.days)


class YearlyForm(WindowForm):
    """The rules of a point that returns on a day of the year."""

    month = _month()
    day = WholeNumberField(_l("Day"), [Required()])

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.month.choices = choices_of(get_month_names("wide", locale=get_locale()).items())

    def validate_day(self, field: WholeNumberField) -> None:
        """A day that there is, in leap years at least."""
        if not field.errors and field.data is not None:
            _refuse_no_day(self.month.data, field.data)

    def wanted(self, standing: rules.Wave) -> rules.Wave:
        """The wave as typed; recipient and priority stay."""
        day = f"{self.month.data:02}-{self.day.data or 1:02}"
        return replace(self._asked(standing, months=0, days=0), anchor=day)


class PointForm(WindowForm):
    """A point that is added: the day it counts from, how far from it, and what it asks."""

    anchor = RadioField(
        _l("Counts from"), [Required()], choices=choices_of((*ANCHORS_OFFERED.items(), (YEARLY, EVERY_YEAR)))
    )
    after = WholeNumberField(
        _l("How long after or before that day"),
        description=_l("0 is the day itself. Not for a day of the year."),
    )
    unit = _unit()
    side = _side()
    month = _month(description=_l("Only for a day of the year, every year."))
    day = WholeNumberField(_l("Day"), description=_l("Only for a day of the year, every year."))
    questionnaire = SelectField(_l("Questionnaire"), [Required()])

    def __init__(self, *given: Any, questionnaires: Sequence[Asked], **named: Any) -> None:
        super().__init__(*given, **named)
        self.month.choices = choices_of(get_month_names("wide", locale=get_locale()).items())
        self.questionnaire.choices = choices_of((one.key, one.title) for one in questionnaires)
        self._on_leaving = {one.key: one.is_on_leaving for one in questionnaires}

    def validate_after(self, field: WholeNumberField) -> None:
        """A day of the year has no distance from itself; every other point has one."""
        if self.anchor.data == YEARLY or field.errors:
            return
        if field.data is None:
            raise ValidationError(_("Please give a number; 0 is the day itself."))
        number_from_to(0, MOST_DAYS)(self, field)

    def validate_side(self, field: RadioField) -> None:
        """Nobody is asked before being here."""
        if field.data == BEFORE and self.anchor.data in _NEVER_BEFORE:
            raise ValidationError(_("Nobody is asked before this day. Please choose “after”."))

    def validate_day(self, field: WholeNumberField) -> None:
        """A day that there is, in leap years at least."""
        if self.anchor.data != YEARLY or field.errors:
            return
        if field.data is None:
            raise ValidationError(_("Please give the day."))
        _refuse_no_day(self.month.data, field.data)

    def validate_questionnaire(self, field: SelectField) -> None:
        """What is asked on leaving is asked of nobody else."""
        if self._on_leaving.get(field.data, False) != (self.anchor.data == rules.LEAVING):
            raise ValidationError(
                _("The questionnaire on leaving goes with points that count from leaving, and no other does.")
            )

    def new_wave(self) -> rules.Wave:
        """The wave as typed; it gets its key when it is saved."""
        if self.anchor.data == YEARLY:
            anchor, count = f"{self.month.data:02}-{self.day.data or 1:02}", 0
        else:
            anchor, count = self.anchor.data or rules.START, self.after.data or 0
        if self.side.data == BEFORE:
            count = -count
        in_months = self.unit.data == MONTHS
        standing = rules.Wave(name=NEW, anchor=anchor, priority="exit" if anchor == rules.LEAVING else "wave")
        return self._asked(standing, months=count if in_months else 0, days=0 if in_months else count)


class BudgetForm(Form):
    """How much mail a person gets at most, over all points."""

    mails = WholeNumberField(_l("Mails at most"), [Required(), number_from_to(1, 20)])
    days = WholeNumberField(_l("in so many days"), [Required(), number_from_to(1, 120)])
    version = HiddenField()

    def budget(self) -> rules.Budget:
        """The budget as typed."""
        return rules.Budget(self.mails.data or 1, self.days.data or 1)


# What is usual: a week open before, a month after, two reminders and a call.
USUAL = rules.Wave(NEW, call_days=(21,))


def typed(wave: rules.Wave) -> dict[str, object]:
    """What stands in the form for a wave."""
    return {
        "after": abs(wave.months or wave.days),
        "unit": MONTHS if wave.months else DAYS,
        "opens_before": -wave.open_days,
        "close_days": wave.close_days,
        "reminder_days": ", ".join(str(day) for day in wave.reminder_days),
        "call_days": ", ".join(str(day) for day in wave.call_days),
        "send_local": wave.send_local,
    }


def typed_point(wave: rules.Wave) -> dict[str, object]:
    """The same with its day, for a form in which that can be changed."""
    yearly_on = PointDay(wave.anchor).yearly_on
    return {
        **typed(wave),
        "anchor": wave.anchor if yearly_on is None else YEARLY,
        "side": BEFORE if wave.months < 0 or wave.days < 0 else AFTER,
        **({} if yearly_on is None else {"after": None, "month": yearly_on.month, "day": yearly_on.day}),
    }
