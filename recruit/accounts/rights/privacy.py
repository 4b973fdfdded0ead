"""What archives and certificates hold about a person, and how it leaves again."""

from datetime import datetime
from typing import Any

from recruit.accounts.rights import actions
from recruit.core.periods import Kept

TABLES: dict[str, str] = {
    "data_export": "Deleted with its file; what was fetched is the person's own.",
    "erasure": "Kept: the number the person was told, the day, and a reference that leads to no name. The names by which mails to "
    "others are searched are sealed, and gone within a day.",
}


def export(person_id: int) -> dict[str, Any]:
    """When archives were asked for: they hold what stands here anyway."""
    return {
        "archives": [
            {"asked_at": one.asked_at, "ready_at": one.ready_at, "until": one.ends_at}
            for one in actions.select_of_person(person_id)
        ]
    }


def erase(person_id: int, _now: datetime) -> None:
    """Delete every archive."""
    actions.drop_exports(actions.select_of_person(person_id))


PURGES = {Kept.EXPORTS: actions.drop_ended}
