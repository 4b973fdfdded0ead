"""Moves of invitations to staff: invite, send again, withdraw."""

from collections.abc import Collection
from datetime import datetime

from recruit.accounts import invitations, queries, team
from recruit.accounts.actions.invitations import note, renew, withdraw
from recruit.accounts.actions.staff import give_role
from recruit.accounts.invitation_rules import InvitationRefusal, TeamRefusal
from recruit.accounts.models import StaffInvitation, User
from recruit.core.db import refuse_on, session
from recruit.core.errors import Missing, Refused
from recruit.core.locales import BY_CODE
from recruit.core.visitor import Role, Visitor
from recruit.messages.actions import cancel_for, queue

MAIL = "staff_invitation"

refuse_on("uq_staff_invitation_open", Refused(InvitationRefusal.ALREADY_INVITED, field="email"))


def invite_to_staff(
    address: str, roles: Collection[Role], *, language: str, by: Visitor, now: datetime
) -> StaffInvitation:
    """Mail an invitation to join the staff with these roles. One that waits at the address already is replaced.

    The invited person's account, if there is one, changes nothing here: the answer is the same.
    """
    _demand_administrator(by)
    user = queries.user_by_address(address)
    if user is not None and user.roles:
        raise Refused(TeamRefusal.ALREADY_ON_STAFF, field="email")
    before = team.open_invitation_to(address)
    if before is not None:
        withdraw_staff_invitation(before.public_id, by=by, now=now)
    wanted = [str(role) for role in Role if role in roles]
    invitation = StaffInvitation(roles=wanted, **invitations.new_columns(address, language=language, now=now))
    session().add(invitation)
    session().flush()
    note("staff_invited", invitation, by=by, now=now, change=" ".join(wanted))
    _queue(invitation, now)
    return invitation


def send_staff_invitation_again(public_id: str, *, by: Visitor, now: datetime) -> None:
    """Mail it once more, with a new link and a new end. The link of the mail before opens nothing any more."""
    _demand_administrator(by)
    invitation = team.invitation_by_ref(public_id)
    if renew(invitation, now=now):
        note("staff_invitation_sent_again", invitation, by=by, now=now)
        _queue(invitation, now)


def withdraw_staff_invitation(public_id: str, *, by: Visitor, now: datetime) -> None:
    """Take an invitation back. Pressed twice, nothing more happens."""
    _demand_administrator(by)
    invitation = team.invitation_by_ref(public_id)
    if withdraw(invitation, now=now):
        cancel_for(MAIL, invitation.public_id, reason="withdrawn")
        note("staff_invitation_withdrawn", invitation, by=by, now=now)


def join_staff(invitation: StaffInvitation, user: User, by: Visitor, now: datetime) -> None:
    """What follows when the invitation is taken up: the roles, in which the person signs in anew."""
    for role in invitation.roles:
        give_role(user, Role(role), by=by, now=now)


def _queue(invitation: StaffInvitation, now: datetime) -> None:
    user = queries.user_by_address(invitation.email)
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


def _demand_administrator(by: Visitor) -> None:
    if Role.ADMINISTRATOR not in by.roles:
        raise Missing
