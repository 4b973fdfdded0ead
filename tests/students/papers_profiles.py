"""Profiles that are hard to print, as rows that no database holds."""

from datetime import date
from typing import Any
import unicodedata

from recruit.organisations.rules import Prefecture
from recruit.students.models import Education, Experience, LanguageResult, Student, StudentSkill
from recruit.students.rules import (
    CefrLevel,
    EducationLevel,
    ExperienceKind,
    LanguageTest,
    Major,
    Skill,
    SkillLevel,
    WorkWish,
)

STACKED = "Nguyễn Thị Uyển Phượng Điệm Ếch Ộp Ữ ỵ ẵ ặ đ Đ"
# The passport name, the own writing, what to call, the reading.
NAMES: dict[str, tuple[str, str, str, str]] = {
    "one name": ("SUPARDI", "Supardi", "Supardi", "スパルディ"),
    "four parts, a letter first": (
        "I GUSTI NGURAH PUTRA", "I Gusti Ngurah Putra", "Putra", "イ・グスティ・ングラ・プトラ",
    ),
    "stacked marks": ("NGUYEN THI UYEN PHUONG DIEM", STACKED, "Phượng", "グエン・ティ・ウエン・フオン・ディエム"),
    "marks apart": (
        "NGUYEN THI UYEN PHUONG DIEM", unicodedata.normalize("NFD", STACKED), "Phượng", "グエン・ティ・ウエン・フオン・ディエム",
    ),
    "a letter as name": ("LE THI Y", "Lê Thị Ý", "Ý", "レ・ティ・イー"),
}  # fmt: skip


def profile(name: str = "stacked marks", **values: Any) -> Student:
    """A whole profile of somebody with such a name."""
    passport, local, called, katakana = NAMES[name]
    facts: dict[str, Any] = {
        "name_passport": passport,
        "name_local": local,
        "call_name": called,
        "katakana": katakana,
        "nationality": "ID" if "Putra" in called or called == "Supardi" else "VN",
        "born_on": date(2003, 5, 14),
        "wished_work": [str(WorkWish.CIVIL_SITE_MANAGEMENT)],
        "wished_prefectures": [str(Prefecture.TOKYO)],
        "may_start_on": date(2027, 10, 1),
        "about": "Em đã thiết kế một cây cầu.",
        "about_language": "vi",
        "educations": [
            Education(
                university_name="Trường Đại học Xây dựng", degree=EducationLevel.ENGINEER, degree_local="Kỹ sư",
                major=Major.TRANSPORT, major_local="Kỹ thuật xây dựng công trình giao thông", grade="3.4",
                grade_scale="4", graduates_on=date(2027, 6, 1),
            )
        ],
        "language_results": [
            result(LanguageTest.JLPT, level="N3", score=112, cefr=CefrLevel.B1, taken_on=date(2025, 12, 1)),
            result(LanguageTest.JAPANESE_OWN_VIEW, level="A2", cefr=CefrLevel.A2),
        ],
        "skills": [
            StudentSkill(skill=Skill.AUTOCAD, level=SkillLevel.ALONE),
            StudentSkill(skill=Skill.DRIVE_HOME, expires_on=date(2030, 1, 1)),
        ],
        "experiences": [
            experience(ExperienceKind.INTERNSHIP, "Thực tập sinh", "Công ty Cầu", words="Đo đạc cao độ."),
        ],
        **values,
    }  # fmt: skip
    return Student(**facts)


def result(test: LanguageTest, **values: Any) -> LanguageResult:
    facts = {"language": "ja", "test_name": "", "level": "", "score": None, "cefr": None, "taken_on": None}
    return LanguageResult(test=test, **{**facts, **values})


def experience(kind: ExperienceKind, title: str, place: str, **values: Any) -> Experience:
    facts = {
        "begins_on": date(2026, 6, 1), "ends_on": date(2026, 8, 1), "words": "", "language": "vi",
        "tools": [str(Skill.TOTAL_STATION)],
    }  # fmt: skip
    return Experience(kind=kind, title=title, place=place, **{**facts, **values})


def empty() -> Student:
    """A profile that was opened and left."""
    return Student(
        name_passport="", name_local="", call_name="", katakana="", nationality="", born_on=None, wished_work=[],
        wished_prefectures=[], may_start_on=None, about="", about_language="",
    )  # fmt: skip


def endless() -> Student:
    """Everything as long, and as often, as a profile can hold it."""
    return profile(
        name_passport=("MARIA " * 34)[:199],
        name_local=("Nguyễn " * 29)[:199],
        katakana=("グエン・" * 50)[:199],
        call_name="Đ" * 80,
        about=("私は橋を設計した。" * 300)[:2000],
        about_language="ja",
        wished_work=[str(wish) for wish in WorkWish],
        wished_prefectures=[str(prefecture) for prefecture in Prefecture],
        educations=[
            Education(
                id=number, university_name=("Trường Đại học " * 14)[:200], degree=EducationLevel.APPLIED_BACHELOR,
                degree_local=("Kỹ sư " * 20)[:120], major=Major.CONST_ECON, major_local=("Kỹ thuật " * 23)[:200],
                grade="Sangat Memuaskan dan lain-lain sebagainya", grade_scale="class",
                graduates_on=date(2010 + number, 6, 1),
            )
            for number in range(12)
        ],
        language_results=[
            result(
                test, test_name="W" * 80 if test is LanguageTest.OTHER else "", level="N3", score=112,
                cefr=CefrLevel.B1, taken_on=date(2025, 12, 1),
            )
            for test in LanguageTest
        ],
        skills=[StudentSkill(skill=skill, level=SkillLevel.ALONE) for skill in Skill],
        experiences=[
            experience(
                list(ExperienceKind)[number % 3], ("Thực tập sinh giám sát " * 9)[:200], ("Công ty Cầu " * 17)[:200],
                words=("Đây là một câu rất dài về cầu và đường. " * 60)[:2000],
                tools=[str(skill) for skill in list(Skill)[:20]],
            )
            for number in range(12)
        ],
    )  # fmt: skip
