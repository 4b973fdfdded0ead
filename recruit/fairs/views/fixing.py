"""Staff fix a conversation in a slot before the timetable is published, or let it go again."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask import flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from recruit.core import clock
from recruit.core.db import session, writing
from recruit.core.errors import Missing, Refused
from recruit.fairs import actions, queries, showing
from recruit.fairs.actions.pins import conflicts_of
from recruit.fairs.forms import ButtonForm, FixForm
from recruit.fairs.models import Fair, Timetable
from recruit.fairs.queries import Pairing
from recruit.fairs.rules import TimetableState
from recruit.fairs.timetable.result import ConflictReason
from recruit.fairs.views.room import operator_may_arrange, room
from recruit.fairs.words import INTERPRETED
from recruit.organisations.models import Organisation
from recruit.students.models import Student
from recruit.web.gate import current_language, page_url, visitor
from recruit.web.locks import coordinator
from recruit.web.words import words_for


def _pairing(slug: str, student_ref: str, company_ref: str) -> tuple[Fair, Pairing]:
    _event, fair = queries.fair_event_for_staff(visitor(), slug)
    if fair is None:
        raise Missing
    newest = queries.newest_timetable(visitor(), fair)
    return fair, queries.pairing_for_staff(visitor(), fair, newest, student_ref, company_ref)


@room.get("/staff/fairs/<slug>/fixed/<student_ref>/<company_ref>", lock=coordinator)
@room.post("/staff/fairs/<slug>/fixed/<student_ref>/<company_ref>", lock=coordinator)
def fix_meeting(slug: str, student_ref: str, company_ref: str) -> ResponseReturnValue:
    """When two people meet, whatever else changes."""
    fair, pairing = _pairing(slug, student_ref, company_ref)
    slot = pairing.fixed if pairing.fixed is not None else pairing.planned
    form = FixForm(data={"slot": "" if slot is None else str(slot)})
    form.slot.choices = [(str(number), words) for number, words in _choices(fair, pairing).items()]
    conflicts: list[dict[str, Any]] = []
    if request.method == "POST" and form.is_fine():
        wanted = form.number
        try:
            with writing():
                actions.pin_meeting(
                    fair,
                    pairing.student,
                    pairing.company,
                    wanted,
                    operator_may=operator_may_arrange(),
                    by=visitor(),
                    now=clock.now(),
                )
        except Refused as refusal:
            form.blame(refusal, words_for(refusal.reason))
            found = conflicts_of(fair, pairing.student, pairing.company, wanted)
            conflicts = conflicts_in_words([one.as_json() for one in found], fair)
        else:
            flash(_("Fixed. The next plan keeps it."), "done")
            return redirect(page_url("fairs.timetable", slug=slug), 303)
    language = current_language()
    html = render_template(
        "fairs/fix_meeting.html",
        fair=fair,
        pairing=pairing,
        student=showing.student_name(pairing.student, language),
        other_name=showing.other_name(pairing.student, language),
        company=showing.company_name(pairing.company, language),
        times=showing.slot_times(fair),
        conflicts=conflicts,
        form=form,
        switch_form_id="fix",
    )
    return make_response(html, 422 if form.errors else 200)


@room.post("/staff/fairs/<slug>/fixed/<student_ref>/<company_ref>/free", lock=coordinator)
def free_meeting(slug: str, student_ref: str, company_ref: str) -> ResponseReturnValue:
    """Let the next plan choose the time again."""
    fair, pairing = _pairing(slug, student_ref, company_ref)
    if ButtonForm().is_fine():
        try:
            with writing():
                actions.unpin_meeting(
                    fair,
                    pairing.student,
                    pairing.company,
                    operator_may=operator_may_arrange(),
                    by=visitor(),
                    now=clock.now(),
                )
        except Refused as refusal:
            flash(words_for(refusal.reason), "problem")
        else:
            flash(_("No longer fixed. The next plan chooses the time."), "done")
    return redirect(page_url("fairs.timetable", slug=slug), 303)


def _choices(fair: Fair, pairing: Pairing) -> dict[int, str]:
    """Each slot with what stands there in the newest plan."""
    language = current_language()
    times = showing.slot_times(fair)
    companies = {
        one.company_id: one.organisation for one in pairing.others_of_student.values() if one.organisation
    }
    found = {}
    for slot in fair.slots:
        number, other = slot.number, pairing.others_of_student.get(slot.number)
        there = [
            showing.short_name(one.student, language) for one in pairing.others_at_company.get(number, ())
        ]
        if slot.closed:
            words = str(words_for(slot.closed))
        elif number == pairing.planned:
            words = _("as planned now")
        elif other is not None:
            name = showing.company_name(companies[other.company_id], language)
            words = _("the student meets %(company)s in this plan", company=name)
        elif there:
            words = _("at the company: %(names)s", names=", ".join(there))
        else:
            words = _("free")
        found[number] = _("%(time)s: %(words)s", time=times[number].venue_time, words=words)
    return found


def waiting_pins(fair: Fair, timetable: Timetable) -> list[dict[str, Any]]:
    """What is fixed but stands otherwise in this plan: another one has to be made."""
    if timetable.state is not TimetableState.DRAFT:
        return []
    language, times = current_language(), showing.slot_times(fair)
    held = {
        (one.student_id, one.company_id, one.slot) for one in queries.meetings_for_staff(visitor(), timetable)
    }
    return [
        {
            "time": times[one.slot].venue_time,
            "student": showing.student_name(one.student, language),
            "company": showing.company_name(one.company, language),
            "href": page_url(
                "fairs.fix_meeting",
                slug=fair.event.slug,
                student_ref=one.student.public_id,
                company_ref=one.company.public_id,
            ),
        }
        for one in queries.pins_for_staff(visitor(), fair)
        if (one.student.id, one.company.id, one.slot) not in held and one.slot in times
    ]


def conflicts_in_words(conflicts: Iterable[Mapping[str, Any]], fair: Fair) -> list[dict[str, Any]]:
    """Each rule that is broken, and the fixed conversations that break it together, each with the page that frees it."""
    conflicts = list(conflicts)
    language, times = current_language(), showing.slot_times(fair)
    pins = [pin for conflict in conflicts for pin in conflict["pinned"]]
    students = {
        one.public_id: one
        for one in session().scalars(
            select(Student).where(Student.public_id.in_({pin["student"] for pin in pins}))
        )
    }
    companies = {
        one.public_id: one
        for one in session().scalars(
            select(Organisation).where(Organisation.public_id.in_({pin["company"] for pin in pins}))
        )
    }
    return [
        {
            "reason": ConflictReason(conflict["reason"]),
            "language": INTERPRETED.get(conflict.get("language", ""), ""),
            "meetings": [
                {
                    "time": times[pin["slot"]].venue_time if pin["slot"] in times else "–",
                    "student": showing.student_name(students[pin["student"]], language),
                    "company": showing.company_name(companies[pin["company"]], language),
                    "href": page_url(
                        "fairs.fix_meeting",
                        slug=fair.event.slug,
                        student_ref=pin["student"],
                        company_ref=pin["company"],
                    ),
                }
                for pin in conflict["pinned"]
                if pin["student"] in students and pin["company"] in companies
            ],
        }
        for conflict in conflicts
    ]
