"""Meetings after the fair: what the company answers, and what becomes of them when a student does not come."""

from datetime import datetime

from sqlalchemy import ColumnElement, select, update

from recruit.core import audit
from recruit.core.db import changes_one, session
from recruit.core.errors import Refused
from recruit.core.events import announce
from recruit.core.visitor import Visitor
from recruit.fairs import rules
from recruit.fairs.events import AnswerOverdue, MeetingAnswered, MeetingsDropped
from recruit.fairs.models import Booth, Fair, FairSlot, Meeting, MeetingChange, Timetable
from recruit.fairs.rules import FairRefusal, MeetingState, Outcome, Side, TimetableState

# Why meetings of a fair that was called off do not take place; their changes carry it.
CALLED_OFF = "event_called_off"


def answer_meeting(
    meeting: Meeting, outcome: Outcome, *, note: str, posting_ref: str = "", by: Visitor, now: datetime
) -> None:
    """The company says how it goes on, once; `posting_ref` names the position it thinks of."""
    session().execute(select(Meeting.id).where(Meeting.id == meeting.id).with_for_update())
    session().refresh(meeting)
    timetable = session().get_one(Timetable, meeting.timetable_id)
    if timetable.state is not TimetableState.PUBLISHED or meeting.state is MeetingState.DROPPED:
        raise Refused(FairRefusal.MOVE_NOT_POSSIBLE)
    starts_at = (
        session()
        .scalars(
            select(FairSlot.starts_at).where(
                FairSlot.fair_id == timetable.fair_id, FairSlot.number == meeting.slot
            )
        )
        .one()
    )
    refusal = rules.why_not_answer(starts_at=starts_at, outcome=meeting.outcome, wanted=outcome, now=now)
    if refusal is not None:
        raise Refused(refusal)
    if meeting.outcome is outcome:
        return
    meeting.outcome, meeting.note = outcome, note
    meeting.answered_at, meeting.state = now, MeetingState.HELD
    session().flush()
    audit.record(
        "meeting.answer",
        by=by,
        now=now,
        subject_kind="meeting",
        subject_ref=meeting.public_id,
        change=f"outcome: {outcome}",
    )
    announce(MeetingAnswered(meeting.id, by, now, posting_ref))


def note_overdue(meeting_id: int, *, by: Visitor, now: datetime) -> bool:
    """The company's day has passed without an answer: said once. False where somebody else said so, or it has answered."""
    first = (
        update(Meeting)
        .where(Meeting.id == meeting_id, Meeting.outcome.is_(None), Meeting.overdue_at.is_(None))
        .values(overdue_at=now)
    )
    if not changes_one(first):
        return False
    meeting = session().get_one(Meeting, meeting_id, populate_existing=True)
    audit.record(
        "meeting.answer_overdue",
        by=by,
        now=now,
        subject_kind="meeting",
        subject_ref=meeting.public_id,
    )
    announce(AnswerOverdue(meeting_id, by, now))
    return True


def drop_meetings_of(
    student_id: int, fair: Fair, *which: ColumnElement[bool], by: Visitor, now: datetime
) -> int:
    """A student left the fair: planned meetings are dropped, in place, so that the others keep theirs, and who waits at
    the table is told.
    """
    dropped = _drop_planned(
        fair, Meeting.student_id == student_id, *which, why="sign_up_cancelled", by=by, now=now
    )
    if dropped:
        announce(MeetingsDropped(dropped, by, now))
    return len(dropped)


def drop_meetings_at(booth: Booth, fair: Fair, *, by: Visitor, now: datetime) -> int:
    """A company left the fair: the same, and the students are told."""
    dropped = _drop_planned(
        fair, Meeting.company_id == booth.company_id, why="booth_withdrawn", by=by, now=now
    )
    if dropped:
        announce(MeetingsDropped(dropped, by, now, told=Side.STUDENT))
    return len(dropped)


def drop_all_meetings(fair: Fair, *, by: Visitor, now: datetime) -> int:
    """The fair does not take place, and nothing that was planned for it."""
    return len(_drop_planned(fair, why=CALLED_OFF, by=by, now=now))


def _drop_planned(
    fair: Fair, *whose: ColumnElement[bool], why: str, by: Visitor, now: datetime
) -> tuple[int, ...]:
    """Only what has not begun: of what was held the company owes its answer. Calendars take the end of a meeting only with
    a higher number.
    """
    to_come = select(FairSlot.number).where(FairSlot.fair_id == fair.event_id, FairSlot.starts_at > now)
    planned = (
        session()
        .scalars(
            select(Meeting)
            .join(Timetable)
            .where(
                Timetable.fair_id == fair.event_id,
                Timetable.state == TimetableState.PUBLISHED,
                Meeting.state == MeetingState.PLANNED,
                Meeting.slot.in_(to_come),
                *whose,
            )
            .order_by(Meeting.id)
        )
        .all()
    )
    for meeting in planned:
        meeting.state, meeting.sequence = MeetingState.DROPPED, meeting.sequence + 1
        session().add(
            MeetingChange(
                meeting_id=meeting.id,
                change={"state": [str(MeetingState.PLANNED), str(MeetingState.DROPPED)]},
                at=now,
                by_ref=by.person_ref or str(by.via),
                why=why,
            )
        )
    session().flush()
    return tuple(meeting.id for meeting in planned)
