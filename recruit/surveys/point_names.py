"""What points of the follow-ups are called: those that ship by a word of their own, those that staff added by their day."""

from collections.abc import Iterator, Mapping
from functools import lru_cache

from flask_babel import LazyString, gettext as _, lazy_gettext as _l, ngettext

from recruit.surveys.planning.naming import PointDay, day_of_key
from recruit.surveys.planning.programme import ARRIVAL, EVENT_END, LEAVING, START, STATUS_EXPIRY
from recruit.web.times import format_day

Word = str | LazyString
_ON_THE_DAY = {
    START: _l("On the first working day"),
    ARRIVAL: _l("On arrival in Japan"),
    LEAVING: _l("On leaving"),
    STATUS_EXPIRY: _l("When the period of stay ends"),
    EVENT_END: _l("After the event"),
}


class PointWords(Mapping[str, Word]):
    """Words by the key of a point. Those that ship are listed; of an added one the words follow from its key."""

    def __init__(self, shipped: Mapping[str, Word], *, short: bool = False) -> None:
        self._shipped, self._words_of = shipped, _mark if short else _name

    def __getitem__(self, key: str) -> Word:
        return self._shipped[key] if key in self._shipped else self._words_of(key)

    def __iter__(self) -> Iterator[str]:
        return iter(self._shipped)

    def __len__(self) -> int:
        return len(self._shipped)


def _day(key: str) -> PointDay:
    day = day_of_key(key)
    if day is None:
        raise KeyError(key)
    return day


@lru_cache(maxsize=256)
def _name(key: str) -> Word:
    return LazyString(_name_of, _day(key))


@lru_cache(maxsize=256)
def _mark(key: str) -> Word:
    return LazyString(_mark_of, _day(key))


def _name_of(day: PointDay) -> str:
    if day.yearly_on is not None:
        return _("Every year on %(day)s", day=format_day(day.yearly_on, "short"))
    if not day.months and not day.days:
        return str(_ON_THE_DAY[day.anchor])
    months, days = abs(day.months), abs(day.days)
    length = (
        ngettext("%(num)d month", "%(num)d months", months)
        if months
        else ngettext("%(num)d day", "%(num)d days", days)
    )
    match day.anchor, day.months < 0 or day.days < 0:
        case "arrival", False:
            return _("%(length)s after arrival in Japan", length=length)
        case "leaving", False:
            return _("%(length)s after leaving", length=length)
        case "leaving", True:
            return _("%(length)s before leaving", length=length)
        case "status_expiry", True:
            return _("%(length)s before the period of stay ends", length=length)
        case "status_expiry", False:
            return _("%(length)s after the end of the period of stay", length=length)
    return length


def _mark_of(day: PointDay) -> str:
    """As short as it stands under a station: months as a number, days with a letter of theirs."""
    if day.yearly_on is not None:
        return f"{day.yearly_on.month}/{day.yearly_on.day}"
    count = day.months or day.days
    return str(count) if day.months or not count else _("%(num)d d", num=count)
