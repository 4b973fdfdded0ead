"""The day itself: who did not come, which company runs late, who has time for more. A company says so, staff decide."""

from datetime import datetime

from sqlalchemy import select, update

from recruit.core import audit
from recruit.core.db import changes_one, session
from recruit.core.errors import Refused
from recruit.core.visitor import Visitor
from recruit.fairs.day import queries, rules
from recruit.fairs.models import Booth, Fair, FairReport, Meeting, MeetingChange, Timetable
from recruit.fairs.rules import BoothState, FairRefusal, MeetingState, ReportKind


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


def report_no_show(meeting: Meeting, *, by: Visitor, now: datetime) -> FairReport:
    """The company waits for a student who does not come; staff are told. Said twice it is one thing."""
    session().execute(select(Meeting.id).where(Meeting.id == meeting.id).with_for_update())
    session().refresh(meeting)
    known = session().scalar(
        select(FairReport).where(FairReport.meeting_id == meeting.id, FairReport.settled_at.is_(None))
    )
    if known is not None:
        return known
    refusal = rules.why_not_no_show(meeting.state, starts_at=queries.slot_of(meeting).starts_at, now=now)
    if refusal is not None or meeting.outcome is not None:
        raise Refused(refusal or FairRefusal.ALREADY_ANSWERED)
    fair_id = session().get_one(Timetable, meeting.timetable_id).fair_id
    return _report(fair_id, meeting.company_id, ReportKind.NO_SHOW, meeting.id, by=by, now=now)


def report_late(booth: Booth, *, by: Visitor, now: datetime) -> FairReport:
    """The company needs one conversation longer than planned; staff are told. Said twice it is one thing."""
    session().execute(select(Booth.id).where(Booth.id == booth.id).with_for_update())
    session().refresh(booth)
    known = session().scalar(
        select(FairReport).where(
            FairReport.fair_id == booth.fair_id,
            FairReport.company_id == booth.company_id,
            FairReport.kind == ReportKind.RUNS_LATE,
            FairReport.settled_at.is_(None),
        )
    )
    if known is not None:
        return known
    fair = session().get_one(Fair, booth.fair_id)
    refusal = rules.why_not_today(starts_at=fair.event.starts_at, ends_at=fair.event.ends_at, now=now)
    if refusal is not None or booth.state is not BoothState.CONFIRMED:
        raise Refused(refusal or FairRefusal.MOVE_NOT_POSSIBLE)
    return _report(booth.fair_id, booth.company_id, ReportKind.RUNS_LATE, None, by=by, now=now)


def _report(
    fair_id: int, company_id: int, kind: ReportKind, meeting_id: int | None, *, by: Visitor, now: datetime
) -> FairReport:
    report = FairReport(
        fair_id=fair_id,
        company_id=company_id,
        kind=kind,
        meeting_id=meeting_id,
        said_at=now,
        by_ref=by.person_ref,
    )
    session().add(report)
    session().flush()
    _note("fair.report", report, by, now)
    return report


def settle(report: FairReport, *, holds: bool, by: Visitor, now: datetime) -> None:
    """Staff have seen to it. Where it `holds` that a student did not come, the conversation says so. A second time changes nothing."""
    won = changes_one(
        update(FairReport)
        .where(FairReport.id == report.id, FairReport.settled_at.is_(None))
        .values(settled_at=now, settled_by_ref=by.person_ref)
    )
    session().refresh(report)
    if not won:
        return
    if holds and report.meeting is not None:
        note_no_show(report.meeting, by=by, now=now)
    _note("fair.report_settled", report, by, now)


def has_time(booth: Booth, wants_more: bool, *, by: Visitor, now: datetime) -> None:
    """Whether the company has time for students who come without a conversation, or no longer."""
    if booth.state is not BoothState.CONFIRMED:
        raise Refused(FairRefusal.MOVE_NOT_POSSIBLE)
    booth.wants_more = wants_more
    session().flush()
    audit.record(
        "booth.has_time",
        by=by,
        now=now,
        subject_kind="booth",
        subject_ref=booth.public_id,
        change=f"wants more: {wants_more}",
    )


def _note(action: str, report: FairReport, by: Visitor, now: datetime) -> None:
    audit.record(
        action,
        by=by,
        now=now,
        subject_kind="fair_report",
        subject_ref=report.public_id,
        change=f"kind: {report.kind}",
    )


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
