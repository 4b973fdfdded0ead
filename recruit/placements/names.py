"""How hires are called on the pages of their company."""

from collections.abc import Iterable

from sqlalchemy import select

from recruit.core.db import session
from recruit.placements.models import Placement
from recruit.students.models import Student
from recruit.students.names import ShownName, shown_name


def names_of(placements: Iterable[Placement]) -> dict[int, ShownName]:
    """Placement id → name: as on the application, where the person has a profile here; else the name that was given."""
    rows = list(placements)
    students = {
        student.person_id: student
        for student in session().scalars(
            select(Student).where(Student.person_id.in_({row.person_id for row in rows}))
        )
        if student.katakana or student.name_local or student.name_passport
    }
    return {
        row.id: shown_name(students[row.person_id])
        if row.person_id in students
        else ShownName(row.person.display_name, "", None, None)
        for row in rows
    }
