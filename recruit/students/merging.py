"""What profiles have against putting two rows of one person together."""

from sqlalchemy import func, select

from recruit.accounts.merging.rules import MergeRefusal, Objection
from recruit.core.db import session
from recruit.students.models import Student


def objections(kept_id: int, merged_id: int) -> list[Objection]:
    """A person has one profile: only the person knows which of two is right."""
    profiles = select(func.count(Student.id)).where(Student.person_id.in_([kept_id, merged_id]))
    return [Objection(MergeRefusal.TWO_PROFILES)] if session().scalar(profiles) == 2 else []
