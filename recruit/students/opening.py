"""Who may open a profile: who looks for work here. Whoever works for an organisation or for the operator has none."""

from recruit.accounts.rules import ComesAs
from recruit.core.visitor import Visitor


def may_open_profile(visitor: Visitor) -> bool:
    """Whether the visitor is a student or a hire, and nothing else."""
    works_here = bool(visitor.roles or visitor.memberships) or visitor.came_as == ComesAs.COMPANY
    return visitor.is_signed_in and not works_here
