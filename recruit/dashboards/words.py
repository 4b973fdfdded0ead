"""Words of the pages that cross rooms."""

from flask_babel import lazy_gettext as _l, lazy_pgettext

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
    RoadKey.FAIR: lazy_pgettext("road", "Fair"),
    RoadKey.INTERVIEW: lazy_pgettext("road", "Interview"),
    RoadKey.OFFER: lazy_pgettext("road", "Offer accepted"),
    RoadKey.PAPERS: lazy_pgettext("road", "Papers"),
    RoadKey.ARRIVAL: lazy_pgettext("road", "Arrival in Japan"),
    RoadKey.FIRST_WEEKS: lazy_pgettext("road", "First weeks at work"),
    RoadKey.YEAR_ONE: lazy_pgettext("road", "Year one"),
    RoadKey.YEAR_THREE: lazy_pgettext("road", "Year three"),
}
ALL = (HAPPENINGS, ROAD)
