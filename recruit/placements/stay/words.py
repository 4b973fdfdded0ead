"""Words of stays."""

from flask_babel import lazy_gettext as _l

from recruit.placements.stay.rules import Renewal, StayDoubt, StayList, StayRefusal

REFUSALS = {
    StayRefusal.ARRIVAL_TO_COME: _l("This day has not come yet. Please enter the arrival when it has."),
    StayRefusal.UNTIL_BEFORE_ARRIVAL: _l("The period of stay cannot end on or before the day of arrival."),
    StayRefusal.UNTIL_TOO_FAR: _l(
        "No period of stay ends so late. Please look at the year on the card once more."
    ),
    StayRefusal.UNTIL_AND_NO_END: _l(
        "Either the stay has a last day or it has no end: please leave this day empty, or take the tick away."
    ),
    StayRefusal.APPLIED_TO_COME: _l(
        "This day has not come yet. Please enter it when the application is handed in."
    ),
    StayRefusal.APPLIED_WITHOUT_END: _l("Please enter the last day of the period of stay first."),
    StayRefusal.APPLIED_AND_NO_END: _l(
        "A stay without an end needs no renewal: please leave this day empty."
    ),
    StayRefusal.APPLIED_AFTER_END: _l(
        "This day lies after the end of the period of stay. A renewal must be applied for before it ends."
    ),
}
DOUBTS = {
    StayDoubt.ARRIVED_AFTER_START: _l(
        "This day lies long after the first working day. If it is right, tick the box below and save once more."
    ),
    StayDoubt.ARRIVED_LONG_BEFORE: _l(
        "This day lies more than a year before the first working day. If it is right, tick the box below and save once more."
    ),
    StayDoubt.UNTIL_PASSED: _l(
        "This day has passed already. If it is the one on the card, tick the box below and save once more."
    ),
    StayDoubt.RARELY_NO_END: _l(
        "Few people have no end, and from then on nobody is reminded of a renewal. If it is so, tick the box below and save once more."
    ),
}
RENEWALS = {
    Renewal.UNKNOWN: _l("end of the stay not known"),
    Renewal.NO_END: _l("the stay has no end"),
    Renewal.FAR: _l("valid"),
    Renewal.OPEN: _l("the renewal can be applied for"),
    Renewal.SOON: _l("ends within a month: apply now"),
    Renewal.PASSED: _l("has ended"),
    Renewal.APPLIED: _l("renewal applied for"),
    Renewal.GRACE: _l("ended, the application is being examined"),
    Renewal.RUN_OUT: _l("ended, and no decision is known"),
}
LISTS = {
    StayList.ENDING: _l("Shown are hires whose period of stay ends soon or has ended."),
    StayList.ARRIVAL_UNKNOWN: _l("Shown are hires at work whose day of arrival is not known."),
    StayList.END_UNKNOWN: _l("Shown are hires at work of whom the end of the period of stay is not known."),
}
# What stands beside the state of a stay, as the house draws states.
SHAPES = {
    Renewal.UNKNOWN: "unknown",
    Renewal.NO_END: "done",
    Renewal.FAR: "done",
    Renewal.OPEN: "here",
    Renewal.SOON: "late",
    Renewal.PASSED: "late",
    Renewal.APPLIED: "waiting",
    Renewal.GRACE: "waiting",
    Renewal.RUN_OUT: "late",
}
ALL = (REFUSALS, DOUBTS, RENEWALS, LISTS)
