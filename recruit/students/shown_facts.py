"""What a reader may see of a student, in the reader's language: coded values in words, own words as they were written.

The date of birth is never here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from flask_babel import gettext as _

from recruit.core.visitor import Visitor
from recruit.organisations.queries import name_in
from recruit.organisations.rules import Prefecture
from recruit.students.models import Education, Experience, LanguageResult, Student
from recruit.students.names import country_name, language_name
from recruit.students.pictures.queries import pictures_seen
from recruit.students.pictures.rules import PictureSize
from recruit.students.queries import licence_numbers, main_education
from recruit.students.rules import (
    GRADE_MOST,
    LICENCES,
    SKILL_GROUPS,
    EducationLevel,
    GradeScale,
    LanguageTest,
    Skill,
    SkillGroup,
    WorkWish,
)
from recruit.students.summaries import months_words, result_words
from recruit.web.gate import page_url
from recruit.web.times import format_day
from recruit.web.words import words_for

# Label, value, and small words below it: what the part `definition` takes.
Rows = list[tuple[Any, ...]]


@dataclass(frozen=True)
class OwnWords:
    """Words as somebody wrote them. `language` is empty where it is the reader's own; `named` says which it is."""

    text: str
    language: str = ""
    named: str = ""


@dataclass(frozen=True)
class ShownResult:
    words: str
    cefr: str


@dataclass(frozen=True)
class ShownLicence:
    words: str
    number: str
    valid_until: str


@dataclass(frozen=True)
class ShownPicture:
    """A picture by its addresses, and what it shows."""

    words: OwnWords
    small: str
    large: str


@dataclass(frozen=True)
class ShownDeed:
    kind: str
    title: OwnWords
    where: OwnWords
    months: str
    words: OwnWords
    tools: str
    pictures: tuple[ShownPicture, ...]


@dataclass(frozen=True)
class ShownFacts:
    """`studies` begins with the education that counts. Of a card there are only the first and the languages."""

    studies: list[Rows]
    results: list[ShownResult]
    has_jlpt: bool
    skills: Rows
    licences: list[ShownLicence]
    deeds: list[ShownDeed]
    wishes: Rows
    about: OwnWords | None


def shown_facts(
    student: Student,
    *,
    whole: bool,
    language: str,
    numbers: Mapping[Skill, str],
    pictures: Mapping[int, Sequence[ShownPicture]] = MappingProxyType({}),
) -> ShownFacts:
    """The facts as this reader sees them: all of them, or (without `whole`) those of the card. Pictures by experience."""
    main = main_education(student)
    educations = [main] if main else []
    if whole:
        educations += [one for one in student.educations if one is not main]
    return ShownFacts(
        studies=[_study(one, whole, language) for one in educations],
        results=[_result(row) for row in student.language_results],
        has_jlpt=any(row.test is LanguageTest.JLPT for row in student.language_results),
        skills=_skills(student) if whole else [],
        licences=_licences(student, numbers) if whole else [],
        deeds=[_deed(one, language, pictures.get(one.id, ())) for one in student.experiences]
        if whole
        else [],
        wishes=_wishes(student) if whole else [],
        about=own_words(student.about, student.about_language, language) if whole and student.about else None,
    )


def facts_for(
    asks: Visitor, student: Student, *, whole: bool, language: str, as_staff: bool = False
) -> ShownFacts:
    """The facts as this visitor reads them: numbers of licences and pictures only where they may be seen."""
    if not whole:
        return shown_facts(student, whole=False, language=language, numbers={})
    numbers = licence_numbers(asks, student)
    pictures = _pictures(asks, student, language, as_staff)
    return shown_facts(student, whole=True, language=language, numbers=numbers, pictures=pictures)


