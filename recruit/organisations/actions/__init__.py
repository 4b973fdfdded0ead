"""The moves of organisations, by noun."""

from recruit.organisations.actions.companies import (
    apply_as_company,
    change_company,
    send_application_again,
)
from recruit.organisations.actions.drafts import drop_draft, keep_draft
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
from recruit.organisations.actions.page import (
    add_picture,
    change_page,
    change_picture_words,
    take_off_picture,
)
from recruit.organisations.actions.review import (
    approve,
    ask_back,
    lift_suspension,
    note_check,
    refuse,
    suspend,
)
from recruit.organisations.actions.universities import load_universities

__all__ = [
    "act_for_organisation",
    "add_member",
    "add_picture",
    "apply_as_company",
    "approve",
    "ask_back",
    "change_company",
    "change_page",
    "change_picture_words",
    "change_rights",
    "change_rights_for",
    "drop_draft",
    "end_membership",
    "invite_member",
    "keep_draft",
    "leave_organisation",
    "lift_suspension",
    "load_universities",
    "note_check",
    "refuse",
    "send_application_again",
    "send_member_invitation_again",
    "suspend",
    "take_off_picture",
    "withdraw_member_invitation",
]
