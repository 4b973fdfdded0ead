"""Reading a JSON Resume file of anybody's making, in plain Python. Nothing of it is trusted.

What has the wrong type is left out, words are cleaned and cut to what the profile can hold, months outside the years of a
life are left out, and no list is longer than a profile's. Only what is no such file at all is refused.
"""

from dataclasses import dataclass
from datetime import date
import json
import re
from typing import Any
import unicodedata

from recruit.core.errors import Refused
from recruit.core.text import fold
from recruit.students.papers.rules import SECTIONS_READ, ResumeRefusal
from recruit.students.rules import (
    LICENCES,
    OWN_VIEWS,
    CefrLevel,
    EducationLevel,
    ExperienceKind,
    LanguageTest,
    Major,
    Skill,
    why_not_katakana,
    why_not_name_passport,
)

MOST_BYTES = 100_000
MOST_ROWS = 12
_YEARS = range(1950, 2101)
_MONTH = re.compile(r"(\d{4})-(\d{2})(-\d{2})?")
_JLPT = re.compile(r"\b(?:JLPT\s*)?(N[1-5])\b")
_OWN_VIEW = {"ja": LanguageTest.JAPANESE_OWN_VIEW, "en": LanguageTest.ENGLISH_OWN_VIEW}
_DEFAULT_KIND = {
    "work": ExperienceKind.JOB,
    "volunteer": ExperienceKind.VOLUNTEERING,
    "projects": ExperienceKind.PROJECT,
}


@dataclass(frozen=True)
class ReadEducation:
    university_name: str
    degree: EducationLevel | None
    degree_local: str
    major: Major | None
    major_local: str
    grade: str
    grade_scale: str
    graduates_on: date | None


@dataclass(frozen=True)
class ReadExperience:
    kind: ExperienceKind
    title: str
    place: str
    begins_on: date | None
    ends_on: date | None
    words: str
    language: str


@dataclass(frozen=True)
class ReadResult:
    test: LanguageTest
    level: str
    score: int | None
    taken_on: date | None


@dataclass(frozen=True)
class Resume:
    """What a file says that a profile can hold."""

    name_passport: str = ""
    name_local: str = ""
    call_name: str = ""
    katakana: str = ""
    about: str = ""
    about_language: str = ""
    educations: tuple[ReadEducation, ...] = ()
    experiences: tuple[ReadExperience, ...] = ()
    results: tuple[ReadResult, ...] = ()
    skills: tuple[Skill, ...] = ()
    # Names of skills and certificates that stand in none of our lists.
    unknown: tuple[str, ...] = ()


def read(content: bytes, names_of_skills: dict[str, Skill]) -> Resume:
    """What the file says. `names_of_skills` are the folded names under which skills and licences may stand in it.

    Raises Refused with a ResumeRefusal.
    """
    whole = _parsed(content)
    basics = _object(whole.get("basics"))
    name = _line(basics.get("name"), 200)
    passport = _line(basics.get("x-name-passport"), 200)
    if not passport and name.isupper() and why_not_name_passport(name) is None:
        passport, name = name, ""
    katakana = _line(basics.get("x-katakana"), 200)
    skills, unknown = _skills(whole, names_of_skills)
    return Resume(
        name_passport=passport if passport and why_not_name_passport(passport) is None else "",
        name_local=name,
        call_name=_line(basics.get("x-call-name"), 80),
        katakana=katakana if katakana and why_not_katakana(katakana) is None else "",
        about=_text(basics.get("summary"), 2000),
        about_language=_language(basics.get("x-summary-language")),
        educations=tuple(one for row in _rows(whole, "education") if (one := _education(row))),
        experiences=_experiences(whole),
        results=_results(whole),
        skills=skills,
        unknown=unknown,
    )


def _parsed(content: bytes) -> dict[str, Any]:
    if len(content) > MOST_BYTES:
        raise Refused(ResumeRefusal.TOO_LARGE, field="file")
    try:
        whole = json.loads(
            content.decode("utf-8-sig"),
            parse_int=_small_number,
            parse_float=lambda _digits: None,
            parse_constant=lambda _name: None,
        )
    except (ValueError, RecursionError) as fault:
        raise Refused(ResumeRefusal.NOT_JSON, field="file") from fault
    if not isinstance(whole, dict) or not any(name in whole for name in SECTIONS_READ):
        raise Refused(ResumeRefusal.NO_RESUME, field="file")
    return whole


# ------------------------------------------------------------------------------------------------ single values


