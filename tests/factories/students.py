"""Students for tests."""

from datetime import date
from itertools import count
from typing import Any

from recruit.accounts.models import User
from recruit.accounts.rules import ComesAs
from recruit.core import clock
from recruit.core.db import writing
from recruit.core.text import search_key
from recruit.organisations.models import Organisation
from recruit.students import actions
from recruit.students.models import Disclosure, Education, LanguageResult, Student, StudentSkill
from recruit.students.rules import (
    DisclosureReason,
    DisclosureScope,
    EducationLevel,
    LanguageTest,
    Major,
    Skill,
)
from tests import people

_number = count(1)


def make_student(
    user: User | None = None, *, university: Organisation | None = None, **values: Any
) -> Student:
    """Nguyễn Văn Đức, unless said otherwise; with a user of his own where none is given."""
    user = user or people.make_user(
        f"student{next(_number)}@students.example", language="vi", came_as=ComesAs.STUDENT
    )
    facts: dict[str, Any] = {
        "name_passport": "NGUYEN VAN DUC",
        "name_local": "Nguyễn Văn Đức",
        "call_name": "Đức",
        "katakana": "グエン・ヴァン・ドゥック",
        "katakana_confirmed": True,
        "nationality": "VN",
        "born_on": date(2003, 5, 14),
        **values,
    }
    student = Student(
        person_id=user.person_id,
        saved_at=clock.now(),
        educations=[
            Education(
                university_id=university.id if university else None,
                degree=EducationLevel.ENGINEER,
                major=Major.TRANSPORT,
                major_local="Kỹ thuật xây dựng công trình giao thông",
                graduates_on=date(2027, 6, 1),
            )
        ],
        language_results=[LanguageResult(test=LanguageTest.JLPT, level="N3", score=112)],
        skills=[StudentSkill(skill=Skill.AUTOCAD)],
        **facts,
    )
    student.search_key = search_key(student.name_passport, student.name_local, student.katakana)
    with writing() as rows:
        rows.add(student)
    return student


def show(
    student: Student,
    organisation: Organisation,
    scope: DisclosureScope = DisclosureScope.PROFILE,
    reason: DisclosureReason = DisclosureReason.CHOSEN,
) -> Disclosure:
    """The organisation sees the student from now on."""
    with writing():
        return actions.begin_disclosure(
            student, organisation.id, scope=scope, reason=reason, by=people.nobody(), now=clock.now()
        )
