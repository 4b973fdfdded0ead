"""A profile as JSON Resume 1.0 (jsonresume.org), in English. Called in English (`force_locale`).

What the format has no place for stands in fields that begin with `x-`, which readers of the format skip; with them our own
file comes back exactly. No date of birth, no nationality, no numbers of licences: it is a file to be handed on.
"""

from datetime import date
from typing import Any

from recruit.organisations.queries import name_in
from recruit.students.models import Education, Experience, Student
from recruit.students.rules import LICENCES, ExperienceKind, LanguageTest, Skill
from recruit.web.words import words_for

SCHEMA = "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json"
OWN_VIEWS = (LanguageTest.JAPANESE_OWN_VIEW, LanguageTest.ENGLISH_OWN_VIEW)
# Which list of the format an experience stands in.
SECTIONS = {
    ExperienceKind.JOB: "work",
    ExperienceKind.INTERNSHIP: "work",
    ExperienceKind.SITE_PRACTICE: "work",
    ExperienceKind.PROJECT: "projects",
    ExperienceKind.FINAL_PROJECT: "projects",
    ExperienceKind.COMPETITION: "projects",
    ExperienceKind.VOLUNTEERING: "volunteer",
}
# What the format calls the place and the title in each list.
PLACE_AND_TITLE = {
    "work": ("name", "position"),
    "volunteer": ("organization", "position"),
    "projects": ("entity", "name"),
}
_NAMES = {"ja": "Japanese", "en": "English", "vi": "Vietnamese", "id": "Indonesian"}


def resume_of(student: Student, *, email: str, today: date) -> dict[str, Any]:
    """The whole file, as plain values."""
    lists: dict[str, list[dict[str, Any]]] = {"work": [], "volunteer": [], "projects": []}
    for one in student.experiences:
        lists[SECTIONS[one.kind]].append(_experience(one))
    whole = {
        "$schema": SCHEMA,
        "basics": _without_blanks(
            {
                "name": student.name_local or student.name_passport,
                "email": email,
                "summary": student.about,
                "x-name-passport": student.name_passport,
                "x-call-name": student.call_name,
                "x-katakana": student.katakana,
                "x-summary-language": student.about_language if student.about else "",
            }
        ),
        **lists,
        "education": [_education(one) for one in student.educations],
        "skills": [
            _without_blanks(
                {"name": words_for(row.skill), "level": words_for(row.level), "x-code": str(row.skill)}
            )
            for row in student.skills
            if row.skill not in LICENCES
        ],
        "languages": _languages(student),
        "certificates": _certificates(student),
        "meta": {"version": "v1.0.0", "lastModified": today.isoformat()},
    }
    return {name: part for name, part in whole.items() if part}


def _without_blanks(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in ("", None, [])}


def _month(day: date | None) -> str:
    return day.strftime("%Y-%m") if day else ""


def _experience(one: Experience) -> dict[str, Any]:
    place, title = PLACE_AND_TITLE[SECTIONS[one.kind]]
    return _without_blanks(
        {
            place: one.place,
            title: one.title,
            "startDate": _month(one.begins_on),
            "endDate": _month(one.ends_on),
            "description" if title == "name" else "summary": one.words,
            "keywords" if title == "name" else "highlights": [words_for(Skill(code)) for code in one.tools],
            "x-kind": str(one.kind),
            "x-language": one.language,
        }
    )


def _education(one: Education) -> dict[str, Any]:
    return _without_blanks(
        {
            "institution": name_in(one.university, "en") if one.university else one.university_name,
            "area": one.major_local or words_for(one.major),
            "studyType": one.degree_local or words_for(one.degree),
            "endDate": _month(one.graduates_on),
            "score": f"{one.grade}/{one.grade_scale}"
            if one.grade and one.grade_scale.isdecimal()
            else one.grade,
            "x-major": str(one.major or ""),
            "x-degree": str(one.degree or ""),
            # The words on the papers, where `area` and `studyType` are ours.
            "x-area-is-word": "yes" if one.major and not one.major_local else "",
            "x-study-type-is-word": "yes" if one.degree and not one.degree_local else "",
        }
    )


def _languages(student: Student) -> list[dict[str, Any]]:
    """One line a language, with all that is known of it in words."""
    rows: dict[str, dict[str, Any]] = {}
    for one in student.language_results:
        row = rows.setdefault(
            one.language, {"language": _NAMES.get(one.language, one.language), "fluency": ""}
        )
        is_own = one.test in OWN_VIEWS
        name = one.test_name or words_for(one.test)
        said = "own estimate" if is_own else " ".join(part for part in (name, one.level) if part)
        said += f" (CEFR {one.cefr})" if one.cefr else ""
        row["fluency"] += f", {said}" if row["fluency"] else said
        row["x-code"] = one.language
        if is_own:
            row["x-own-view"] = one.level
    return list(rows.values())


def _certificates(student: Student) -> list[dict[str, Any]]:
    tests = [
        _without_blanks(
            {
                "name": " ".join(part for part in (one.test_name or words_for(one.test), one.level) if part),
                "date": _month(one.taken_on),
                "x-test": str(one.test),
                "x-level": one.level,
                "x-score": one.score,
            }
        )
        for one in student.language_results
        if one.test not in OWN_VIEWS
    ]
    licences = [
        {"name": words_for(row.skill), "x-code": str(row.skill)}
        for row in student.skills
        if row.skill in LICENCES
    ]
    return tests + licences
