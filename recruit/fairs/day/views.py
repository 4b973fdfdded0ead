"""Staff on the day of a fair: what happens now, what comes next, who is not here yet."""

from datetime import datetime
from typing import Any

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.core import clock
from recruit.core.db import writing
from recruit.core.errors import Missing, Refused
from recruit.events.door import queries as door
from recruit.fairs import queries, showing
from recruit.fairs.day import actions, queries as day_queries
from recruit.fairs.day.queries import PlacedMeeting
from recruit.fairs.day.rules import Moment, moment_of
from recruit.fairs.forms import ButtonForm
from recruit.fairs.models import Fair, FairReport, Timetable
from recruit.fairs.proposing.rules import AGREED
from recruit.fairs.repairs.forms import ABSENT, BEHIND, GONE
from recruit.fairs.views.room import operator_may_arrange, room
from recruit.web.gate import current_language, page_url, visitor
from recruit.web.locks import coordinator
from recruit.web.words import words_for

# Of those who are missing so many stand open; who is due later is folded away.
MOST_MISSING = 10


def _published(slug: str) -> tuple[Fair, Timetable]:
    _event, fair = queries.fair_event_for_staff(visitor(), slug)
    found = queries.published_timetable(fair.event_id) if fair is not None else None
    if fair is None or found is None:
        raise Missing
    return fair, found


@room.get("/staff/fairs/<slug>/day", lock=coordinator)
def day(slug: str) -> ResponseReturnValue:
    """Now, next, and who is missing, each with one press to what has to be done."""
    fair, timetable = _published(slug)
    now = clock.now()
    starts = ((slot.number, slot.starts_at) for slot in fair.slots if not slot.closed)
    moment = moment_of(starts, fair.slot_minutes, now)
    meetings = day_queries.meetings_of_the_day(visitor(), timetable)
    here = door.here_since(visitor(), fair.event)
    may_mend = fair.arranging and operator_may_arrange() and timetable.method != AGREED
    rows = [_row(fair, one, here, moment, may_mend=may_mend) for one in meetings]
    to_come = {row["student_id"] for row in rows if moment.next is not None and row["slot"] >= moment.next}
    times = showing.slot_times(fair)
    return render_template(
        "fairs/day/day.html",
        fair=fair,
        moment=moment,
        times=times,
        minutes_to_next=_minutes_until(times[moment.next].starts_at, now)
        if moment.next is not None
        else None,
        running=[row for row in rows if row["slot"] == moment.running],
        following=[row for row in rows if row["slot"] == moment.next],
        missing=_missing(rows, moment, times),
        most_missing=MOST_MISSING,
        to_come=to_come,
        companies=_companies(fair, meetings) if may_mend else [],
        figures=door.figures(visitor(), fair.event),
        may_mend=may_mend and moment.next is not None,
        reports=[_report(fair, one, times) for one in day_queries.open_reports(visitor(), fair)],
    )


def _minutes_until(instant: datetime, now: datetime) -> int:
    return max(1, round((instant - now).total_seconds() / 60))


def _row(
    fair: Fair, placed: PlacedMeeting, here: dict[int, datetime], moment: Moment, *, may_mend: bool
) -> dict[str, Any]:
    meeting, language = placed.meeting, current_language()
    student = meeting.student
    return {
        "ref": meeting.public_id,
        "slot": meeting.slot,
        "state": meeting.state,
        "student_id": meeting.student_id,
        "name": showing.student_name(student, language),
        "other": showing.other_name(student, language),
        "company": showing.company_name(meeting.organisation, language),
        "booth": placed.booth.number if placed.booth else "",
        "table": meeting.table_number + 1,
        "interpreter": meeting.interpreter.name if meeting.interpreter else "",
        "changed": showing.is_changed(meeting),
        "is_answered": meeting.outcome is not None,
        "here_since": here.get(student.person_id),
        "absent_url": _mend_url(fair, f"student-{student.public_id}", ABSENT) if may_mend else "",
        "late_url": _mend_url(fair, f"student-{student.public_id}", str(moment.next + 1))
        if may_mend and moment.next is not None and moment.next < len(fair.slots) - 1
        else "",
    }


def _mend_url(fair: Fair, field: str, value: str) -> str:
    """The form to mend the timetable, with this one difference filled in."""
    return page_url("fairs.mend", slug=fair.event.slug, **{field: value})


