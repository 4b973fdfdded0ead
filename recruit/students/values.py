"""What a student says in a profile, on its way from a form to a move."""

from dataclasses import dataclass
from datetime import date

from recruit.organisations.models import Organisation
from recruit.students.rules import (
    CefrLevel,
    EducationLevel,
    GradeScale,
    JlptLevel,
    Major,
    Skill,
    WorkWish,
)


@dataclass(frozen=True)
class ProfileValues:
    """What a student fills in. Everything may stay empty: a half-filled profile is kept as it is."""

    name_passport: str = ""
    has_one_name: bool = False
    name_local: str = ""
    call_name: str = ""
    katakana: str = ""
    nationality: str = ""
    born_on: date | None = None
    university: Organisation | None = None
    university_name: str = ""
    degree: EducationLevel | None = None
    major: Major | None = None
    major_local: str = ""
    grade: str = ""
    grade_scale: GradeScale | None = None
    graduates_on: date | None = None
    jlpt_level: JlptLevel | None = None
    jlpt_score: int | None = None
    japanese_own_view: CefrLevel | None = None
    toeic_score: int | None = None
    english_own_view: CefrLevel | None = None
    skills: tuple[Skill, ...] = ()
    wished_work: tuple[WorkWish, ...] = ()
    wished_prefectures: tuple[str, ...] = ()
    may_start_on: date | None = None
    about: str = ""
    about_language: str = ""
