"""What stands on each paper, as plain values for the typesetter. Called in the language of the paper (`force_locale`).

Every text a person wrote goes through `printable`, and goes out with its language, so that the paper can name it.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from flask_babel import get_locale

from recruit.organisations.queries import name_in, text_in
from recruit.organisations.rules import Prefecture
from recruit.students.katakana import BETWEEN_WORDS, propose_katakana
from recruit.students.models import Education, Experience, LanguageResult, Student
from recruit.students.names import country_name
from recruit.students.papers import rules
from recruit.students.rules import (
    LICENCES,
    CefrLevel,
    EducationLevel,
    ExperienceKind,
    LanguageTest,
    Skill,
    SkillLevel,
    WorkWish,
)
from recruit.web.pdf import printable, unprintable
from recruit.web.words import words_for

# What fits: tested with profiles in which everything is as long as it can be.
ROWS_FIRST, ROWS_SECOND, ROWS_LICENCES = 20, 6, 9
MOST_SCHOOLS = 3
MOST_EDUCATIONS = 2
MOST_JOBS = 12
MOST_EXPERIENCES = 4
MOST_SKILLS = 20
MOST_RESULTS = 7
MOST_LICENCES = 6
MOST_PLACES = 8
MOST_TOOLS = 6
LONGEST_ABOUT = 700
LONGEST_WORDS = 240
# Names of schools, majors, titles and places.
LONGEST_NAME = 90
_LOCAL = {"VN": "vi", "ID": "id"}
_OWN_VIEWS = (LanguageTest.JAPANESE_OWN_VIEW, LanguageTest.ENGLISH_OWN_VIEW)
# Work with an employer; projects, theses and contests stand on the other papers.
_EMPLOYED = (ExperienceKind.JOB, ExperienceKind.INTERNSHIP, ExperienceKind.SITE_PRACTICE)
_BEST_FIRST = {SkillLevel.ALONE: 0, SkillLevel.WITH_HELP: 1, SkillLevel.LEARNED: 2}


# ------------------------------------------------------------------------------------------------ parts of all papers


def _paper_language() -> str:
    locale = get_locale()
    return locale.language if locale is not None else "en"


def _language_name(code: str) -> str:
    locale = get_locale()
    return locale.languages.get(code, code) if locale is not None else code


def _written(text: str, language: str, *, named: bool = True, most: int = 0) -> dict[str, str]:
    """Words in the language they were written in, which is named where it is not the paper's."""
    words = printable(text).strip()
    foreign = bool(words) and bool(language) and language != _paper_language()
    return {
        "words": rules.shortened(words, most) if most else words,
        "lang": language or _paper_language(),
        "said": _language_name(language) if foreign and named else "",
    }


def _name(text: str) -> str:
    return rules.shortened(printable(text).strip(), LONGEST_NAME)


def _month(day: date | None) -> dict[str, int] | None:
    return {"year": day.year, "month": day.month} if day else None


def _day(day: date | None) -> dict[str, int] | None:
    return {"year": day.year, "month": day.month, "day": day.day} if day else None


def _names(student: Student) -> dict[str, Any]:
    """The name as in the passport leads; where it is missing, the own writing. One name is one name on every paper."""
    local = _LOCAL.get(student.nationality, "")
    passport, own = printable(student.name_passport).strip(), printable(student.name_local).strip()
    first = passport or own
    # The own writing says something more only where it has marks or is another name, and only in signs that can be printed.
    more = own if own != first and own.upper() != first and "〓" not in own else ""
    return {
        "name": {"words": first, "lang": "en" if passport else local or "en", "said": ""},
        "name_local": {"words": more, "lang": local or "en", "said": ""},
        "katakana": printable(student.katakana).strip(),
        "call_name": rules.shortened(printable(student.call_name).strip(), 30),
        "call_katakana": _called_in_katakana(student),
    }


def _called_in_katakana(student: Student) -> str:
    """How the name to call is read: a word of the reading that the student gave, never a guess of ours."""
    reading = propose_katakana(student.call_name, student.nationality) if student.call_name else None
    return reading if reading and reading in student.katakana.split(BETWEEN_WORDS) else ""


