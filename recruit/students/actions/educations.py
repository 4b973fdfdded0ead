"""Moves of educations: the student writes them down, the university confirms them."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from sqlalchemy import select, update

from recruit.accounts.actions import withdraw_consent
from recruit.accounts.queries import live_consent
from recruit.accounts.rules import Purpose, RecipientKind
from recruit.core import audit
from recruit.core.db import changes_one, new_public_id, session
from recruit.core.errors import Conflict, Missing
from recruit.core.events import announce
from recruit.core.visitor import Visitor
from recruit.organisations.models import Organisation
from recruit.organisations.rules import Rights, may_edit
from recruit.students import rules
from recruit.students.actions.disclosures import begin_disclosure, end_disclosure
from recruit.students.actions.keeping import must_be_own, note_saved, write
from recruit.students.events import StudentConfirmed
from recruit.students.models import Education, Student
from recruit.students.roster.models import EducationMove
from recruit.students.rules import (
    Confirmed,
    DisclosureReason,
    DisclosureScope,
    GradeScale,
    StudentRefusal,
)
from recruit.students.values import STUDIES, Changes, Faults


def save_education(
    student: Student, education: Education | None, changes: Changes, *, by: Visitor, now: datetime
) -> tuple[Education | None, Faults]:
    """Keep what holds of one education (None: a new one), and why the rest was not kept, by field.

    Its university, where it is in our list, sees from now on that it may confirm the student; the one before no longer.
    """
    must_be_own(student, by)
    faults = _faults_in(changes, education)
    wanted = {name: value for name, value in changes.items() if name in STUDIES and name not in faults}
    if "university" in wanted:
        university: Organisation | None = wanted.pop("university")
        wanted["university_id"] = university.id if university else None
        if university:
            wanted["university_name"] = ""
    if "grade_scale" in wanted:
        wanted["grade_scale"] = str(wanted["grade_scale"] or "")
    if education is None:
        if not any(wanted.values()):
            return None, faults
        if len(student.educations) >= rules.MOST_ROWS:
            return None, {"university_name": StudentRefusal.ENOUGH_ROWS}
        education = Education(
            university_id=None, university_name="", degree=None, degree_local="", major=None, major_local="",
            grade="", grade_scale="", graduates_on=None, confirmed=Confirmed.NO, confirmed_by_ref="",
        )  # fmt: skip
        student.educations.append(education)
    before = education.university_id
    changed = write(education, wanted)
    if {"university_id", "degree", "major"} & set(changed):
        # What the university confirmed was another study.
        said = education.confirmed
        education.confirmed, education.confirmed_by_ref = Confirmed.NO, ""
        if before is not None and said is not Confirmed.NO:
            _note_move(education, before, said, None, new_public_id(), by, now)
    session().flush()
    if before != education.university_id:
        _leave(student, before, by, now)
        if education.university_id is not None:
            begin_disclosure(
                student,
                education.university_id,
                scope=DisclosureScope.CARD,
                reason=DisclosureReason.UNIVERSITY,
                by=by,
                now=now,
            )
        session().refresh(education, ["university"])
    note_saved(student, changed, by=by, now=now)
    return education, faults


def remove_education(student: Student, education: Education, *, by: Visitor, now: datetime) -> None:
    """Take an education out of the profile."""
    must_be_own(student, by)
    before = education.university_id
    student.educations.remove(education)
    session().flush()
    _leave(student, before, by, now)
    note_saved(student, ["education"], by=by, now=now)


def _leave(student: Student, university_id: int | None, by: Visitor, now: datetime) -> None:
    """A university at which the student studies nothing any more sees nothing more."""
    if university_id is None or any(one.university_id == university_id for one in student.educations):
        return
    end_disclosure(student, university_id, reason=DisclosureReason.UNIVERSITY, by=by, now=now)
    # What was agreed about reading abroad was agreed with that university.
    ref = session().scalars(select(Organisation.public_id).where(Organisation.id == university_id)).one()
    to = (Purpose.PARTNER_ABROAD, RecipientKind.PARTNER_ABROAD)
    consent = live_consent(student.person_id, *to, ref)
    if consent is not None:
        withdraw_consent(consent.public_id, by=by, now=now)


def _faults_in(changes: Changes, education: Education | None) -> Faults:
    grade = changes.get("grade", education.grade if education else "")
    scale = changes.get("grade_scale", education.grade_scale if education else "")
    if not grade or not scale or "grade" not in changes:
        return {}
    reason = _why_not_grade(grade, GradeScale(scale))
    return {"grade": reason} if reason else {}


def _why_not_grade(typed: str, scale: GradeScale) -> StudentRefusal | None:
    if scale not in rules.GRADE_MOST:
        return None
    try:
        grade = Decimal(typed.replace(",", "."))
    except InvalidOperation:
        return StudentRefusal.GRADE_OUTSIDE_SCALE
    return rules.why_not_grade(grade, scale)


def speaks_for_university(by: Visitor) -> bool:
    """Whether somebody may say something in the name of a university; who only reads there may not."""
    return by.acts_for("university") and by.acting is not None and may_edit(Rights(by.acting.rights))


def confirm_education(
    education: Education,
    confirmed: Confirmed,
    *,
    holds_on: date | None = None,
    batch: str = "",
    by: Visitor,
    now: datetime,
) -> bool:
    """The university says what is so (or, with NO, takes it back); gives whether that changed anything.

    Pressed twice, nothing more happens. `batch` binds what one press changed, so that it can be taken back together.
    """
    university_id = education.university_id
    if not speaks_for_university(by) or university_id is None or university_id != by.acting_organisation_id:
        raise Missing
    before = education.confirmed
    if before is confirmed:
        return False
    change = (
        update(Education)
        .where(Education.id == education.id, Education.confirmed == before)
        .values(confirmed=confirmed, confirmed_by_ref=by.person_ref if confirmed is not Confirmed.NO else "")
    )
    is_first = changes_one(change)
    session().refresh(education, ["confirmed", "confirmed_by_ref"])
    if not is_first and education.confirmed is confirmed:
        # A colleague at the same list was faster, and said the same.
        return False
    if not is_first:
        raise Conflict("somebody else of the university has just said something else of this student")
    _note_move(education, university_id, before, holds_on, batch or new_public_id(), by, now)
    audit.record(
        "education_confirmed",
        by=by,
        now=now,
        subject_kind="student",
        subject_ref=education.student.public_id,
        change=f"{before} → {confirmed}",
    )
    if confirmed is not Confirmed.NO:
        session().flush()
        announce(
            StudentConfirmed(
                student_id=education.student_id, education_ref=education.public_id, by=by, now=now
            )
        )
    return True


def confirm_educations(
    wanted: Iterable[tuple[Education, Confirmed]], *, holds_on: date | None, by: Visitor, now: datetime
) -> int:
    """The same for several in one press; gives how many changed."""
    batch = new_public_id()
    return sum(
        confirm_education(education, confirmed, holds_on=holds_on, batch=batch, by=by, now=now)
        for education, confirmed in wanted
    )


def _note_move(
    education: Education,
    university_id: int,
    before: Confirmed,
    holds_on: date | None,
    batch: str,
    by: Visitor,
    now: datetime,
) -> None:
    session().add(
        EducationMove(
            student_id=education.student_id,
            organisation_id=university_id,
            education_ref=education.public_id,
            before=before,
            after=education.confirmed,
            holds_on=holds_on,
            batch=batch,
            at=now,
            by_ref=by.person_ref,
        )
    )
