"""A company on the day of a fair: now and next, and what it says to staff with one press."""

from collections.abc import Callable

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.core import clock
from recruit.core.db import writing
from recruit.core.errors import Missing, Refused
from recruit.fairs import queries, showing
from recruit.fairs.day import actions, queries as day_queries
from recruit.fairs.day.rules import moment_of, why_not_today
from recruit.fairs.forms import ButtonForm
from recruit.fairs.models import Booth, Fair
from recruit.fairs.rules import BoothState, ReportKind
from recruit.fairs.views.room import room
from recruit.web.gate import current_language, page_url, visitor
from recruit.web.locks import member_of
from recruit.web.words import words_for

_reads = member_of("company")
_acts = member_of("company", "owner", "recruiter")


def _at_fair(slug: str) -> tuple[Fair, Booth]:
    fair = queries.fair_for_company(visitor(), slug)
    booth = queries.own_booth(visitor(), fair)
    if booth is None or booth.state is not BoothState.CONFIRMED:
        raise Missing
    return fair, booth


@room.get("/company/fairs/<slug>/day", lock=_reads)
def company_day(slug: str) -> ResponseReturnValue:
    """Now, next, and the rest of the own day."""
    fair, booth = _at_fair(slug)
    now, language = clock.now(), current_language()
    starts = ((slot.number, slot.starts_at) for slot in fair.slots if not slot.closed)
    moment = moment_of(starts, fair.slot_minutes, now)
    times, reports = showing.slot_times(fair), day_queries.own_reports(visitor(), fair)
    said = {report.meeting_id for report in reports if report.kind is ReportKind.NO_SHOW}
    rows = [
        {
            "ref": one.public_id,
            "slot": one.slot,
            "time": times[one.slot].venue_time,
            "name": showing.student_name(one.student, language),
            "other": showing.other_name(one.student, language),
            "table": one.table_number + 1,
            "state": one.state,
            "changed": showing.is_changed(one),
            "is_answered": one.outcome is not None,
            "has_begun": times[one.slot].starts_at <= now,
            "is_said": one.id in said,
        }
        for one in queries.meetings_of_company(visitor(), fair)
        if one.slot in times
    ]
    return render_template(
        "fairs/day/company_day.html",
        fair=fair,
        booth=booth,
        moment=moment,
        times=times,
        rows=rows,
        is_late=any(report.kind is ReportKind.RUNS_LATE for report in reports),
        is_today=why_not_today(starts_at=fair.event.starts_at, ends_at=fair.event.ends_at, now=now) is None,
        may_act=_acts.opens_for(visitor()),
    )


def _press(slug: str, move: Callable[[], object], done: str) -> ResponseReturnValue:
    if ButtonForm().is_fine():
        try:
            with writing():
                move()
        except Refused as refusal:
            flash(words_for(refusal.reason), "problem")
        else:
            flash(done, "done")
    return redirect(page_url("fairs.company_day", slug=slug), 303)


@room.post("/company/fairs/<slug>/meetings/<public_id>/did-not-come", lock=_acts)
def say_no_show(slug: str, public_id: str) -> ResponseReturnValue:
    """The student does not come to the table."""
    fair, _booth = _at_fair(slug)
    meeting = queries.meeting_of_company(visitor(), fair, public_id)
    return _press(
        slug,
        lambda: actions.report_no_show(meeting, by=visitor(), now=clock.now()),
        _("Our staff are told and look for the student."),
    )


@room.post("/company/fairs/<slug>/late", lock=_acts)
def say_late(slug: str) -> ResponseReturnValue:
    """One conversation takes longer than planned."""
    _fair, booth = _at_fair(slug)
    return _press(
        slug,
        lambda: actions.report_late(booth, by=visitor(), now=clock.now()),
        _("Our staff are told. The timetable stays as it is until they have changed it."),
    )


@room.post("/company/fairs/<slug>/has-time", lock=_acts)
def say_has_time(slug: str) -> ResponseReturnValue:
    """The company has time for students who came without a meeting."""
    _fair, booth = _at_fair(slug)
    return _press(
        slug,
        lambda: actions.has_time(booth, wants_more=True, by=visitor(), now=clock.now()),
        _("Our staff may now bring you students who came without a meeting."),
    )


@room.post("/company/fairs/<slug>/no-time", lock=_acts)
def say_no_time(slug: str) -> ResponseReturnValue:
    """It has time no longer."""
    _fair, booth = _at_fair(slug)
    return _press(
        slug,
        lambda: actions.has_time(booth, wants_more=False, by=visitor(), now=clock.now()),
        _("Nobody is added to your day any more."),
    )
