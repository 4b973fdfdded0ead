"""Moves of profiles: open, save, choose who may see."""

from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from recruit.accounts.actions import give_consent, withdraw_consent
from recruit.accounts.consents.queries import holding_consent
from recruit.accounts.queries import live_consent
from recruit.accounts.rules import Purpose, RecipientKind
from recruit.core import audit
from recruit.core.db import database, session
from recruit.core.errors import Missing, Refused
from recruit.core.text import search_key
from recruit.core.visitor import Visitor
from recruit.organisations.models import Organisation
from recruit.students import queries, rules
from recruit.students.actions.disclosures import begin_disclosure, end_disclosure, show_to_all_companies
from recruit.students.models import Education, LanguageResult, Student, StudentSkill
from recruit.students.rules import (
    CefrLevel,
    Confirmed,
    DisclosureReason,
    DisclosureScope,
    GradeScale,
    LanguageTest,
    StudentRefusal,
    Visibility,
)
from recruit.students.values import ProfileValues

_YOUNGEST = timedelta(days=15 * 365)
_OLDEST = timedelta(days=80 * 365)
_OPEN_TO_ALL = (Purpose.PROFILE_TO_COMPANY, RecipientKind.ORGANISATION, "")


def open_profile(person_id: int, *, now: datetime) -> Student:
    """The person's profile, empty where there was none. Two at once open one."""
    insert = (sqlite if database().is_sqlite else postgresql).insert(Student)
    session().execute(
        insert.values(person_id=person_id, saved_at=now).on_conflict_do_nothing(index_elements=["person_id"])
    )
    student = queries.student_of_person(person_id)
    if student is None:
        raise Missing
    return student


def save_profile(student: Student, values: ProfileValues, *, by: Visitor, now: datetime) -> None:
    """Keep the profile as far as it is filled in."""
    if student.person_id != by.person_id:
        raise Missing
    _check(values, now)
    changed = _write_student(student, values)
    changed += _write_education(student, values, by, now)
    changed += _write_results(student, values, now)
    changed += _write_skills(student, values)
    student.search_key = search_key(
        student.name_passport, student.name_local, student.call_name, student.katakana
    )
    student.saved_at = now
    session().flush()
    if changed:
        audit.record(
            "profile_changed",
            by=by,
            now=now,
            subject_kind="student",
            subject_ref=student.public_id,
            change=" ".join(changed),
        )


def change_visibility(
    student: Student, visibility: Visibility, *, agrees: bool, language: str, by: Visitor, now: datetime
) -> None:
    """Choose who may see the card without being chosen. Showing it to all companies needs an agreement."""
    if student.person_id != by.person_id:
        raise Missing
    before = student.visibility
    if visibility is before:
        return
    consent = live_consent(student.person_id, *_OPEN_TO_ALL)
    if (
        visibility is Visibility.ALL_APPROVED_COMPANIES
        and holding_consent(student.person_id, *_OPEN_TO_ALL) is None
    ):
        if not agrees:
            raise Refused(StudentRefusal.AGREEMENT_NEEDED, field="agrees")
        purpose, kind, _all = _OPEN_TO_ALL
        consent = give_consent(
            student.person, purpose, kind, language=language, way="visibility", by=by, now=now
        )
    student.visibility = visibility
    session().flush()
    if visibility is Visibility.ALL_APPROVED_COMPANIES and consent is not None:
        show_to_all_companies(student, consent.public_id, now=now)
    elif consent is not None:
        withdraw_consent(consent.public_id, by=by, now=now)
    audit.record(
        "visibility_changed",
        by=by,
        now=now,
        subject_kind="student",
        subject_ref=student.public_id,
        change=f"{before} → {visibility}",
    )


def _check(values: ProfileValues, now: datetime) -> None:
    why_not: list[tuple[str, StudentRefusal | None]] = []
    if values.name_passport:
        why_not.append(("name_passport", rules.why_not_name_passport(values.name_passport)))
    if values.katakana:
        why_not.append(("katakana", rules.why_not_katakana(values.katakana)))
    if values.grade and values.grade_scale:
        why_not.append(("grade", _why_not_grade(values.grade, values.grade_scale)))
    if values.jlpt_score is not None:
        score = Decimal(values.jlpt_score)
        why_not.append(("jlpt_score", rules.why_not_score(LanguageTest.JLPT, values.jlpt_level, score)))
    if values.toeic_score is not None:
        score = Decimal(values.toeic_score)
        why_not.append(("toeic_score", rules.why_not_score(LanguageTest.TOEIC, None, score)))
    if values.born_on and not now.date() - _OLDEST < values.born_on < now.date() - _YOUNGEST:
        why_not.append(("born_on", StudentRefusal.DAY_NOT_POSSIBLE))
    for name, reason in why_not:
        if reason is not None:
            raise Refused(reason, field=name)


