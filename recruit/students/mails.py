"""Mail kinds of student profiles."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from recruit.accounts.models import User
from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.messages.actions import queue
from recruit.messages.kinds import MailKind, Params
from recruit.organisations.queries import name_in
from recruit.students import queries
from recruit.students.events import StudentConfirmed
from recruit.students.models import Education, Student
from recruit.students.roster.models import EducationMove
from recruit.students.rules import Confirmed
from recruit.web.gate import page_url


def _education(params: Params) -> Education:
    student = session().scalar(select(Student).where(Student.public_id == params["student"]))
    if student is None:
        raise Missing
    # Mails of earlier days name no education.
    named = [one for one in student.educations if one.public_id == params.get("education")]
    education = named[0] if named else queries.main_education(student)
    if education is None:
        raise Missing
    return education


def _context(params: Params, language: str) -> Mapping[str, Any]:
    education = _education(params)
    university = name_in(education.university, language) if education.university else ""
    return {
        "name": education.student.call_name or education.student.name_passport,
        "university": university,
        "confirmed": education.confirmed,
        "url": page_url("students.profile", _external=True),
    }


def _still_so(params: Params, _now: datetime) -> bool:
    """Taken back and said again before the mail went: the later mail tells of it."""
    education = _education(params)
    return education.confirmed == params["confirmed"] and params.get("number") in (
        None,
        _times_said(education),
    )


def _times_said(education: Education) -> int:
    """How often the university has said of this education what it says now."""
    said = select(func.count(EducationMove.id)).where(
        EducationMove.education_ref == education.public_id, EducationMove.after == education.confirmed
    )
    return session().scalar(said) or 0


KINDS = [
    MailKind(
        name="studies_confirmed",
        room="students",
        template="students/mail/studies_confirmed",
        context=_context,
        still_wanted=_still_so,
        group="students",
    )
]


def tell_confirmed(event: StudentConfirmed) -> None:
    """The student learns that the university has confirmed."""
    student = session().get_one(Student, event.student_id)
    education = next((one for one in student.educations if one.public_id == event.education_ref), None)
    if education is None or education.confirmed is Confirmed.NO:
        return
    person = student.person
    number = _times_said(education)
    address = session().scalar(select(User.email).where(User.person_id == person.id)) or ""
    queue(
        "studies_confirmed",
        to_address=address,
        to_ref=person.public_id,
        language=person.language,
        zone=person.zone,
        params={
            "student": student.public_id,
            "education": education.public_id,
            "confirmed": str(education.confirmed),
            "number": number,
        },
        unique_key=f"studies_confirmed:{student.public_id}:{education.id}:{education.confirmed}:{number}",
        now=event.now,
        subject_kind="student",
        subject_ref=student.public_id,
    )
