"""The whole road of a person as it is drawn: true states, in the reader's language."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import dropwhile

from flask_babel import gettext as _

from recruit.dashboards.rules import RoadKey, RoadState, RoadStop
from recruit.web.times import format_day
from recruit.web.words import words_for


@dataclass(frozen=True)
class DrawnStop:
    """A stop as `parts/road.html` takes it."""

    state: str
    title: str
    when: str
    words: str


def drawn(stops: Iterable[RoadStop]) -> list[DrawnStop]:
    """The stops of a road, ready to be drawn. Who came to us later than the fair sees no stops before their own first one."""
    own = dropwhile(lambda stop: stop.state is RoadState.NONE, stops)
    return [DrawnStop(str(stop.state), words_for(stop.key), _when(stop), _words(stop)) for stop in own]


def _when(stop: RoadStop) -> str:
    if stop.on is None:
        return _("today") if stop.state is RoadState.HERE else ""
    month_is_enough = stop.key in (RoadKey.YEAR_ONE, RoadKey.YEAR_THREE)
    return format_day(stop.on, "month" if month_is_enough else "medium")


def _words(stop: RoadStop) -> str:
    if stop.state is RoadState.NONE:
        return _("not part of your road")
    if stop.key is RoadKey.PAPERS and stop.of:
        return _("%(done)d of %(all)d steps done", done=stop.done, all=stop.of)
    if stop.key is RoadKey.FIRST_WEEKS and stop.state is not RoadState.DONE:
        return _("We ask how you are after one week and one month.")
    return ""
