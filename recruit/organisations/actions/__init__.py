"""The moves of organisations, by noun."""

from recruit.organisations.actions.companies import (
    apply_as_company,
    change_company,
    send_application_again,
)
from recruit.organisations.actions.invitations import (
    invite_member,
    send_member_invitation_again,
    withdraw_member_invitation,
)
from recruit.organisations.actions.members import (
    act_for_organisation,
    add_member,
    change_rights,
    change_rights_for,
    end_membership,
    leave_organisation,
)
from recruit.organisations.actions.review import approve, ask_back, note_check, suspend
from recruit.organisations.actions.universities import load_universities

__all__ = [
    "act_for_organisation",
    "add_member",
    "apply_as_company",
    "approve",
    "ask_back",
    "change_company",
    "change_rights",
    "change_rights_for",
    "end_membership",
    "invite_member",
    "leave_organisation",
    "load_universities",
    "note_check",
    "send_application_again",
    "send_member_invitation_again",
    "suspend",
    "withdraw_member_invitation",
]
