"""What lists and confirmations hold about a person, and how it leaves again."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select

from recruit.core.db import session
from recruit.organisations.models import Organisation
from recruit.organisations.queries import name_in
from recruit.students.models import Student
from recruit.students.roster.models import EducationMove, Roster

TABLES: dict[str, str] = {
    "roster": "Goes within the hour, whoever stands on it; deleted with who brought it in.",
    "education_move": "Deleted.",
}


def export(person_id: int) -> dict[str, Any]:
    """What universities said about the person's studies, and when. Lists are others' papers and go within the hour."""
    rows = session().execute(
        select(EducationMove, Organisation)
        .join(Student, Student.id == EducationMove.student_id)
        .join(Organisation, Organisation.id == EducationMove.organisation_id)
        .where(Student.person_id == person_id)
        .order_by(EducationMove.id)
    )
    found = [
        {
            "university": name_in(university, "en"),
            "confirmed": move.after,
            "holds_on": move.holds_on.isoformat() if move.holds_on else None,
            "at": move.at.isoformat(),
        }
        for move, university in rows
    ]
    return {"confirmations": found} if found else {}


def erase(person_id: int, _now: datetime) -> None:
    """Delete what was said about the person's studies, and the lists the person brought in."""
    rows = session()
    rows.execute(delete(Roster).where(Roster.person_id == person_id))
    student = select(Student.id).where(Student.person_id == person_id).scalar_subquery()
    rows.execute(delete(EducationMove).where(EducationMove.student_id == student))
