"""What a résumé file would change in a profile. Nothing changes before the student has ticked it.

What would replace something is never ticked beforehand; what only adds is.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import force_locale

from recruit.students.models import Education, Experience, LanguageResult, Student
from recruit.students.papers.resume_reading import (
    ReadEducation,
    ReadExperience,
    Resume,
    folded,
)
from recruit.students.papers.rules import Offered
from recruit.students.rules import LICENCES, Skill
from recruit.web.words import words_for

_SINGLE = (Offered.NAME_PASSPORT, Offered.NAME_LOCAL, Offered.CALL_NAME, Offered.KATAKANA, Offered.ABOUT)


@dataclass(frozen=True)
class Offer:
    """One line of the preview: what stands in the profile, and what would stand there. `row` is what it would change."""

    key: str
    what: Offered
    before: str
    after: str
    changes: dict[str, Any]
    row: Education | Experience | LanguageResult | None = None

    @property
    def only_adds(self) -> bool:
        return not self.before


def differences(student: Student, resume: Resume) -> list[Offer]:
    """Every line of the preview, in the order of the profile; empty where the file says nothing new."""
    return [
        *_single(student, resume),
        *_educations(student, resume),
        *_experiences(student, resume),
        *_results(student, resume),
        *_skills(student, resume),
    ]


def names_of_skills() -> dict[str, Skill]:
    """Folded name → skill, by the names in the reader's language and in English."""
    with force_locale("en"):
        english = {folded(words_for(code)): code for code in Skill}
    return english | {folded(words_for(code)): code for code in Skill}


def _values(row: object, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names} if row is not None else {}


def _single(student: Student, resume: Resume) -> Iterator[Offer]:
    for what in _SINGLE:
        before, after = getattr(student, what), getattr(resume, what)
        if after and after != before:
            changes = {str(what): after}
            if what is Offered.ABOUT:
                changes["about_language"] = resume.about_language
            yield Offer(str(what), what, before, after, changes)


def _educations(student: Student, resume: Resume) -> Iterator[Offer]:
    free = list(student.educations)
    for number, read in enumerate(resume.educations):
        row = next((one for one in free if _is_same_study(one, read)), None)
        wanted = {name: value for name, value in vars(read).items() if value}
        if not read.grade_scale:
            # Points without a scale say less than the ones that are there.
            wanted.pop("grade", None)
        if row is not None:
            free.remove(row)
            wanted.pop("university_name", None)
            wanted = {name: value for name, value in wanted.items() if getattr(row, name) != value}
        if wanted:
            before = _study(_values(row, vars(read)), _university_names(row)[0]) if row else ""
            after = _study(
                {**_values(row, vars(read)), **wanted},
                _university_names(row)[0] if row else read.university_name,
            )
            yield Offer(f"education-{number}", Offered.EDUCATION, before, after, wanted, row)


def _university_names(education: Education) -> list[str]:
    if education.university is None:
        return [education.university_name]
    return [text.name for text in education.university.texts] or [""]


def _is_same_study(education: Education, read: ReadEducation) -> bool:
    names = {folded(name) for name in _university_names(education)}
    if read.university_name and folded(read.university_name) in names:
        return True
    same_words = bool(read.major_local) and folded(read.major_local) == folded(education.major_local)
    return same_words and read.graduates_on == education.graduates_on


def _study(values: dict[str, Any], university: str) -> str:
    parts = (
        university,
        values.get("major_local") or words_for(values.get("major")),
        values.get("degree_local") or words_for(values.get("degree")),
        "/".join(part for part in (values.get("grade"), values.get("grade_scale")) if part),
        _month(values.get("graduates_on")),
    )
    return " · ".join(part for part in parts if part)


def _month(day: date | None) -> str:
    return f"{day:%Y-%m}" if day else ""


def _experiences(student: Student, resume: Resume) -> Iterator[Offer]:
    free = list(student.experiences)
    for number, read in enumerate(resume.experiences):
        row = next((one for one in free if _is_same_deed(one, read)), None)
        wanted = {name: value for name, value in vars(read).items() if value}
        if row is not None:
            free.remove(row)
            # Other programs know fewer kinds than the profile.
            wanted.pop("kind")
            wanted = {name: value for name, value in wanted.items() if getattr(row, name) != value}
            if "words" not in wanted:
                wanted.pop("language", None)
        if wanted:
            before = _deed(_values(row, vars(read))) if row else ""
            after = _deed({**_values(row, vars(read)), **wanted})
            yield Offer(f"experience-{number}", Offered.EXPERIENCE, before, after, wanted, row)


def _is_same_deed(experience: Experience, read: ReadExperience) -> bool:
    if folded(read.title) != folded(experience.title):
        return False
    return folded(read.place) == folded(experience.place) or read.begins_on == experience.begins_on


def _deed(values: dict[str, Any]) -> str:
    months = [_month(values.get("begins_on")), _month(values.get("ends_on"))]
    parts = (
        words_for(values["kind"]),
        values.get("title", ""),
        values.get("place", ""),
        "–".join(months) if any(months) else "",
        values.get("words", ""),
    )
    return " · ".join(part for part in parts if part)


def _results(student: Student, resume: Resume) -> Iterator[Offer]:
    rows = {row.test: row for row in student.language_results}
    for read in resume.results:
        row = rows.get(read.test)
        wanted = {
            name: value
            for name in ("level", "score", "taken_on")
            if (value := getattr(read, name)) not in ("", None)
        }
        if row is not None:
            wanted = {name: value for name, value in wanted.items() if getattr(row, name) != value}
        if wanted:
            there = _values(row, vars(read))
            # Points of another level say nothing about this one.
            kept = {**there, "score": None} if "level" in wanted else there
            before = _result(there) if row else ""
            after = _result({**vars(read), **kept, **wanted})
            yield Offer(f"result-{read.test}", Offered.RESULT, before, after, wanted, row)


def _result(values: dict[str, Any]) -> str:
    score = values.get("score")
    parts = (
        words_for(values["test"]),
        values.get("level"),
        str(score) if score is not None else "",
        _month(values.get("taken_on")),
    )
    return " · ".join(part for part in parts if part)


def _skills(student: Student, resume: Resume) -> Iterator[Offer]:
    held = {row.skill for row in student.skills}
    for what, is_licence in ((Offered.SKILLS, False), (Offered.LICENCES, True)):
        new = [skill for skill in resume.skills if skill not in held and (skill in LICENCES) is is_licence]
        if new:
            yield Offer(str(what), what, "", ", ".join(words_for(skill) for skill in new), {"skills": new})
