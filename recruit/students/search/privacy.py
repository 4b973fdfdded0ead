"""What the search holds about students and about who searches, how it is exported and erased."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select

from recruit.core.db import session
from recruit.students.search.keeping import forget
from recruit.students.search.models import StudentSearch

TABLES: dict[str, str] = {
    "student_found": "Emptied; the row stays to say so. What it holds stands in the profile, and is exported with it.",
    "student_word": "Deleted.",
    "packed_students": "Deleted when somebody is erased, and made anew from the others by a job.",
    "packed_sight": "Holds numbers of rows only, and is made anew by a job.",
    "student_search": "Deleted.",
}


def export(person_id: int) -> dict[str, Any]:
    """The searches somebody keeps. What a student is found by is the profile itself."""
    rows = session().scalars(
        select(StudentSearch).where(StudentSearch.person_id == person_id).order_by(StudentSearch.id)
    )
    return {
        "student_searches": [
            {
                "name": one.name,
                "wanted": _in_words(one.wanted),
                "by_mail": one.by_mail,
                "made_at": one.made_at,
            }
            for one in rows
        ]
    }


def _in_words(wanted: dict[str, list[str]]) -> str:
    return "; ".join(f"{name}: {', '.join(codes)}" for name, codes in sorted(wanted.items()))


def erase(person_id: int, _now: datetime) -> None:
    """Nobody is found by anything any more, and what the person searched for is gone."""
    session().execute(delete(StudentSearch).where(StudentSearch.person_id == person_id))
    forget(person_id)
