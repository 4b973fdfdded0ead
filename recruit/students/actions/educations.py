"""Moves of universities: confirm that somebody studies or has graduated."""

from datetime import datetime

from sqlalchemy import update

from recruit.core import audit
from recruit.core.db import changes_one, session
from recruit.core.errors import Conflict, Missing
from recruit.core.events import announce
from recruit.core.visitor import Visitor
from recruit.students.events import StudentConfirmed
from recruit.students.models import Education
from recruit.students.rules import Confirmed


def confirm_education(education: Education, confirmed: Confirmed, *, by: Visitor, now: datetime) -> None:
    """The university says what is so (or, with NO, takes it back). Pressed twice, nothing more happens."""
    if not by.acts_for("university") or education.university_id != by.acting_organisation_id:
        raise Missing
    before = education.confirmed
    if before is confirmed:
        return
    change = (
        update(Education)
        .where(Education.id == education.id, Education.confirmed == before)
        .values(confirmed=confirmed, confirmed_by_ref=by.person_ref if confirmed is not Confirmed.NO else "")
    )
    if not changes_one(change):
        raise Conflict("somebody else of the university has just confirmed this student")
    session().refresh(education, ["confirmed", "confirmed_by_ref"])
    audit.record(
        "education_confirmed",
        by=by,
        now=now,
        subject_kind="student",
        subject_ref=education.student.public_id,
        change=f"{before} → {confirmed}",
    )
    if confirmed is not Confirmed.NO:
        announce(StudentConfirmed(student_id=education.student_id, by=by, now=now))
