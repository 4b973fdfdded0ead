"""Moves of invitations to act for an organisation: invite, send again, withdraw, and what follows when one is taken up.

Owners invite for their organisation, coordinators for any: the first owner of a university has nobody else to ask.
"""

from datetime import datetime

from recruit.accounts import queries as account_queries
from recruit.accounts.actions import act_for
from recruit.accounts.actions.invitations import note, renew, withdraw
from recruit.accounts.invitation_rules import InvitationRefusal
from recruit.accounts.invitations import new_columns
from recruit.accounts.models import User
from recruit.core.db import refuse_on, session
from recruit.core.errors import Refused
from recruit.core.locales import BY_CODE
from recruit.core.visitor import Visitor
from recruit.messages.actions import cancel_for, queue
from recruit.organisations import invitations, queries, rules
from recruit.organisations.actions.members import add_member, demand_owner
from recruit.organisations.models import MemberInvitation, Organisation
from recruit.organisations.rules import OrganisationRefusal, Rights

MAIL = "member_invitation"

refuse_on("uq_member_invitation_open", Refused(InvitationRefusal.ALREADY_INVITED, field="email"))


def invite_member(
    organisation: Organisation, address: str, rights: Rights, *, language: str, by: Visitor, now: datetime
) -> MemberInvitation:
    """Mail an invitation to act for the organisation. One that waits at the address already is replaced.

    Whether the address has an account changes nothing here, unless it is that of a member: the answer tells of nobody else.
    """
    _demand_owner_or_coordinator(organisation, by)
    why_not = rules.why_not_invite(organisation.state) or rules.why_not_rights(organisation.kind, rights)
    if why_not:
        raise Refused(why_not)
    user = account_queries.user_by_address(address)
    if user is not None and queries.is_member(user.person_id, organisation.id):
        raise Refused(OrganisationRefusal.ALREADY_MEMBER, field="email")
    before = invitations.waiting_at(organisation, address)
    if before is not None:
        withdraw_member_invitation(organisation, before.public_id, by=by, now=now)
    invitation = MemberInvitation(
        organisation_id=organisation.id,
        rights=rights,
        invited_by_id=by.person_id,
        **new_columns(address, language=language, now=now),
    )
    session().add(invitation)
    session().flush()
    note("member_invited", invitation, by=by, now=now, change=f"{organisation.public_id} {rights}")
    _queue(invitation, now)
    return invitation


def send_member_invitation_again(
    organisation: Organisation, public_id: str, *, by: Visitor, now: datetime
) -> None:
    """Mail it once more, with a new link and a new end. The link of the mail before opens nothing any more."""
    _demand_owner_or_coordinator(organisation, by)
    why_not = rules.why_not_invite(organisation.state)
    if why_not:
        raise Refused(why_not)
    invitation = invitations.invitation_of(organisation, public_id)
    if renew(invitation, now=now):
        note("member_invitation_sent_again", invitation, by=by, now=now)
        _queue(invitation, now)


def withdraw_member_invitation(
    organisation: Organisation, public_id: str, *, by: Visitor, now: datetime
) -> None:
    """Take an invitation back. Pressed twice, nothing more happens."""
    _demand_owner_or_coordinator(organisation, by)
    invitation = invitations.invitation_of(organisation, public_id)
    if withdraw(invitation, now=now):
        cancel_for(MAIL, invitation.public_id, reason="withdrawn")
        note("member_invitation_withdrawn", invitation, by=by, now=now)


def join_organisation(invitation: MemberInvitation, user: User, by: Visitor, now: datetime) -> None:
    """What follows when the invitation is taken up. Whoever is signed in acts for the organisation from now on."""
    organisation = invitation.organisation
    add_member(
        organisation,
        user.person_id,
        invitation.rights,
        by=by,
        now=now,
        invited_by_id=invitation.invited_by_id,
    )
    if by.sign_in_id is not None:
        act_for(organisation.public_id, by=by)


def _demand_owner_or_coordinator(organisation: Organisation, by: Visitor) -> None:
    if not by.is_coordinator:
        demand_owner(organisation, by)


def _queue(invitation: MemberInvitation, now: datetime) -> None:
    user = account_queries.user_by_address(invitation.email)
    queue(
        MAIL,
        to_address=invitation.email,
        to_ref=user.person.public_id if user else "",
        language=invitation.language,
        zone=BY_CODE[invitation.language].zone,
        params={"invitation": invitation.public_id, "times_sent": invitation.times_sent},
        unique_key=f"{MAIL}:{invitation.public_id}:{invitation.times_sent}",
        now=now,
        subject_kind=MAIL,
        subject_ref=invitation.public_id,
    )