def _university(education: Education) -> dict[str, str]:
    """The name in the language of the paper, and the name at home where that is another one."""
    if education.university is None:
        return {"university": _name(education.university_name), "university_local": ""}
    here = name_in(education.university, _paper_language())
    local = _LOCAL.get(education.university.country, "")
    text = text_in(education.university, local) if local else None
    at_home = text.name if text and text.language == local else ""
    return {"university": _name(here), "university_local": _name(at_home) if at_home != here else ""}


def _educations(student: Student, today: date, most: int = MOST_EDUCATIONS) -> list[dict[str, Any]]:
    """Newest first, at most as many as fit."""
    by_end = sorted(
        student.educations, key=lambda one: (one.graduates_on or date.max, one.id or 0), reverse=True
    )
    return [
        {
            **_university(one),
            "is_school": one.degree == EducationLevel.SECONDARY,
            "degree": words_for(one.degree),
            "degree_local": rules.shortened(printable(one.degree_local).strip(), 40),
            "major": words_for(one.major),
            "major_local": _name(one.major_local),
            "grade": printable(one.grade).strip(),
            "scale": one.grade_scale if one.grade_scale.isdecimal() else "",
            "graduates": _month(one.graduates_on),
            "graduated": bool(one.graduates_on and rules.has_graduated(one.graduates_on, today)),
        }
        for one in by_end[:most]
    ]


def _results(student: Student, *, own_views: bool) -> list[dict[str, Any]]:
    wanted = [one for one in student.language_results if own_views or one.test not in _OWN_VIEWS]
    return [
        {
            "test": rules.shortened(printable(one.test_name), 60) or words_for(one.test),
            "code": str(one.test),
            "level": printable(one.level),
            "score": one.score,
            "cefr": str(one.cefr or ""),
            "taken": _month(one.taken_on),
        }
        for one in wanted[:MOST_RESULTS]
    ]


def speaking_level(results: Iterable[LanguageResult]) -> CefrLevel | None:
    """How well somebody speaks Japanese, by own estimate."""
    return next((one.cefr for one in results if one.test is LanguageTest.JAPANESE_OWN_VIEW), None)


def _skills(student: Student) -> list[dict[str, str]]:
    """Skills without licences, those used on one's own first."""
    rows = [row for row in student.skills if row.skill not in LICENCES]
    rows.sort(key=lambda row: _BEST_FIRST.get(row.level, 3) if row.level else 3)
    return [
        {"skill": words_for(row.skill), "level": words_for(row.level) if row.level else ""}
        for row in rows[:MOST_SKILLS]
    ]


def _licences(student: Student) -> list[dict[str, Any]]:
    rows = [row for row in student.skills if row.skill in LICENCES]
    return [
        {"licence": words_for(row.skill), "until": _month(row.expires_on)} for row in rows[:MOST_LICENCES]
    ]


def _experience(one: Experience) -> dict[str, Any]:
    return {
        "kind": words_for(one.kind),
        "title": _name(one.title),
        "place": _name(one.place),
        "lang": one.language or _paper_language(),
        "begins": _month(one.begins_on),
        "ends": _month(one.ends_on),
        "words": _written(one.words, one.language, most=LONGEST_WORDS),
        "tools": [words_for(Skill(code)) for code in one.tools[:MOST_TOOLS]],
    }


def _wishes(student: Student) -> dict[str, Any]:
    places = [words_for(Prefecture(code)) for code in student.wished_prefectures]
    return {
        "work": [words_for(WorkWish(code)) for code in student.wished_work],
        "places": places[:MOST_PLACES],
        "more_places": max(0, len(places) - MOST_PLACES),
        "may_start": _month(student.may_start_on),
    }


def unprintable_letters(student: Student) -> list[str]:
    """The letters a student used for which 〓 will stand on the papers."""
    texts = [student.name_passport, student.name_local, student.call_name, student.katakana, student.about]
    texts += [
        text
        for one in student.educations
        for text in (one.university_name, one.major_local, one.degree_local)
    ]
    texts += [text for one in student.experiences for text in (one.title, one.place, one.words)]
    return unprintable("".join(texts))


# ------------------------------------------------------------------------------------------------ the papers


