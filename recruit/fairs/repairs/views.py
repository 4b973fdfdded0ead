"""Staff say what is different from a published timetable, compare the ways to mend it, and take one."""

from collections.abc import Mapping
from typing import Any

from flask import flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.core import clock
from recruit.core.db import writing
from recruit.core.errors import Missing, Refused
from recruit.fairs import queries, showing
from recruit.fairs.forms import ButtonForm
from recruit.fairs.joining.queries import late_students
from recruit.fairs.models import Fair, Timetable, TimetableRepair
from recruit.fairs.proposing.rules import AGREED
from recruit.fairs.repairs import actions, queries as repair_queries
from recruit.fairs.repairs.forms import (
    ABSENT,
    BEHIND,
    GONE,
    WALKS_IN,
    ChoiceForm,
    MendForm,
    read_day,
    read_walk_ins,
)
from recruit.fairs.rules import BoothState, RepairState, TimetableState
from recruit.fairs.views.room import operator_may_arrange, room
from recruit.web.forms import choices_of
from recruit.web.gate import current_language, page_url, visitor
from recruit.web.locks import coordinator
from recruit.web.words import words_for


def _published(slug: str) -> tuple[Fair, Timetable]:
    """Mending is offered only where arranging is."""
    _event, fair = queries.fair_event_for_staff(visitor(), slug)
    found = queries.newest_timetable(visitor(), fair) if fair is not None else None
    if fair is None or found is None or found.state is not TimetableState.PUBLISHED:
        raise Missing
    if not (fair.arranging and operator_may_arrange()) or found.method == AGREED:
        raise Missing
    return fair, found


@room.get("/staff/fairs/<slug>/mend", lock=coordinator)
@room.post("/staff/fairs/<slug>/mend", lock=coordinator)
def mend(slug: str) -> ResponseReturnValue:
    """What is different from the plan: who does not come or comes late, which company has left or has fewer tables.

    A link may fill in a difference: its parameters are called as the fields. What is filled in stands first.
    """
    fair, timetable = _published(slug)
    language, times, now = current_language(), showing.slot_times(fair), clock.now()
    meetings = repair_queries.standing_meetings(timetable.id)
    to_come = [slot.number for slot in fair.slots if slot.starts_at > now]
    students = {one.student.public_id: one.student for one in meetings}
    booths = {
        booth.organisation.public_id: booth
        for booth in queries.booths_for_staff(visitor(), fair)
        if booth.state is BoothState.CONFIRMED
    }
    late = late_students(visitor(), fair)
    walk_ins = {
        one.public_id: one for one in (*late, *repair_queries.without_meeting(visitor(), fair, timetable))
    }
    form = MendForm(data={"from_slot": str(to_come[0]) if to_come else ""})
    form.from_slot.choices = choices_of((str(slot), times[slot].venue_time) for slot in to_come)
    if request.method == "POST" and form.is_fine():
        day = read_day(
            request.form,
            form.first_slot,
            students,
            {ref: booth.tables for ref, booth in booths.items()},
        )
        try:
            with writing():
                repair = actions.ask_for_repair(
                    timetable,
                    day,
                    operator_may=operator_may_arrange(),
                    by=visitor(),
                    now=now,
                    walk_ins=read_walk_ins(request.form, walk_ins),
                )
                public_id = repair.public_id
        except Refused as refusal:
            form.blame(refusal, words_for(refusal.reason))
        else:
            return redirect(page_url("fairs.ways_to_mend", slug=slug, public_id=public_id), 303)
    html = render_template(
        "fairs/mend.html",
        fair=fair,
        times=times,
        to_come=to_come,
        students=sorted(
            (
                {
                    "ref": ref,
                    "name": showing.student_name(one, language),
                    "other": showing.other_name(one, language),
                    "typed": request.values.get(f"student-{ref}", ""),
                }
                for ref, one in students.items()
            ),
            key=lambda row: (not row["typed"], row["name"]),
        ),
        companies=sorted(
            (
                {
                    "ref": ref,
                    "name": showing.company_name(booth.organisation, language),
                    "tables": booth.tables,
                    "typed": request.values.get(f"company-{ref}", ""),
                }
                for ref, booth in booths.items()
            ),
            key=lambda row: not row["typed"],
        ),
        walk_ins=[
            {
                "ref": ref,
                "name": showing.student_name(one, language),
                "other": showing.other_name(one, language),
                "typed": request.values.get(f"walk-{ref}", ""),
            }
            for ref, one in walk_ins.items()
        ],
        with_time=len(repair_queries.companies_with_time(fair.event_id)) if walk_ins else 0,
        walks_in=WALKS_IN,
        behind=BEHIND,
        absent=ABSENT,
        gone=GONE,
        repairs=repair_queries.repairs_for_staff(visitor(), timetable),
        form=form,
        switch_form_id="mend",
    )
    return make_response(html, 422 if form.errors else 200)


