"""What the coded values of invitations are called."""

from flask_babel import lazy_gettext as _l

from recruit.events.inviting.rules import InvitationState, InvitedAs, InvitingRefusal

INVITED_AS = {
    InvitedAs.ADDRESS: _l("Addresses"),
    InvitedAs.STUDENTS: _l("Students of a university"),
    InvitedAs.GUESTS: _l("Who came to an earlier event"),
    InvitedAs.COMPANIES: _l("People of all approved companies"),
    InvitedAs.BY_STAFF: _l("Signed up by staff, to be confirmed"),
}

INVITATION_STATE = {
    InvitationState.INVITED: _l("Not answered yet"),
    InvitationState.SIGNED_UP: _l("Has signed up"),
    InvitationState.DECLINED: _l("Does not come"),
    InvitationState.WITHDRAWN: _l("Taken back by staff"),
    InvitationState.NOT_WANTED: _l("Wants no such mails"),
    InvitationState.NOT_REACHED: _l("The mail did not arrive"),
}

INVITING_REFUSAL = {
    InvitingRefusal.NOBODY_NAMED: _l(
        "Nobody new is on this list: they were invited or have signed up already."
    ),
    InvitingRefusal.NO_ADDRESS: _l("Please give at least one e-mail address."),
    InvitingRefusal.NOTHING_CHOSEN: _l("Please choose one."),
    InvitingRefusal.TOO_MANY: _l("Please invite at most 2,000 people at once."),
    InvitingRefusal.NOT_A_LIST: _l("This file is no list of addresses. Please save it as CSV or as text."),
    InvitingRefusal.NOT_OPEN_FOR_LONG: _l("People can be invited while sign-up is open."),
    InvitingRefusal.HELD_TOO_LONG: _l("Seats can be held from now until sign-up closes, no longer."),
    InvitingRefusal.NOT_SO_MANY_SEATS: _l(
        "There are not so many free seats. Invite fewer people, or without holding seats."
    ),
    InvitingRefusal.OF_SOMEBODY_ELSE: _l(
        "This invitation is for somebody else. Please sign in with the account it was sent to."
    ),
    InvitingRefusal.HAS_ACCOUNT: _l("There is an account with this address. Please sign in."),
    InvitingRefusal.INVITATION_OVER: _l("This invitation is no longer open."),
}

ALL = (INVITED_AS, INVITATION_STATE, INVITING_REFUSAL)
