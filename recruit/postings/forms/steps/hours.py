"""Step 3: hours, overtime, days off and leave."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectField

from recruit.postings.forms.fields import ClockField, code, number, number_within
from recruit.postings.forms.posting_form import PostingForm
from recruit.postings.forms.writing import put
from recruit.postings.rules import DraftStep, PostingItem
from recruit.postings.words import REST_PATTERN
from recruit.web.forms import choices_of, optional

_IN_A_YEAR = _l("A year has 365 days.")


class HoursForm(PostingForm):
    STEP = DraftStep.HOURS

    starts = ClockField(_l("Work starts"))
    ends = ClockField(_l("Work ends"))
    break_minutes = number(_l("Break in minutes"))
    discretionary = SelectField(
        _l("Discretionary working hours"),
        choices=choices_of(
            (
                ("", _l("Please choose")),
                ("no", _l("Not used: hours are counted")),
                ("yes", _l("Used: a fixed number of hours a day is counted")),
            )
        ),
        validators=[optional()],
        description=_l("Rare in this trade. Must be stated where it is used."),
    )
    discretionary_hours = number_within(
        _l("Hours counted a day"), 1, 24, _l("A day has 24 hours."), _l("Only where these hours are used.")
    )
    overtime_hours = number(_l("Overtime, mean hours a month"), _l("0 means none."))
    overtime_cap_month = number(_l("Overtime limit, hours a month"), _l("As in your overtime agreement."))
    overtime_cap_year = number(_l("Overtime limit, hours a year"))
    overtime_last_year = number(
        _l("Overtime last year, mean hours a month"), _l("Of all who did this work, as in your books.")
    )
    days_off = number_within(_l("Days off in a year"), 0, 365, _IN_A_YEAR)
    rest_pattern = code(_l("Weekly days off"), REST_PATTERN)
    paid_leave_days = number_within(
        _l("Paid leave in the first year, days"), 0, 365, _IN_A_YEAR, _l("By law 10 days after six months.")
    )
    paid_leave_after = number_within(
        _l("Paid leave begins after so many months"),
        0,
        6,
        _l("By law it begins after six months at the latest."),
        _l("0 means on the first day."),
    )
    home_leave_days = number_within(_l("Home leave, days a year"), 0, 365, _IN_A_YEAR)
    faith_leave_days = number_within(_l("Leave for feasts of one's faith, days a year"), 0, 365, _IN_A_YEAR)

    def write(self, content: dict[str, Any]) -> None:
        starts, ends = self.holding("starts"), self.holding("ends")
        minutes = self.holding("break_minutes")
        is_whole = starts is not None and ends is not None and minutes is not None
        put(
            content,
            PostingItem.START_END_BREAK,
            {"starts": f"{starts:%H:%M}", "ends": f"{ends:%H:%M}", "break_minutes": minutes}
            if is_whole
            else None,
        )
        mean, days = self.holding("overtime_hours"), self.holding("days_off")
        overtime = {
            "mean_hours": mean,
            "cap_month": self.holding("overtime_cap_month"),
            "cap_year": self.holding("overtime_cap_year"),
        }
        put(content, PostingItem.OVERTIME, None if mean is None else overtime)
        put(content, PostingItem.OVERTIME_AVG_PREV, self.holding("overtime_last_year"))
        holidays = {"days": days, "pattern": self.holding("rest_pattern") or None}
        put(content, PostingItem.HOLIDAYS, None if days is None else holidays)
        self._write_discretion(content)
        leave = {
            "days": self.holding("paid_leave_days"),
            "after_months": self.holding("paid_leave_after"),
            "home_leave_days": self.holding("home_leave_days") or None,
            "faith_leave_days": self.holding("faith_leave_days") or None,
        }
        said = {key: value for key, value in leave.items() if value is not None}
        put(content, PostingItem.PAID_LEAVE, said)

    def _write_discretion(self, content: dict[str, Any]) -> None:
        used, hours = self.holding("discretionary"), self.holding("discretionary_hours")
        if used == "no":
            # An answer, unlike silence.
            content.setdefault("items", {})[str(PostingItem.DISCRETIONARY)] = 0
        else:
            put(content, PostingItem.DISCRETIONARY, {"hours": hours} if used == "yes" and hours else None)
