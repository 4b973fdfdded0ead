"""The form with the days of a stay."""

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField

from recruit.placements.stay.rules import StayDays, StayDoubt
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
        return StayDays(
            **{
                name: typed
                if (typed := self[name].data) != getattr(seen, name)
                else getattr(self._standing, name)
                for name in _NAMES
            }
        )


def _written(days: StayDays) -> str:
    return " ".join(day.isoformat() if (day := getattr(days, name)) else "-" for name in _NAMES)


def _read(written: str) -> StayDays:
    parts = written.split(" ")
    try:
        return StayDays(*(None if part == "-" else date.fromisoformat(part) for part in parts))
    except (ValueError, TypeError):
        return StayDays()