def _object(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _rows(whole: dict[str, Any], name: str) -> list[dict[str, Any]]:
    rows = whole.get(name)
    return [row for row in rows if isinstance(row, dict)][:MOST_ROWS] if isinstance(rows, list) else []


def _text(value: object, most: int) -> str:
    """Words without controls, without signs that turn the direction of writing, without halves of letters."""
    if not isinstance(value, str):
        return ""
    plain = unicodedata.normalize("NFC", value.replace("\r\n", "\n"))
    kept = "".join(sign for sign in plain if sign == "\n" or unicodedata.category(sign)[0] != "C")
    return kept.strip()[:most].strip()


def _line(value: object, most: int) -> str:
    return " ".join(_text(value, most * 4).split())[:most].strip()


def _month(value: object) -> date | None:
    found = _MONTH.fullmatch(value) if isinstance(value, str) else None
    if found is None or not 1 <= int(found[2]) <= 12 or int(found[1]) not in _YEARS:
        return None
    return date(int(found[1]), int(found[2]), 1)


def _member(kind: type[Any], value: object) -> Any:
    return kind(value) if isinstance(value, str) and value in set(kind) else None


def _language(value: object) -> str:
    return value if isinstance(value, str) and value in ("ja", "en", "vi", "id") else ""


def _small_number(digits: str) -> int | None:
    """No number of ours is long; one of a million digits costs nothing."""
    return int(digits) if len(digits) < 6 else None


def _number(value: object) -> int | None:
    return value if isinstance(value, int) and 0 <= value < 10_000 else None


# ------------------------------------------------------------------------------------------------ lists


def _education(row: dict[str, Any]) -> ReadEducation | None:
    major, degree = _member(Major, row.get("x-major")), _member(EducationLevel, row.get("x-degree"))
    grade, _slash, scale = _line(row.get("score"), 40).partition("/")
    one = ReadEducation(
        university_name=_line(row.get("institution"), 200),
        degree=degree,
        degree_local="" if "x-study-type-is-word" in row else _line(row.get("studyType"), 120),
        major=major,
        major_local="" if "x-area-is-word" in row else _line(row.get("area"), 200),
        grade=grade.strip(),
        grade_scale=scale.strip() if scale.strip() in ("4", "5", "10", "100") else "",
        graduates_on=_month(row.get("endDate")),
    )
    return one if one.university_name or one.major_local or one.major else None


def _experiences(whole: dict[str, Any]) -> tuple[ReadExperience, ...]:
    names = {
        "work": ("name", "position", "summary"),
        "projects": ("entity", "name", "description"),
        "volunteer": ("organization", "position", "summary"),
    }
    found = []
    for section, (place, title, words) in names.items():
        for row in _rows(whole, section):
            one = ReadExperience(
                kind=_member(ExperienceKind, row.get("x-kind")) or _DEFAULT_KIND[section],
                title=_line(row.get(title), 200),
                place=_line(row.get(place), 200),
                begins_on=_month(row.get("startDate")),
                ends_on=_month(row.get("endDate")),
                words=_text(row.get(words), 2000),
                language=_language(row.get("x-language")),
            )
            if one.title or one.place:
                found.append(one)
    return tuple(found[:MOST_ROWS])


def _results(whole: dict[str, Any]) -> tuple[ReadResult, ...]:
    """Results of tests: ours exactly, of others a JLPT level wherever it stands. One of each test."""
    found: dict[LanguageTest, ReadResult] = {}
    for row in _rows(whole, "certificates"):
        test = _member(LanguageTest, row.get("x-test"))
        taken_on = _month(row.get("date"))
        if test and test not in OWN_VIEWS and test is not LanguageTest.OTHER:
            level, score = _line(row.get("x-level"), 20), _number(row.get("x-score"))
            found.setdefault(test, ReadResult(test, level, score, taken_on))
        elif level := _JLPT.search(_line(row.get("name"), 200)):
            found.setdefault(LanguageTest.JLPT, ReadResult(LanguageTest.JLPT, level[1], None, taken_on))
    for row in _rows(whole, "languages"):
        if level := _JLPT.search(_line(row.get("fluency"), 200)):
            found.setdefault(LanguageTest.JLPT, ReadResult(LanguageTest.JLPT, level[1], None, None))
        own = _member(CefrLevel, row.get("x-own-view"))
        test = _OWN_VIEW.get(_language(row.get("x-code")))
        if own and test:
            found.setdefault(test, ReadResult(test, str(own), None, None))
    return tuple(found.values())


def _skills(whole: dict[str, Any], names: dict[str, Skill]) -> tuple[tuple[Skill, ...], tuple[str, ...]]:
    """Skills by code or by name, keywords too; licences from certificates. And the names nobody here knows."""
    known: dict[Skill, None] = {}
    unknown: dict[str, None] = {}
    for section in ("skills", "certificates"):
        rows = whole.get(section)
        for row in rows[:100] if isinstance(rows, list) else ():
            row = _object(row)
            if "x-test" in row:
                continue
            words = [
                row.get("name"),
                *(row["keywords"][:20] if isinstance(row.get("keywords"), list) else ()),
            ]
            code = _member(Skill, row.get("x-code"))
            members = [code] if code else [names.get(folded(_line(word, 120))) for word in words]
            known.update(
                dict.fromkeys(one for one in members if one and (one in LICENCES or section == "skills"))
            )
            if not any(members) and (name := _line(row.get("name"), 60)) and not _JLPT.search(name):
                unknown[name] = None
    return tuple(known), tuple(unknown)[:20]


def folded(name: str) -> str:
    """A name as it is compared: without case, marks and punctuation."""
    return "".join(sign for sign in fold(name) if sign.isalnum())
