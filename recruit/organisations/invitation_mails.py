"""The mail that invites somebody to act for an organisation, and what its link offers."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from recruit.accounts.invitation_rules import INVITATION_VALID_FOR
from recruit.accounts.invitations import InvitationKind, Offer, is_open, keep_token, new_token
from recruit.accounts.models import User
from recruit.accounts.rules import ComesAs
from recruit.core.visitor import Visitor
from recruit.messages.kinds import MailKind, Params
from recruit.organisations import invitations, queries, rules
from recruit.organisations.actions.invitations import MAIL, join_organisation
from recruit.organisations.models import MemberInvitation
from recruit.organisations.rules import OrganisationKind, OrganisationRefusal
from recruit.web.gate import current_language, page_url
from recruit.web.words import words_for


def _context(params: Params, language: str) -> dict[str, Any]:
    invitation = invitations.invitation_by_ref(params["invitation"])
    token = new_token()
    return {
        "organisation_name": queries.name_in(invitation.organisation, language),
        "rights": words_for(invitation.rights),
        "days": INVITATION_VALID_FOR.days,
        "url": page_url("accounts.invitation", token=token, _external=True),
        "token": token,
    }


def _keep(params: Params, context: Mapping[str, Any]) -> None:
    keep_token(invitations.invitation_by_ref(params["invitation"]), context["token"])


def _is_wanted(params: Params, now: datetime) -> bool:
    invitation = invitations.invitation_by_ref(params["invitation"])
    return is_open(invitation, now) and invitation.times_sent == params["times_sent"]


def _invited_address(params: Params) -> str:
    return invitations.invitation_by_ref(params["invitation"]).email


KINDS = (
    MailKind(
        name=MAIL,
        room="organisations",
        template="organisations/mail/member_invitation",
        context=_context,
        still_wanted=_is_wanted,
        address=_invited_address,
        necessary=True,
        keep=_keep,
        secrets=("token",),
    ),
)


def _offer(invitation: MemberInvitation) -> Offer:
    name = queries.name_in(invitation.organisation, current_language())
    return Offer(
        title=_("%(organisation)s invites you", organisation=name),
        sentence=_(
            "%(organisation)s invites you to act for it here. Your rights: %(rights)s.",
            organisation=name,
            rights=words_for(invitation.rights),
        ),
        done=_("You now act for %(organisation)s.", organisation=name),
    )


def _why_not(invitation: MemberInvitation, user: User, _visitor: Visitor) -> OrganisationRefusal | None:
    return rules.why_not_member(
        is_staff=bool(user.roles),
        is_student=user.came_as == ComesAs.STUDENT,
        is_member=queries.is_member(user.person_id, invitation.organisation_id),
    )


def _came_as(invitation: MemberInvitation) -> str:
    return ComesAs.COMPANY if invitation.organisation.kind is OrganisationKind.COMPANY else ""


INVITATIONS = (
    InvitationKind(
        model=MemberInvitation,
        offer=_offer,
        accept=join_organisation,
        came_as=_came_as,
        why_not=_why_not,
        asks_consent=True,
    ),
)
