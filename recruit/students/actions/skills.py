"""Moves of skills and licences. The number of a licence is sealed as soon as it is written."""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from recruit.core import vault
from recruit.core.visitor import Visitor
from recruit.students.actions.keeping import must_be_own, note_saved, write
from recruit.students.models import Student, StudentSkill
from recruit.students.rules import LICENCES, Skill, SkillLevel


def save_skills(
    student: Student,
    held: Collection[Skill],
    levels: Mapping[Skill, SkillLevel | None],
    *,
    by: Visitor,
    now: datetime,
) -> None:
    """The skills a student has, and how far those among `levels` go. Licences are left alone."""
    must_be_own(student, by)
    changed = _hold(student, [skill for skill in held if skill not in LICENCES], licences=False)
    for row in student.skills:
        if row.skill in levels and row.skill not in LICENCES:
            changed += write(row, {"level": levels[row.skill]})
    note_saved(student, list(dict.fromkeys(changed)), by=by, now=now)


def save_licences(
    student: Student,
    held: Collection[Skill],
    numbers: Mapping[Skill, str],
    expiries: Mapping[Skill, date | None],
    *,
    by: Visitor,
    now: datetime,
) -> None:
    """The licences a student has, with the numbers and last days of those among `numbers` and `expiries`."""
    must_be_own(student, by)
    changed = _hold(student, [skill for skill in held if skill in LICENCES], licences=True)
    for row in student.skills:
        if row.skill not in LICENCES:
            continue
        if row.skill in expiries:
            changed += write(row, {"expires_on": expiries[row.skill]})
        number = numbers.get(row.skill)
        if number is not None and number != vault.unseal(row.licence_sealed):
            row.licence_sealed = vault.seal(number) if number else None
            changed.append("licence_number")
    note_saved(student, list(dict.fromkeys(changed)), by=by, now=now)


def _hold(student: Student, held: Collection[Skill], *, licences: bool) -> list[str]:
    rows = {row.skill: row for row in student.skills if (row.skill in LICENCES) is licences}
    gone = [row for skill, row in rows.items() if skill not in held]
    for row in gone:
        student.skills.remove(row)
    new = [skill for skill in dict.fromkeys(held) if skill not in rows]
    student.skills.extend(StudentSkill(skill=skill) for skill in new)
    return ["skills"] if gone or new else []
