"""What the clock calls for lists: those whose hour is over go."""

from datetime import datetime

from recruit.core.db import writing
from recruit.students.roster import actions


def forget_rosters(now: datetime) -> int:
    """Delete lists that were looked through or left lying."""
    with writing():
        return actions.forget_rosters(now)
