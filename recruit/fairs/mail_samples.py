"""What previews of mails about fairs are made of; see `recruit/mail_samples.py`."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import select

from recruit.core.db import session
from recruit.core.visitor import Visitor
from recruit.fairs.models import Booth, Meeting, Timetable, TimetableRepair
from recruit.fairs.rules import RepairState
from recruit.messages.kinds import Params
from recruit.organisations.models import Organisation
from recruit.students.models import Student

Sample = Callable[[Visitor, datetime], Params | None]


def _about(name: str, model: Any) -> Sample:
    """The first thing of its kind."""

    def sample(_visitor: Visitor, _now: datetime) -> Params | None:
        found = session().scalar(select(model.public_id).order_by(model.id).limit(1))
        return {name: found} if found else None

    return sample


def _timetable(_visitor: Visitor, _now: datetime) -> Params | None:
    found = (
        session()
        .execute(
            select(Timetable.public_id, Student.public_id, Organisation.public_id)
            .join(Meeting, Meeting.timetable_id == Timetable.id)
            .join(Student, Student.id == Meeting.student_id)
            .join(Organisation, Organisation.id == Meeting.company_id)
            .order_by(Meeting.id)
        )
        .first()
    )
    return {"timetable": found[0], "student": found[1], "company": found[2]} if found else None


def _mended(side: str) -> Sample:
    """Somebody whose meeting changed when a timetable was mended."""

    def sample(_visitor: Visitor, _now: datetime) -> Params | None:
        found = (
            session()
            .execute(
                select(TimetableRepair.public_id, Student.public_id, Organisation.public_id)
                .join(Meeting, Meeting.timetable_id == TimetableRepair.timetable_id)
                .join(Student, Student.id == Meeting.student_id)
                .join(Organisation, Organisation.id == Meeting.company_id)
                .where(TimetableRepair.state == RepairState.ACCEPTED, Meeting.sequence > 0)
                .order_by(Meeting.id)
            )
            .first()
        )
        return {"repair": found[0], side: found[1 if side == "student" else 2]} if found else None

    return sample


SAMPLES: dict[str, Sample] = {
    "booth_confirmed": _about("booth", Booth),
    "booth_waits": _about("booth", Booth),
    "timetable_for_student": _timetable,
    "timetable_for_company": _timetable,
    "timetable_changed_for_student": _mended("student"),
    "timetable_changed_for_company": _mended("company"),
    "meeting_no": _about("meeting", Meeting),
    "answers_overdue": _about("booth", Booth),
}
