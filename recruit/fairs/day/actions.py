"""Who did not come to a conversation, as staff note it on the day."""

from datetime import datetime

from sqlalchemy import update

from recruit.core import audit
from recruit.core.db import changes_one, session
from recruit.core.errors import Refused
from recruit.core.visitor import Visitor
from recruit.fairs.day import queries, rules
from recruit.fairs.models import Meeting, MeetingChange
from recruit.fairs.rules import FairRefusal, MeetingState


def note_no_show(meeting: Meeting, *, by: Visitor, now: datetime) -> None:
    """The student did not come to this conversation: the company owes no answer. A second time changes nothing."""
    session().refresh(meeting)
    if meeting.state is MeetingState.NO_SHOW:
        return
    refusal = rules.why_not_no_show(meeting.state, starts_at=queries.slot_of(meeting).starts_at, now=now)
    if refusal is not None:
        raise Refused(refusal)
    _move(meeting, MeetingState.NO_SHOW, by=by, now=now)


def came_after_all(meeting: Meeting, *, by: Visitor, now: datetime) -> None:
    """It was noted by mistake, or the student came in the last minute. A second time changes nothing."""
    session().refresh(meeting)
    if meeting.state is MeetingState.PLANNED:
        return
    if meeting.state is not MeetingState.NO_SHOW:
        raise Refused(FairRefusal.MOVE_NOT_POSSIBLE)
    _move(meeting, MeetingState.PLANNED, by=by, now=now)


def _move(meeting: Meeting, state: MeetingState, *, by: Visitor, now: datetime) -> None:
    before = meeting.state
    won = changes_one(
        update(Meeting).where(Meeting.id == meeting.id, Meeting.state == before).values(state=state)
    )
    if not won:
        raise Refused(FairRefusal.MOVE_NOT_POSSIBLE)
    session().refresh(meeting)
    session().add(
        MeetingChange(
            meeting_id=meeting.id,
            change={"state": [str(before), str(state)]},
            at=now,
            by_ref=by.person_ref or str(by.via),
            why="no_show",
        )
    )
    session().flush()
    audit.record(
        "meeting.no_show" if state is MeetingState.NO_SHOW else "meeting.came_after_all",
        by=by,
        now=now,
        subject_kind="meeting",
        subject_ref=meeting.public_id,
        change=f"state: {before} > {state}",
    )
