"""Staff make a timetable, look how good it is, and publish it."""

from typing import Any

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.core import clock
from recruit.core.db import writing
from recruit.core.errors import Missing, Refused
from recruit.fairs import actions, queries, rules, showing
from recruit.fairs.forms import ButtonForm
from recruit.fairs.models import Fair, Meeting, Timetable
from recruit.fairs.queries import Pair
from recruit.fairs.rules import BoothState, TimetableState
from recruit.fairs.timetable.result import Status, UnmetReason
from recruit.fairs.views.room import operator_may_arrange, room
from recruit.web.gate import current_language, page_url, visitor
from recruit.web.locks import coordinator
from recruit.web.times import place_of, reader_zone
from recruit.web.words import words_for

VIEWS = ("companies", "students", "unmet")


def _fair(slug: str) -> Fair:
    _event, fair = queries.fair_event_for_staff(visitor(), slug)
    if fair is None:
        raise Missing
    return fair


@room.post("/staff/fairs/<slug>/timetable", lock=coordinator)
def make_timetable(slug: str) -> ResponseReturnValue:
    """Ask for a timetable; a worker computes it."""
    fair = _fair(slug)
    if not ButtonForm().is_fine():
        return redirect(page_url("fairs.staff_fair", slug=slug), 303)
    try:
        with writing():
            actions.ask_for_timetable(
                fair, operator_may=operator_may_arrange(), by=visitor(), now=clock.now()
            )
    except Refused as refusal:
        flash(words_for(refusal.reason), "problem")
        return redirect(page_url("fairs.staff_fair", slug=slug), 303)
    return redirect(page_url("fairs.timetable", slug=slug), 303)


@room.get("/staff/fairs/<slug>/timetable", lock=coordinator)
def timetable(slug: str) -> ResponseReturnValue:
    """The newest timetable: who meets whom, how good it is, who was left out and why."""
    fair = _fair(slug)
    found = queries.newest_timetable(visitor(), fair)
    if found is None:
        raise Missing
    view = request.args.get("view", "")
    return render_template(
        "fairs/timetable.html",
        fair=fair,
        timetable=found,
        view=view if view in VIEWS else VIEWS[0],
        why_not=rules.why_not_arrange(
            operator_may=operator_may_arrange(),
            fair_arranges=fair.arranging,
            is_published=found.state is TimetableState.PUBLISHED,
        ),
        certificate=Status(found.certificate) if found.certificate else None,
        late=found.state is TimetableState.SOLVING
        and found.lease_until is None
        and clock.now() - found.asked_at > rules.SOLVING_LEASE,
        **_grid(fair, found),
    )


def _grid(fair: Fair, found: Timetable) -> dict[str, Any]:
    language = current_language()
    meetings = queries.meetings_for_staff(visitor(), found)
    marks = queries.marks_by_pair(visitor(), fair)
    booths = [
        booth for booth in queries.booths_for_staff(visitor(), fair) if booth.state is BoothState.CONFIRMED
    ]
    names = {booth.company_id: showing.company_name(booth.organisation, language) for booth in booths}
    times = showing.slot_times(fair)
    place = place_of(reader_zone())
    same = all(each.venue_time == each.reader_time for each in times.values())
    students, companies = queries.names_for_staff(visitor(), found)
    return {
        "slots": [
            {"time": each.venue_time, "other_time": "" if same else f"{place} {each.reader_time}"}
            for each in times.values()
        ],
        "same_clock": same,
        "reader_place": place,
        "rows": showing.grid_rows(
            booths,
            meetings,
            list(times),
            language=language,
            free=_("free"),
            cell=lambda one: _cell(one, marks.get((one.student_id, one.company_id)), language),
            table=lambda number: _("Table %(number)s", number=number),
        ),
        "days": _days(meetings, times, names, language),
        "unmet": [
            {
                "student": showing.student_name(students[one["student"]], language),
                "company": showing.company_name(companies[one["company"]], language),
                "reason": UnmetReason(one["reason"]),
            }
            for one in found.unmet
            if one["student"] in students and one["company"] in companies
        ],
        "meeting_count": len(meetings),
        "student_count": len({one.student_id for one in meetings}),
        "company_count": len({one.company_id for one in meetings}),
    }


def _cell(meeting: Meeting, pair: Pair | None, language: str) -> dict[str, Any]:
    dropped = meeting.state is rules.MeetingState.DROPPED
    return {
        "who": showing.short_name(meeting.student, language),
        "words": words_for(pair.student) if pair and not dropped else "",
        "state": "changed" if dropped else "pinned" if meeting.pinned else "",
        "word": words_for(meeting.state) if dropped else _("fixed") if meeting.pinned else "",
    }


def _days(
    meetings: list[Meeting], times: dict[int, showing.SlotTimes], names: dict[int, str], language: str
) -> list[dict[str, Any]]:
    """The same by students, in the order of their names."""
    by_student: dict[int, list[Meeting]] = {}
    for meeting in meetings:
        by_student.setdefault(meeting.student_id, []).append(meeting)
    days = [
        {
            "name": showing.student_name(own[0].student, language),
            "other": showing.other_name(own[0].student, language),
            "meetings": [
                {"time": times[one.slot].venue_time, "company": names.get(one.company_id, "")}
                for one in own
                if one.slot in times
            ],
        }
        for own in by_student.values()
    ]
    return sorted(days, key=lambda day: str(day["name"]))


@room.post("/staff/fairs/<slug>/timetable/<public_id>/publish", lock=coordinator)
def publish(slug: str, public_id: str) -> ResponseReturnValue:
    """Show it to both sides and tell them."""
    fair = _fair(slug)
    found = queries.timetable_for_staff(visitor(), fair, public_id)
    if not ButtonForm().is_fine():
        return redirect(page_url("fairs.timetable", slug=slug), 303)
    try:
        with writing():
            actions.publish_timetable(
                found, operator_may=operator_may_arrange(), by=visitor(), now=clock.now()
            )
    except Refused as refusal:
        flash(words_for(refusal.reason), "problem")
    else:
        flash(_("Published. Both sides are told by mail, each in their own language and clock."), "done")
    return redirect(page_url("fairs.timetable", slug=slug), 303)
