"""Words of edits of the rules."""

from flask_babel import lazy_gettext as _l, lazy_pgettext

from recruit.surveys.planning.programme import ARRIVAL, EVENT_END, LEAVING, START, STATUS_EXPIRY
from recruit.surveys.programmes.consequences import Effect

EFFECTS = {
    Effect.MOVES: lazy_pgettext("edit of rules", "move to another day or hour"),
    Effect.VANISHES: lazy_pgettext("edit of rules", "vanish"),
    Effect.NEW: lazy_pgettext("edit of rules", "are new"),
    Effect.AT_ONCE: lazy_pgettext(
        "edit of rules", "go out at the next opportunity, because their day has come"
    ),
    Effect.TOO_LATE: lazy_pgettext("edit of rules", "are closed before they could go"),
    Effect.OPEN_LONGER: lazy_pgettext("edit of rules", "went out already and stay open longer"),
    Effect.SENT_AGAIN: lazy_pgettext("edit of rules", "are sent again"),
}
ANCHORS = {
    START: _l("first working day"),
    ARRIVAL: _l("arrival in Japan"),
    LEAVING: _l("last working day"),
    STATUS_EXPIRY: _l("end of the period of stay"),
    EVENT_END: _l("end of the event"),
}
# What a point that is added may count from. Guests of events are asked by a way of their own.
ANCHORS_OFFERED = {anchor: ANCHORS[anchor] for anchor in (START, ARRIVAL, STATUS_EXPIRY, LEAVING)}
EVERY_YEAR = _l("a day of the year, every year")
