"""The form with the days of a stay."""

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField

from recruit.placements.stay.rules import NO_END, StayDays, StayDoubt
from recruit.web.forms import DayField, Form, optional

_NAMES = ("arrived_on", "until_on", "applied_on")


class StayForm(Form):
    """The day of arrival, the end of the period of stay, and since when its renewal is applied for."""

    arrived_on = DayField(
        _l("Day of arrival in Japan"),
        [optional()],
        description=_l("The day of entering Japan to live and work there."),
    )
    until_on = DayField(
        _l("Last day of the period of stay"),
        [optional()],
        description=_l(
            "The day in brackets behind the period of stay, on the front of the residence card. After a renewal: the day on the new card."
        ),
    )
    applied_on = DayField(
        _l("Day on which the renewal was applied for"),
        [optional()],
        description=_l("Leave it empty until the application is handed in."),
    )
    has_no_end = BooleanField(
        _l("The stay has no end"),
        description=_l(
            "For permanent residents (永住者), Highly Skilled Professionals (ii), and people who have become Japanese. The day until which a card itself is valid is not the end of a stay: whoever has a card still renews it."
        ),
    )
    is_sure = BooleanField(_l("I have checked it: the days are right."))
    # What stood in the form when it was opened: whoever changes one day takes back nobody's other day.
    seen = HiddenField()

    def __init__(self, *given: Any, standing: StayDays, **named: Any) -> None:
        super().__init__(*given, data={**vars(standing), "seen": _written(standing)}, **named)
        self._standing = standing
        self.doubt: StayDoubt | None = None

    def wanted(self) -> StayDays:
        """The days as they are to stand: those that were changed in this form, the others as they stand now."""
        seen = _read(self.seen.data or "")
        days = {
            name: typed
            if (typed := self[name].data) != getattr(seen, name)
            else getattr(self._standing, name)
            for name in _NAMES
        }
        is_ticked, has_new_day = bool(self.has_no_end.data), self.until_on.data not in (None, seen.until_on)
        if is_ticked and not seen.has_no_end and not has_new_day:
            # The earlier day still stood in its field: whoever says that there is none any more need not empty it.
            days["until_on"] = None
        is_told = is_ticked != seen.has_no_end or has_new_day
        return StayDays(**days, has_no_end=is_ticked if is_told else self._standing.has_no_end)


def _written(days: StayDays) -> str:
    named = [day.isoformat() if (day := getattr(days, name)) else "-" for name in _NAMES]
    return " ".join([*named, NO_END] if days.has_no_end else named)


def _read(written: str) -> StayDays:
    *parts, last = written.split(" ")
    has_no_end = last == NO_END
    try:
        days = [
            None if part == "-" else date.fromisoformat(part)
            for part in (parts if has_no_end else [*parts, last])
        ]
        return StayDays(*days, has_no_end=has_no_end)
    except (ValueError, TypeError):
        return StayDays()
