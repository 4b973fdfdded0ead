"""Words of applications and offers."""

from flask_babel import lazy_gettext as _l, lazy_pgettext

from recruit.applications.rules import (
    ApplicationRefusal,
    ApplicationState,
    CameFrom,
    InterviewState,
    OfferState,
)

STATES = {
    ApplicationState.INVITED: _l("Invited to apply"),
    ApplicationState.SUBMITTED: _l("Applied"),
    ApplicationState.IN_REVIEW: _l("Papers are being read"),
    ApplicationState.INTERVIEW: lazy_pgettext("stage", "Interview"),
    ApplicationState.OFFERED: lazy_pgettext("stage", "Offer made"),
    ApplicationState.HIRED: lazy_pgettext("stage", "Offer accepted"),
    ApplicationState.NOT_CHOSEN: _l("Not chosen"),
    ApplicationState.WITHDRAWN: _l("Withdrawn by the student"),
    ApplicationState.LAPSED: _l("The position was closed"),
}
SOURCES = {
    CameFrom.POSTING: _l("From the position"),
    CameFrom.MEETING: _l("After a conversation at a fair"),
    CameFrom.INVITATION: _l("After an invitation"),
}
OFFERS = {
    OfferState.MADE: _l("Waits for the student's answer"),
    OfferState.ACCEPTED: lazy_pgettext("offer", "Accepted"),
    OfferState.DECLINED: lazy_pgettext("offer", "Declined"),
    OfferState.WITHDRAWN: lazy_pgettext("offer", "Withdrawn"),
    OfferState.LAPSED: lazy_pgettext("offer", "Lapsed without an answer"),
}
INTERVIEWS = {
    InterviewState.PROPOSED: _l("Times proposed"),
    InterviewState.AGREED: _l("Time agreed"),
    InterviewState.HELD: lazy_pgettext("interview", "Held"),
    InterviewState.CANCELLED: lazy_pgettext("interview", "Cancelled"),
}
REFUSALS = {
    ApplicationRefusal.POSTING_CLOSED: _l("The time for applications to this position is over."),
    ApplicationRefusal.POSTING_CHANGED: _l(
        "The position has changed since you opened this page. Please read it once more, and send your application then. What you wrote is still here."
    ),
    ApplicationRefusal.ALREADY_APPLIED: _l("You have applied for this position already."),
    ApplicationRefusal.PROFILE_INCOMPLETE: _l(
        "Your profile lacks something that every company needs to read."
    ),
    ApplicationRefusal.CONSENT_NEEDED: _l(
        "Without your agreement the company cannot read your profile. Please tick the box if you agree."
    ),
    ApplicationRefusal.MOVE_NOT_POSSIBLE: _l(
        "This step is not possible any more. The application has moved on; please look at it again."
    ),
    ApplicationRefusal.OFFER_NOT_OPEN: _l("This offer has been settled already."),
    ApplicationRefusal.OFFER_LAPSED: _l("The last day to answer this offer has passed."),
    ApplicationRefusal.COMPANY_STOPPED: _l(
        "The company does not take part at present, so its offer cannot be accepted now. You lose no days: they wait too."
    ),
    ApplicationRefusal.ANSWER_DAY_TOO_SOON: _l(
        "Please leave at least 7 days to answer. Students talk with their family before they decide."
    ),
    ApplicationRefusal.START_TOO_SOON: _l("The first working day must lie after the last day to answer."),
}
ALL = (STATES, SOURCES, OFFERS, INTERVIEWS, REFUSALS)
