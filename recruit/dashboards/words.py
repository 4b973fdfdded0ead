"""Words of the pages that cross rooms."""

from flask_babel import lazy_gettext as _l, lazy_pgettext as _lp

from recruit.dashboards.rules import HappeningKind, RoadKey

HAPPENINGS = {
    HappeningKind.REGISTERED: _l("Came into the programme"),
    HappeningKind.CONFIRMED: _l("Confirmed the mail address"),
    HappeningKind.MEMBER: _l("Began to act for"),
    HappeningKind.MEMBER_ENDED: _l("Stopped acting for"),
    HappeningKind.SIGNED_UP: _l("Signed up for"),
    HappeningKind.CHECKED_IN: _l("Checked in at"),
    HappeningKind.MEETING: _l("Meeting at a fair with"),
    HappeningKind.APPLIED: _l("Applied to"),
    HappeningKind.APPLICATION_MOVED: _l("The application moved at"),
    HappeningKind.OFFER_MADE: _l("Offer from"),
    HappeningKind.OFFER_ANSWERED: _l("The offer was settled with"),
    HappeningKind.PLACEMENT_FACT: _l("Became known about the work at"),
    HappeningKind.STEP_DONE: _l("Step done"),
    HappeningKind.CONTACT: _l("Follow-up"),
}
ROAD = {
    RoadKey.FAIR: _lp("road", "Fair"),
    RoadKey.INTERVIEW: _lp("road", "Interview"),
    RoadKey.OFFER: _lp("road", "Offer accepted"),
    RoadKey.PAPERS: _lp("road", "Papers"),
    RoadKey.ARRIVAL: _lp("road", "Arrival in Japan"),
    RoadKey.FIRST_WEEKS: _lp("road", "First weeks at work"),
    RoadKey.YEAR_ONE: _lp("road", "Year one"),
    RoadKey.YEAR_THREE: _lp("road", "Year three"),
}
ALL = (HAPPENINGS, ROAD)
