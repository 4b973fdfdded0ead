"""Who may open a profile: who looks for work here. Whoever works for an organisation or for the operator has none."""

from datetime import datetime

from recruit.accounts.rules import ComesAs
from recruit.core.errors import Missing
from recruit.core.visitor import Visitor
from recruit.students import actions, queries
from recruit.students.models import Student

# The pages of one's own profile that a text of ours may lead to.
PAGES_OF_A_PROFILE = frozenset(
    {
        "documents.mine",
        "papers.overview",
        "papers.take_in",
        "recordings.mine",
        "students.busy_times",
        "students.experience",
        "students.languages",
        "students.licences",
        "students.names",
        "students.profile",
        "students.skills",
        "students.studies",
        "students.visibility",
        "students.wishes",
    }
)


def may_open_profile(visitor: Visitor) -> bool:
    """Whether the visitor is a student or a hire, and nothing else."""
    works_here = bool(visitor.roles or visitor.memberships) or visitor.came_as == ComesAs.COMPANY
    return visitor.is_signed_in and not works_here


def has_no_profile(visitor: Visitor) -> bool:
    """Whether the pages of one's own profile are nowhere for the visitor: there is none, and none may be opened."""
    return not may_open_profile(visitor) and queries.own_student(visitor) is None


def own_or_new(visitor: Visitor, *, now: datetime) -> Student:
    """The visitor's profile, opened where there was none. Raises Missing for who has none and may not open one."""
    student = queries.own_student(visitor)
    if student is not None:
        return student
    if not may_open_profile(visitor):
        raise Missing
    return actions.open_profile(visitor.person_id or 0, now=now)
