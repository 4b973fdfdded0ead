"""Words of invitations and of the team in the reader's language."""

from flask_babel import lazy_gettext as _l

from recruit.accounts.invitation_rules import InvitationRefusal, TeamRefusal
from recruit.core.visitor import Role

INVITATION_REFUSALS = {
    InvitationRefusal.NO_LONGER_OPEN: _l(
        "This invitation was taken up, sent again or withdrawn a moment ago. Nothing has changed."
    ),
    InvitationRefusal.ALREADY_INVITED: _l("Somebody has invited this address a moment ago."),
}

TEAM_REFUSALS = {
    TeamRefusal.ALREADY_ON_STAFF: _l("Somebody with this address is on staff already."),
    TeamRefusal.LAST_ADMINISTRATOR: _l(
        "There must always be one administrator. Please make somebody else an administrator first."
    ),
    TeamRefusal.OWN_ACCOUNT: _l("You cannot switch off your own account."),
    TeamRefusal.ACTS_FOR_AN_ORGANISATION: _l(
        "You act for an organisation with this account. Staff see what is confidential towards organisations, so they need an account of their own. Please ask for an invitation to another address."
    ),
}

# What a role opens, beside its name.
ROLE_NOTES = {
    Role.COORDINATOR: _l("Runs fairs, companies, positions and people."),
    Role.RETENTION_OFFICER: _l("Reads single answers to the surveys, and sees to cases."),
    Role.EDITOR: _l("Writes the handbook. Sees nobody's data."),
    Role.ADMINISTRATOR: _l("Decides who is on staff, and may do what a coordinator does."),
}

ALL = (INVITATION_REFUSALS, TEAM_REFUSALS)
