"""The mail that invites somebody to staff, and what its link offers."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from recruit.accounts import invitations, team
from recruit.accounts.actions.staff_invitations import MAIL, join_staff
from recruit.accounts.invitation_rules import INVITATION_VALID_FOR, TeamRefusal
from recruit.accounts.invitations import InvitationKind, Offer
from recruit.accounts.models import StaffInvitation, User
from recruit.core.visitor import Role, Visitor
from recruit.messages.kinds import MailKind, Params
from recruit.web.gate import page_url
from recruit.web.words import words_for


def _roles(invitation: StaffInvitation) -> str:
    return _(", ").join(words_for(Role(role)) for role in invitation.roles)


def _context(params: Params, _language: str) -> dict[str, Any]:
    invitation = team.invitation_by_ref(params["invitation"])
    token = invitations.new_token()
    return {
        "roles": _roles(invitation),
        "days": INVITATION_VALID_FOR.days,
        "url": page_url("accounts.invitation", token=token, _external=True),
        "token": token,
    }


def _keep(params: Params, context: Mapping[str, Any]) -> None:
    invitations.keep_token(team.invitation_by_ref(params["invitation"]), context["token"])


def _is_open(params: Params, now: datetime) -> bool:
    invitation = team.invitation_by_ref(params["invitation"])
    return invitations.is_open(invitation, now) and invitation.times_sent == params["times_sent"]


def _invited_address(params: Params) -> str:
    return team.invitation_by_ref(params["invitation"]).email


KINDS = (
    MailKind(
        name=MAIL,
        room="accounts",
        template="accounts/mail/staff_invitation",
        context=_context,
        still_wanted=_is_open,
        address=_invited_address,
        necessary=True,
        keep=_keep,
        secrets=("token",),
    ),
)


def _offer(invitation: StaffInvitation) -> Offer:
    return Offer(
        title=_("Join the staff"),
        sentence=_("You are invited to work here as: %(roles)s.", roles=_roles(invitation)),
        done=_("You are on staff now. Please sign in."),
    )


def _why_not(_invitation: StaffInvitation, _user: User, visitor: Visitor) -> TeamRefusal | None:
    """Whoever acts for an organisation must not see what is confidential towards it."""
    return TeamRefusal.ACTS_FOR_AN_ORGANISATION if visitor.memberships else None


INVITATIONS = (
    InvitationKind(
        model=StaffInvitation,
        offer=_offer,
        accept=join_staff,
        why_not=_why_not,
    ),
)
