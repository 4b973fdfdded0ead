"""Why an event cannot be made again."""

from flask_babel import lazy_gettext as _l

from recruit.events.repeating.rules import RepeatingRefusal

REPEATING_REFUSAL = {
    RepeatingRefusal.NO_DAY: _l("Please say how many weeks, or choose at least one other day."),
    RepeatingRefusal.IN_THE_PAST: _l("One of these days is over already, or is today."),
    RepeatingRefusal.TOO_MANY_DAYS: _l("At most 26 events are made at once."),
    RepeatingRefusal.NOTHING_CHOSEN: _l("Please choose at least one event that you can still sign up for."),
}

ALL = (REPEATING_REFUSAL,)