def _missing(
    rows: list[dict[str, Any]], moment: Moment, times: dict[int, showing.SlotTimes]
) -> list[dict[str, Any]]:
    """Who was not let in and has a conversation to come: whoever is due first stands first."""
    found: dict[int, dict[str, Any]] = {}
    for row in rows:
        is_due = moment.next is not None and row["slot"] >= moment.next
        if is_due and row["here_since"] is None and row["slot"] in times:
            found.setdefault(row["student_id"], {**row, "time": times[row["slot"]].venue_time})
    return list(found.values())


def _companies(fair: Fair, meetings: list[PlacedMeeting]) -> list[dict[str, Any]]:
    booths = {one.booth.company_id: one.booth for one in meetings if one.booth is not None}
    return [
        {
            "name": showing.company_name(booth.organisation, current_language()),
            "number": booth.number,
            "gone_url": _mend_url(fair, f"company-{booth.organisation.public_id}", GONE),
            "behind_url": _mend_url(fair, f"company-{booth.organisation.public_id}", BEHIND),
            "fewer_url": _mend_url(fair, f"company-{booth.organisation.public_id}", str(booth.tables - 1))
            if booth.tables > 1
            else "",
        }
        for booth in sorted(booths.values(), key=lambda booth: (len(booth.number), booth.number))
    ]


def _report(fair: Fair, report: FairReport, times: dict[int, showing.SlotTimes]) -> dict[str, Any]:
    meeting, language = report.meeting, current_language()
    return {
        "ref": report.public_id,
        "kind": report.kind,
        "company": showing.company_name(report.organisation, language),
        "name": showing.student_name(meeting.student, language) if meeting else "",
        "time": times[meeting.slot].venue_time if meeting and meeting.slot in times else "",
        "said_at": report.said_at,
    }


@room.post("/staff/fairs/<slug>/reports/<public_id>/holds", lock=coordinator)
def report_holds(slug: str, public_id: str) -> ResponseReturnValue:
    """It is as the company says: on to the form that mends the rest of the day, filled in."""
    fair, _timetable = _published(slug)
    report = day_queries.report_for_staff(visitor(), fair, public_id)
    if not _settled(report, holds=True) or not (fair.arranging and operator_may_arrange()):
        return redirect(page_url("fairs.day", slug=slug), 303)
    if report.meeting is not None:
        field, value = f"student-{report.meeting.student.public_id}", ABSENT
    else:
        field, value = f"company-{report.organisation.public_id}", BEHIND
    return redirect(_mend_url(fair, field, value), 303)


@room.post("/staff/fairs/<slug>/reports/<public_id>/settled", lock=coordinator)
def report_settled(slug: str, public_id: str) -> ResponseReturnValue:
    """Nothing has to be changed."""
    fair, _timetable = _published(slug)
    _settled(day_queries.report_for_staff(visitor(), fair, public_id), holds=False)
    return redirect(page_url("fairs.day", slug=slug), 303)


def _settled(report: FairReport, *, holds: bool) -> bool:
    if not ButtonForm().is_fine():
        return False
    try:
        with writing():
            actions.settle(report, holds=holds, by=visitor(), now=clock.now())
    except Refused as refusal:
        flash(words_for(refusal.reason), "problem")
        return False
    return True


@room.post("/staff/fairs/<slug>/meetings/<public_id>/no-show", lock=coordinator)
def no_show(slug: str, public_id: str) -> ResponseReturnValue:
    """The student did not come to a conversation that has begun."""
    fair, _timetable = _published(slug)
    meeting = day_queries.meeting_for_staff(visitor(), fair, public_id)
    if ButtonForm().is_fine():
        try:
            with writing():
                actions.note_no_show(meeting, by=visitor(), now=clock.now())
        except Refused as refusal:
            flash(words_for(refusal.reason), "problem")
        else:
            flash(_("Noted: this student did not come. The company owes no answer."), "done")
    return redirect(page_url("fairs.day", slug=slug), 303)


@room.post("/staff/fairs/<slug>/meetings/<public_id>/came", lock=coordinator)
def came(slug: str, public_id: str) -> ResponseReturnValue:
    """The student came after all."""
    fair, _timetable = _published(slug)
    meeting = day_queries.meeting_for_staff(visitor(), fair, public_id)
    if ButtonForm().is_fine():
        try:
            with writing():
                actions.came_after_all(meeting, by=visitor(), now=clock.now())
        except Refused as refusal:
            flash(words_for(refusal.reason), "problem")
        else:
            flash(_("Noted: this student came after all."), "done")
    return redirect(page_url("fairs.day", slug=slug), 303)
