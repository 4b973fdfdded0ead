"""What previews of mails about fairs are made of; see `recruit/mail_samples.py`."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import select

from recruit.core.db import session
from recruit.core.visitor import Visitor
from recruit.fairs.models import Booth, FairInterpreter, Meeting, Timetable, TimetableRepair
from recruit.fairs.proposing.models import TimeProposal
from recruit.fairs.proposing.rules import ProposalState
from recruit.fairs.rules import RepairState, Side, TimetableState
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


def _about_time(name: str, side: str) -> Sample:
    """A proposal or an agreed meeting, as one side reads it; where nothing was proposed yet, one is made for the look."""

    def sample(_visitor: Visitor, now: datetime) -> Params | None:
        meeting = session().scalar(select(Meeting).order_by(Meeting.id).limit(1))
        if meeting is None:
            return None
        if name == "meeting":
            return {"meeting": meeting.public_id, "side": side, "sequence": meeting.sequence, "by": "company"}
        proposal = TimeProposal(
            fair_id=session().get_one(Timetable, meeting.timetable_id).fair_id,
            student_id=meeting.student_id,
            company_id=meeting.company_id,
            side=Side.COMPANY,
            slot=meeting.slot,
            state=ProposalState.DECLINED,
            made_at=now,
            answer_by_at=now,
        )
        session().add(proposal)
        session().flush()
        return {"proposal": proposal.public_id, "side": side}

    return sample


def _interpreter(*, changed: bool = False) -> Sample:
    """Somebody who interprets something; where nobody does, one is found for the look."""

    def sample(_visitor: Visitor, _now: datetime) -> Params | None:
        found = session().scalar(
            select(FairInterpreter)
            .join(Meeting, Meeting.interpreter_id == FairInterpreter.id)
            .order_by(Meeting.id)
            .limit(1)
        )
        meeting = session().scalar(select(Meeting).order_by(Meeting.id).limit(1))
        if found is None and meeting is not None:
            fair_id = session().get_one(Timetable, meeting.timetable_id).fair_id
            found = FairInterpreter(fair_id=fair_id, name="Nguyễn Thị Lan", language="vi", away=[])
            session().add(found)
            session().flush()
            meeting.language, meeting.interpreter_id = "vi", found.id
            session().flush()
        if found is None:
            return None
        return {"interpreter": found.public_id} | ({"change": "sample"} if changed else {})

    return sample


def _called_off(*, kind: str) -> Sample:
    """The first booth or interpreter, as if its fair were called off."""

    def sample(visitor: Visitor, now: datetime) -> Params | None:
        found = _about("booth", Booth) if kind == "booth" else _interpreter()
        params = found(visitor, now)
        return {**params, "had_booth": True} if params else None

    return sample


def _dropped(side: Side) -> Sample:
    """A meeting of a published timetable, as if the other side had left."""

    def sample(_visitor: Visitor, _now: datetime) -> Params | None:
        found = _published_meeting()
        return {"meetings": [found], "side": str(side)} if found else None

    return sample


def _published_meeting() -> str | None:
    return session().scalar(
        select(Meeting.public_id)
        .join(Timetable, Timetable.id == Meeting.timetable_id)
        .where(Timetable.state == TimetableState.PUBLISHED)
        .order_by(Meeting.id)
        .limit(1)
    )


SAMPLES: dict[str, Sample] = {
    "fair_called_off_for_company": _called_off(kind="booth"),
    "fair_called_off_for_interpreter": _called_off(kind="interpreter"),
    "meetings_dropped_for_student": _dropped(Side.STUDENT),
    "meetings_dropped_for_company": _dropped(Side.COMPANY),
    "interpreter_day": _interpreter(),
    "interpreter_day_changed": _interpreter(changed=True),
    "booth_confirmed": _about("booth", Booth),
    "booth_waits": _about("booth", Booth),
    "fair_tasks": _about("booth", Booth),
    "timetable_for_student": _timetable,
    "timetable_for_company": _timetable,
    "timetable_changed_for_student": _mended("student"),
    "timetable_changed_for_company": _mended("company"),
    "time_proposed": _about_time("proposal", "student"),
    "time_proposal_waits": _about_time("proposal", "student"),
    "time_proposal_closed": _about_time("proposal", "company"),
    "meeting_agreed": _about_time("meeting", "student"),
    "meeting_called_off": _about_time("meeting", "student"),
    "meeting_no": _about("meeting", Meeting),
    "answers_overdue": _about("booth", Booth),
}