def _pictures(
    asks: Visitor, student: Student, language: str, as_staff: bool
) -> Mapping[int, Sequence[ShownPicture]]:
    endpoint = "pictures.for_staff" if as_staff else "pictures.for_company"
    found: dict[int, list[ShownPicture]] = {}
    for one in pictures_seen(asks, student, as_staff=as_staff):
        small, large = (
            page_url(endpoint, student_ref=student.public_id, public_id=one.public_id, size=str(size))
            for size in PictureSize
        )
        words = own_words(one.words, one.language, language)
        found.setdefault(one.experience_id, []).append(ShownPicture(words, small, large))
    return found


def own_words(text: str, written_in: str, language: str) -> OwnWords:
    """Words with their language, where it is not the reader's."""
    if not text or not written_in or written_in == language:
        return OwnWords(text)
    return OwnWords(text, written_in, language_name(written_in))


def _study(one: Education, whole: bool, language: str) -> Rows:
    university = one.university
    degree, major = (str(words_for(value)) if value else "" for value in (one.degree, one.major))
    at_school = one.degree == EducationLevel.SECONDARY
    rows: Rows = [
        (
            _("School") if at_school else _("University"),
            name_in(university, language) if university else one.university_name,
        ),
        (
            _("Degree"),
            degree or (one.degree_local if whole else ""),
            one.degree_local if whole and degree else None,
        ),
        (
            _("Major"),
            major or (one.major_local if whole else ""),
            one.major_local if whole and major else None,
        ),
    ]
    if whole:
        rows.append((_("Average grade"), grade_words(one)))
    rows.append((_("Month of graduation"), format_day(one.graduates_on, "month")))
    # Only universities confirm: beside a school the row would read as something that is missing.
    return rows if at_school else [*rows, (_("Confirmation"), words_for(one.confirmed))]


def grade_words(one: Education) -> str:
    """The grade beside its scale; never converted."""
    if one.grade and one.grade_scale and GradeScale(one.grade_scale) in GRADE_MOST:
        return _("%(grade)s out of %(most)s", grade=one.grade, most=one.grade_scale)
    return one.grade


def _result(row: LanguageResult) -> ShownResult:
    is_named = row.cefr is not None and str(row.cefr) != row.level
    return ShownResult(result_words(row), _("CEFR %(level)s", level=words_for(row.cefr)) if is_named else "")


def _skills(student: Student) -> Rows:
    """Each group with its skills, those that go furthest first as far as the student says so."""
    held = {row.skill: row for row in student.skills}
    found: Rows = []
    for group in SkillGroup:
        words = []
        for skill in SKILL_GROUPS[group] if group is not SkillGroup.LICENCE else ():
            row = held.get(skill)
            if row is None:
                continue
            name = str(words_for(skill))
            words.append(
                _("%(skill)s (%(how_far)s)", skill=name, how_far=words_for(row.level)) if row.level else name
            )
        if words:
            found.append((words_for(group), _(", ").join(words)))
    return found


def _licences(student: Student, numbers: Mapping[Skill, str]) -> list[ShownLicence]:
    return [
        ShownLicence(str(words_for(row.skill)), numbers.get(row.skill, ""), format_day(row.expires_on))
        for row in student.skills
        if row.skill in LICENCES
    ]


def _deed(one: Experience, language: str, pictures: Sequence[ShownPicture]) -> ShownDeed:
    return ShownDeed(
        kind=str(words_for(one.kind)),
        title=own_words(one.title, one.language, language),
        where=own_words(one.place, one.language, language),
        months=months_words(one.begins_on, one.ends_on),
        words=own_words(one.words, one.language, language),
        tools=_(", ").join(str(words_for(Skill(code))) for code in one.tools),
        pictures=tuple(pictures),
    )


def _wishes(student: Student) -> Rows:
    return [
        (_("Work wished"), _(", ").join(str(words_for(WorkWish(code))) for code in student.wished_work)),
        (
            _("Prefectures wished"),
            _(", ").join(str(words_for(Prefecture(code))) for code in student.wished_prefectures),
        ),
        (_("Could start in"), format_day(student.may_start_on, "month")),
        (_("Nationality"), country_name(student.nationality) if student.nationality else ""),
    ]