def _why_not_grade(typed: str, scale: GradeScale) -> StudentRefusal | None:
    if scale not in rules.GRADE_MOST:
        return None
    try:
        grade = Decimal(typed.replace(",", "."))
    except InvalidOperation:
        return StudentRefusal.GRADE_OUTSIDE_SCALE
    return rules.why_not_grade(grade, scale)


def _set(row: object, wanted: dict[str, object]) -> list[str]:
    changed = [name for name, value in wanted.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, wanted[name])
    return changed


def _write_student(student: Student, values: ProfileValues) -> list[str]:
    # The language of a text is that of the page it was written on; saving the page in another language changes nothing.
    about_language = student.about_language if values.about == student.about else values.about_language
    return _set(
        student,
        {
            "name_passport": values.name_passport,
            "has_one_name": values.has_one_name,
            "name_local": values.name_local,
            "call_name": values.call_name,
            "katakana": values.katakana,
            "nationality": values.nationality,
            "born_on": values.born_on,
            "wished_work": [str(code) for code in values.wished_work],
            "wished_prefectures": [str(code) for code in values.wished_prefectures],
            "may_start_on": values.may_start_on,
            "about": values.about,
            "about_language": about_language if values.about else "",
        },
    )


def _write_education(student: Student, values: ProfileValues, by: Visitor, now: datetime) -> list[str]:
    university_id = values.university.id if values.university else None
    wanted: dict[str, object] = {
        "university_id": university_id,
        "university_name": "" if values.university else values.university_name,
        "degree": values.degree,
        "major": values.major,
        "major_local": values.major_local,
        "grade": values.grade,
        "grade_scale": str(values.grade_scale or ""),
        "graduates_on": values.graduates_on,
    }
    education = queries.main_education(student)
    if education is None:
        if not any(wanted.values()):
            return []
        education = Education(
            university_id=None, university_name="", degree=None, major=None, major_local="", grade="",
            grade_scale="", graduates_on=None, confirmed=Confirmed.NO,
        )  # fmt: skip
        student.educations.append(education)
    before = education.university_id
    changed = _set(education, wanted)
    if {"university_id", "degree", "major"} & set(changed):
        # What the university confirmed was another study.
        education.confirmed, education.confirmed_by_ref = Confirmed.NO, ""
    session().flush()
    if before != university_id:
        if before is not None:
            end_disclosure(student, before, reason=DisclosureReason.UNIVERSITY, by=by, now=now)
            _end_partner(student, before, by, now)
        if university_id is not None:
            begin_disclosure(
                student,
                university_id,
                scope=DisclosureScope.CARD,
                reason=DisclosureReason.UNIVERSITY,
                by=by,
                now=now,
            )
        session().refresh(education, ["university"])
    return changed


def _end_partner(student: Student, university_id: int, by: Visitor, now: datetime) -> None:
    """Another university than before: the agreement was with that one."""
    ref = session().scalars(select(Organisation.public_id).where(Organisation.id == university_id)).one()
    to = (Purpose.PARTNER_ABROAD, RecipientKind.PARTNER_ABROAD)
    consent = live_consent(student.person_id, *to, ref)
    if consent is not None:
        withdraw_consent(consent.public_id, by=by, now=now)


def _write_results(student: Student, values: ProfileValues, now: datetime) -> list[str]:
    """Four results are kept up here; results of other tests are left alone."""
    today = now.date()
    jlpt, toeic = values.jlpt_level, values.toeic_score
    wanted = {
        LanguageTest.JLPT: (
            (str(jlpt), values.jlpt_score, rules.cefr_of(LanguageTest.JLPT, jlpt, values.jlpt_score, today))
            if jlpt
            else None
        ),
        LanguageTest.TOEIC: (
            ("", toeic, rules.cefr_of(LanguageTest.TOEIC, None, toeic, today)) if toeic is not None else None
        ),
        LanguageTest.JAPANESE_OWN_VIEW: _own_view(values.japanese_own_view),
        LanguageTest.ENGLISH_OWN_VIEW: _own_view(values.english_own_view),
    }
    rows = {row.test: row for row in student.language_results}
    changed = []
    for test, result in wanted.items():
        row = rows.get(test)
        if result is None:
            if row is not None:
                student.language_results.remove(row)
                changed.append(str(test))
            continue
        level, score, cefr = result
        if row is None:
            row = LanguageResult(language=rules.language_of(test), test=test, level="", score=None, cefr=None)
            student.language_results.append(row)
        if _set(row, {"level": level, "score": score, "cefr": cefr}):
            changed.append(str(test))
    return changed


def _own_view(level: CefrLevel | None) -> tuple[str, None, CefrLevel] | None:
    return (str(level), None, level) if level else None


def _write_skills(student: Student, values: ProfileValues) -> list[str]:
    held = {row.skill: row for row in student.skills}
    gone = [row for skill, row in held.items() if skill not in values.skills]
    for row in gone:
        student.skills.remove(row)
    new = [skill for skill in dict.fromkeys(values.skills) if skill not in held]
    student.skills.extend(StudentSkill(skill=skill) for skill in new)
    return ["skills"] if gone or new else []