@room.get("/staff/fairs/<slug>/mend/<public_id>", lock=coordinator)
def ways_to_mend(slug: str, public_id: str) -> ResponseReturnValue:
    """The ways side by side: who is disturbed by each, and what is gained."""
    fair, _timetable = _published(slug)
    return _ways(fair, repair_queries.repair_for_staff(visitor(), fair, public_id))


def _ways(fair: Fair, repair: TimetableRepair, form: ChoiceForm | None = None) -> ResponseReturnValue:
    form = form or ChoiceForm(formdata=None)
    html = render_template(
        "fairs/ways_to_mend.html",
        fair=fair,
        repair=repair,
        told=_told(fair, repair),
        ways=_in_words(fair, repair),
        is_open=repair.state is RepairState.PROPOSED,
        form=form,
    )
    return make_response(html, 422 if form.errors else 200)


@room.post("/staff/fairs/<slug>/mend/<public_id>/accept", lock=coordinator)
def accept_way(slug: str, public_id: str) -> ResponseReturnValue:
    """Take one of the ways and tell those whom it disturbs."""
    fair, _timetable = _published(slug)
    repair = repair_queries.repair_for_staff(visitor(), fair, public_id)
    form = ChoiceForm()
    form.way.choices = [(str(number), str(number)) for number in range(len(repair.proposals))]
    if not form.is_fine():
        return _ways(fair, repair, form)
    try:
        with writing():
            actions.accept_repair(
                repair,
                form.number,
                operator_may=operator_may_arrange(),
                by=visitor(),
                now=clock.now(),
            )
    except Refused as refusal:
        form.blame(refusal, words_for(refusal.reason))
        return _ways(fair, repair, form)
    flash(_("The timetable is changed. Whom it disturbs is told by mail; nobody else is."), "done")
    return redirect(page_url("fairs.timetable", slug=slug), 303)


@room.post("/staff/fairs/<slug>/mend/<public_id>/discard", lock=coordinator)
def discard_ways(slug: str, public_id: str) -> ResponseReturnValue:
    """Leave everything as it is."""
    fair, _timetable = _published(slug)
    repair = repair_queries.repair_for_staff(visitor(), fair, public_id)
    if ButtonForm().is_fine():
        try:
            with writing():
                actions.discard_repair(repair, by=visitor(), now=clock.now())
        except Refused as refusal:
            flash(words_for(refusal.reason), "problem")
        else:
            flash(_("Everything stays as it was told."), "done")
    return redirect(page_url("fairs.mend", slug=slug), 303)


def _told(fair: Fair, repair: TimetableRepair) -> list[str]:
    """What staff said, as sentences."""
    language, times, day = current_language(), showing.slot_times(fair), repair.day
    behind, walk_ins = day.get("behind", {}), day.get("walk_ins", ())
    students, companies = repair_queries.named(
        {*day["absent"], *day["late"], *walk_ins}, {*day["gone"], *day["tables"], *behind}
    )

    def time(slot: int) -> str:
        return times[slot].venue_time if slot in times else "–"

    def student(ref: str) -> str:
        return showing.student_name(students[ref], language) if ref in students else "–"

    def company(ref: str) -> str:
        return showing.company_name(companies[ref], language) if ref in companies else "–"

    return [
        _("From %(time)s on", time=time(day["from_slot"])),
        *(_("%(student)s does not come", student=student(ref)) for ref in day["absent"]),
        *(
            _("%(student)s comes at %(time)s", student=student(ref), time=time(slot))
            for ref, slot in day["late"].items()
        ),
        *(_("%(company)s has left", company=company(ref)) for ref in day["gone"]),
        *(
            _("%(company)s has only %(tables)s tables", company=company(ref), tables=count)
            for ref, count in day["tables"].items()
        ),
        *(
            _("%(company)s runs late and goes on at %(time)s", company=company(ref), time=time(slot))
            for ref, slot in behind.items()
        ),
        *(_("%(student)s came without a meeting and wants some", student=student(ref)) for ref in walk_ins),
    ]


def _in_words(fair: Fair, repair: TimetableRepair) -> list[dict[str, Any]]:
    language, times = current_language(), showing.slot_times(fair)
    refs = [one for way in repair.proposals for key in ("moved", "dropped", "added") for one in way[key]]
    students, companies = repair_queries.named({one[0] for one in refs}, {one[1] for one in refs})

    def line(one: list[Any]) -> Mapping[str, str]:
        student, company = students.get(one[0]), companies.get(one[1])
        return {
            "student": showing.student_name(student, language) if student else "–",
            "company": showing.company_name(company, language) if company else "–",
            "time": times[one[-1]].venue_time if one[-1] in times else "–",
            "before": times[one[2]].venue_time if one[2] in times else "–",
        }

    return [
        {
            **way,
            "number": number,
            "moved": [line(one) for one in way["moved"]],
            "dropped": [line(one) for one in way["dropped"]],
            "added": [line(one) for one in way["added"]],
        }
        for number, way in enumerate(repair.proposals)
    ]
