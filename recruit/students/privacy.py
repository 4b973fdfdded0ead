"""What student profiles hold about a person, how it is exported, erased, and for how long it is kept."""

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import delete, select, update

from recruit.core import vault
from recruit.core.db import session
from recruit.core.periods import PROVISION_RECORD, Kept
from recruit.organisations.queries import name_in
from recruit.organisations.rules import Prefecture
from recruit.students import queries
from recruit.students.models import (
    BusyTime,
    Disclosure,
    Education,
    Experience,
    LanguageResult,
    Student,
    StudentSkill,
)
from recruit.students.rules import Skill, Visibility, WorkWish

# Which tables hold something about a person, and what becomes of it.
TABLES: dict[str, str] = {
    "student": "Emptied; the row stays without the name, because the record of disclosures hangs on it.",
    "education": "Deleted.",
    "language_result": "Deleted.",
    "student_skill": "Deleted.",
    "experience": "Deleted.",
    "busy_time": "Deleted.",
    "disclosure": "Ended, and kept three years without the name as the record of provision; then deleted.",
}
_TEXTS = (
    "name_passport",
    "name_local",
    "call_name",
    "katakana",
    "search_key",
    "nationality",
    "about",
    "about_language",
)


def export(person_id: int) -> dict[str, Any]:
    """The profile, and every organisation that saw it, when and why."""
    student = queries.student_of_person(person_id)
    if student is None:
        return {}
    profile = {
        name: _plain(getattr(student, name))
        for name in (
            "name_passport", "has_one_name", "name_local", "call_name", "katakana", "katakana_confirmed", "born_on", "nationality",
            "visibility", "wished_work", "wished_prefectures", "may_start_on", "about", "saved_at",
        )
    }  # fmt: skip
    profile["wished_work"] = [WorkWish(code) for code in student.wished_work]
    profile["wished_prefectures"] = [Prefecture(code) for code in student.wished_prefectures]
    profile["educations"] = [
        {
            "university": name_in(one.university, "en") if one.university else one.university_name,
            **{
                name: _plain(getattr(one, name))
                for name in (
                    "degree",
                    "degree_local",
                    "major",
                    "major_local",
                    "grade",
                    "grade_scale",
                    "graduates_on",
                    "confirmed",
                )
            },
        }
        for one in student.educations
    ]
    profile["language_results"] = [
        {
            name: _plain(getattr(one, name))
            for name in ("language", "test", "test_name", "level", "score", "cefr", "taken_on")
        }
        for one in student.language_results
    ]
    profile["skills"] = [
        {
            "skill": one.skill,
            "level": one.level,
            "licence_number": vault.unseal(one.licence_sealed),
            "expires_on": _plain(one.expires_on),
        }
        for one in student.skills
    ]
    profile["experiences"] = [
        {
            **{
                name: _plain(getattr(one, name))
                for name in ("kind", "title", "place", "begins_on", "ends_on", "words", "language")
            },
            "tools": [Skill(code) for code in one.tools],
        }
        for one in student.experiences
    ]
    profile["busy_times"] = [
        {
            name: _plain(getattr(one, name))
            for name in ("weekday", "first_on", "last_on", "starts", "ends", "zone")
        }
        for one in student.busy_times
    ]
    rows = session().scalars(
        select(Disclosure).where(Disclosure.student_id == student.id).order_by(Disclosure.id)
    )
    shown = [
        {
            "organisation": name_in(row.organisation, "en"),
            **{name: _plain(getattr(row, name)) for name in ("scope", "reason", "from_at", "until_at")},
        }
        for row in rows
    ]
    return {"profile": profile, "shown_to": shown}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime | time) else value


def names_of(person_id: int) -> set[str]:
    """The names by which others were told of a person."""
    student = queries.student_of_person(person_id)
    return {student.name_passport, student.name_local, student.katakana} if student else set()


def erase(person_id: int, now: datetime) -> None:
    """Empty the profile; what was shown to whom stays as a record without the name."""
    rows = session()
    rows.flush()
    student_id = rows.scalar(select(Student.id).where(Student.person_id == person_id))
    if student_id is None:
        return
    for table in (Education, LanguageResult, StudentSkill, Experience, BusyTime):
        rows.execute(delete(table).where(table.student_id == student_id))
    rows.execute(
        update(Disclosure)
        .where(Disclosure.student_id == student_id, Disclosure.until_at.is_(None))
        .values(until_at=now)
    )
    rows.execute(
        update(Student)
        .where(Student.id == student_id)
        .values(
            **dict.fromkeys(_TEXTS, ""),
            has_one_name=False,
            katakana_confirmed=False,
            born_on=None,
            may_start_on=None,
            wished_work=[],
            wished_prefectures=[],
            visibility=Visibility.NOBODY,
            saved_at=now,
        )
    )
    rows.expire_all()


def purge(now: datetime) -> int:
    """Delete records of provision that are older than they must be kept; gives how many."""
    old = Disclosure.until_at < PROVISION_RECORD.before(now)
    return len(session().scalars(delete(Disclosure).where(old).returning(Disclosure.id)).all())


PURGES = {Kept.DISCLOSURES: purge}