def rirekisho(student: Student, *, email: str, today: date) -> dict[str, Any]:
    """履歴書. The oldest stands first, studies and work each under its own heading."""
    return {
        **_names(student),
        **_wishes(student),
        "day": _day(today),
        "born": _day(student.born_on),
        "age": rules.age_on(today, student.born_on) if student.born_on else None,
        "email": printable(email),
        "history": _history(student, today),
        "licences": _licence_rows(student),
        "skills": [row["skill"] for row in _skills(student)],
        "about": _written(student.about, student.about_language),
        "rows_first": ROWS_FIRST,
        "rows_second": ROWS_SECOND,
        "rows_licences": ROWS_LICENCES,
    }


def _row(kind: str, words: str, day: dict[str, int] | None = None, lang: str = "ja") -> dict[str, Any]:
    month = day or {"year": None, "month": None}
    return {"kind": kind, "words": words, "lang": lang, "said": "", **month}


def _history(student: Student, today: date) -> list[dict[str, Any]]:
    rows = [_row("head", "学歴")]
    for one in reversed(_educations(student, today, MOST_SCHOOLS)):
        school = one["university"] + (f"（{one['university_local']}）" if one["university_local"] else "")
        study = one["major"] or one["major_local"]
        if one["major"] and one["major_local"]:
            study = f"{one['major']}（{one['major_local']}）"
        end = "卒業" if one["graduated"] else "卒業見込み"
        rows += [
            _row("line", f"{school}　入学"),
            _row("line", "　".join(part for part in ("同校", study, end) if part), one["graduates"]),
        ]
    if len(rows) == 1:
        # To be written by hand.
        rows += [_row("line", "")] * 2
    rows.append(_row("head", "職歴"))
    jobs = [one for one in student.experiences if one.kind in _EMPLOYED][:MOST_JOBS]
    for one in reversed(jobs):
        facts = _experience(one)
        until = f"{one.ends_on.year}年{one.ends_on.month}月まで" if one.ends_on else "現在に至る"
        what = "　".join(part for part in (facts["place"], facts["title"]) if part)
        rows.append(_row("line", f"{what}（{facts['kind']}、{until}）", facts["begins"]))
    if not jobs:
        rows.append(_row("line", ""))
    rows.append(_row("end", "以上"))
    return rows


def _licence_rows(student: Student) -> list[dict[str, Any]]:
    """Tests by the day they were taken, then licences, whose day of issue nobody is asked for."""
    passed = "合格"
    rows = []
    for one in sorted(_results(student, own_views=False), key=lambda one: _order_of(one["taken"])):
        points = f"（{one['score']}点）" if one["score"] is not None else ""
        end = passed if one["code"] == LanguageTest.JLPT else ""
        name = " ".join(part for part in (one["test"], one["level"], end) if part)
        rows.append(_row("licence", f"{name}{points}", one["taken"]))
    rows += [_row("licence", one["licence"]) for one in _licences(student)]
    return rows[:ROWS_LICENCES] or [_row("licence", "")]


def _order_of(month: dict[str, int] | None) -> tuple[int, int]:
    return (month["year"], month["month"]) if month else (9999, 0)


def cv(student: Student, *, email: str, today: date) -> dict[str, Any]:
    """The CV: one page, newest first."""
    return {
        **_names(student),
        **_wishes(student),
        "day": _day(today),
        "email": printable(email),
        "educations": _educations(student, today),
        "experiences": [_experience(one) for one in student.experiences[:MOST_EXPERIENCES]],
        "results": _results(student, own_views=True),
        "skills": _skills(student),
        "licences": _licences(student),
        "about": _written(student.about, student.about_language, most=LONGEST_ABOUT),
    }


def interview_sheet(student: Student, *, today: date) -> dict[str, Any]:
    """The sheet that lies before the company in an interview. No date of birth, no address, no way to be reached."""
    return {
        **_names(student),
        **_wishes(student),
        "day": _day(today),
        "country": country_name(student.nationality) if student.nationality else "",
        "educations": _educations(student, today),
        "experiences": [_experience(one) for one in student.experiences[:MOST_EXPERIENCES]],
        "results": _results(student, own_views=True),
        "interpreter": words_for(rules.interpreter(speaking_level(student.language_results))),
        "skills": _skills(student),
        "licences": _licences(student),
        "about": _written(student.about, student.about_language, most=LONGEST_ABOUT),
    }
