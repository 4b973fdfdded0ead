"""Words of the pages that cross rooms."""

from flask_babel import lazy_gettext as _l, lazy_pgettext

from recruit.core.visitor import Seen
from recruit.dashboards.rules import HappeningKind, RoadKey, TimelinePart, When

HAPPENINGS = {
    HappeningKind.REGISTERED: _l("Came into the programme"),
    HappeningKind.CONFIRMED: _l("Confirmed the mail address"),
    HappeningKind.CONSENTED: _l("Agreed to"),
    HappeningKind.CONSENT_WITHDRAWN: _l("Took back the agreement to"),
    HappeningKind.ADDRESS_CHANGED: _l("Changed the address of the sign-in"),
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
    HappeningKind.CASE_OPENED: _l("A case was opened"),
    HappeningKind.CASE_CLOSED: _l("The case was closed"),
    HappeningKind.MAIL: _l("Mail:"),
    HappeningKind.REQUESTED: _l("Asked about own data:"),
    HappeningKind.REQUEST_ANSWERED: _l("The request was answered"),
    HappeningKind.PUT_TOGETHER: _l("Two entries of this person were put together"),
}
MORNING = {
    When.LATE: lazy_pgettext("morning", "Late"),
    When.TODAY: lazy_pgettext("morning", "Today"),
    When.THIS_WEEK: lazy_pgettext("morning", "Within seven days"),
    When.LATER: lazy_pgettext("morning", "Later"),
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
SEEN = {
    Seen.PROFILE: _l("Your profile"),
    Seen.MEETING: _l("Your meeting at a fair"),
    Seen.HIRE: _l("What is known about your work and your follow-ups"),
    Seen.DOCUMENT: _l("A document of yours"),
    Seen.RESPONSE: _l("Your answers after you have started work"),
    Seen.EXPORT: _l("A file in which you stand"),
    Seen.REQUEST: _l("A request you made about your data"),
}
PARTS = {
    TimelinePart.ACCOUNT: lazy_pgettext("timeline", "Account"),
    TimelinePart.EVENTS: lazy_pgettext("timeline", "Events"),
    TimelinePart.APPLICATIONS: lazy_pgettext("timeline", "Applications"),
    TimelinePart.WORK: lazy_pgettext("timeline", "Work"),
    TimelinePart.ARRIVAL: lazy_pgettext("timeline", "Arrival"),
    TimelinePart.FOLLOW_UPS: lazy_pgettext("timeline", "Follow-ups"),
    TimelinePart.CASES: lazy_pgettext("timeline", "Cases"),
    TimelinePart.MAILS: lazy_pgettext("timeline", "Mails"),
    TimelinePart.REQUESTS: lazy_pgettext("timeline", "Requests"),
}
ALL = (HAPPENINGS, MORNING, PARTS, ROAD, SEEN)

# What the rows of a table are, for whoever reads how many of them follow to another entry.
_TABLES = {
    "mail": _l("Mails"),
    "mail_preference": _l("Wishes for mails"),
    "sighting": _l("Records of who looked"),
    "contact_point": _l("Ways to reach"),
    "user": _l("Sign-in"),
    "consent": _l("Agreements"),
    "data_request": _l("Requests about data"),
    "data_export": _l("Copies of the data"),
    "membership": _l("Memberships"),
    "student": _l("Student profile, with applications and meetings"),
    "registration": _l("Sign-ups for events"),
    "people_apart": _l("Notes that these are two people"),
    "placement": _l("Hires, with steps and follow-ups"),
    "survey_opt_out": _l("Follow-ups that are not wanted"),
}


def table_words(table: str) -> str:
    """The words for the rows of a table that may follow a person."""
    return str(_TABLES.get(table, _l("Other records")))
