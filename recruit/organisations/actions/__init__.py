"""The moves of organisations, by noun."""

from recruit.organisations.actions.companies import (
    apply_as_company,
    change_company,
    send_application_again,
)
from recruit.organisations.actions.members import (
    act_for_organisation,
    add_colleague,
    add_member,
    end_membership,
)
from recruit.organisations.actions.review import approve, ask_back, note_check, suspend
from recruit.organisations.actions.universities import load_universities

__all__ = [
    "act_for_organisation",
    "add_colleague",
    "add_member",
    "apply_as_company",
    "approve",
    "ask_back",
    "change_company",
    "end_membership",
    "load_universities",
    "note_check",
    "send_application_again",
    "suspend",
]
