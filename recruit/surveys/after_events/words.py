"""What the coded values of surveys after events are called."""

from flask_babel import lazy_gettext as _l

from recruit.surveys.after_events.rules import GuestKind, GuestRefusal

GUEST_KIND = {GuestKind.CAME: _l("Who came"), GuestKind.MISSED: _l("Who had a seat and did not come")}
GUEST_REFUSAL = {
    GuestRefusal.ANSWERED_ALREADY: _l("Your answers are here already. Thank you."),
    GuestRefusal.NO_LONGER_OPEN: _l("This survey is over."),
    GuestRefusal.NOTHING_ANSWERED: _l("Please answer at least one question."),
}

ALL = (GUEST_KIND, GUEST_REFUSAL)
