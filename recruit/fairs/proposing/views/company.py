"""A company offers times, proposes some to students, and keeps others free."""

from flask import flash, g, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.core import clock
from recruit.core.db import writing
from recruit.core.errors import Missing, Refused
from recruit.fairs import showing
from recruit.fairs.models import Booth, Fair
from recruit.fairs.proposing import actions, drawing, keeping_free, queries
from recruit.fairs.proposing.forms import TapForm, TimeForm, read_pause, read_slots, read_tables
from recruit.fairs.proposing.rules import AGREED
from recruit.fairs.proposing.taking import Mover
from recruit.fairs.proposing.views.student import answer, call_off
from recruit.fairs.queries import fair_for_company, own_booth
from recruit.fairs.rules import BoothState, Side
from recruit.fairs.views.room import operator_may_arrange, room
from recruit.students.models import Student
from recruit.web.gate import current_language, page_url, visitor
from recruit.web.locks import member_of
from recruit.web.words import words_for

_reads = member_of("company")
_acts = member_of("company", "owner", "recruiter")


def _mover() -> Mover:
    return Mover(Side.COMPANY, operator_may=operator_may_arrange(), by=visitor(), now=clock.now())


def _booth(slug: str) -> tuple[Fair, Booth]:
    """The company's own confirmed booth; without one there are no times."""
    fair = fair_for_company(visitor(), slug)
    booth = own_booth(visitor(), fair)
    if booth is None or booth.state is not BoothState.CONFIRMED:
        raise Missing
    return fair, booth


@room.get("/company/fairs/<slug>/times", lock=_reads)
def company_times(slug: str) -> ResponseReturnValue:
    """The company's day at a fair: what is agreed, what waits, what it offers."""
    fair, booth = _booth(slug)
    return _page(fair, booth, TapForm(formdata=None))


def _page(
    fair: Fair, booth: Booth, form: TapForm, typed: dict[int, int] | None = None
) -> ResponseReturnValue:
    language, slug = current_language(), fair.event.slug
    proposes = drawing.proposes(fair, operator_may=operator_may_arrange())
    day = drawing.day_of(fair, Side.COMPANY, company_id=booth.company_id)
    offered = {
        slot: count
        for (_company, slot), count in queries.offered_tables(fair.event_id, booth.company_id).items()
    }
    times = showing.slot_times(fair)
    html = render_template(
        "fairs/company_times.html",
        fair=fair,
        booth=booth,
        proposes=proposes,
        day=day,
        entries=drawing.entries(
            fair,
            times,
            day,
            lambda one: showing.both_names(one.student, language),
            lambda one: (
                page_url("fairs.time_with_student", slug=slug, student_ref=one.student.public_id)
                if proposes
                else ""
            ),
            offered if proposes else None,
        ),
        times=times,
        offered=typed or offered,
        may_act=_acts.opens_for(visitor()),
        is_over=clock.now() >= fair.event.ends_at,
        both_names=showing.both_names,
        form=form,
        switch_form_id="offers",
    )
    return make_response(html, 422 if form.errors else 200)


@room.post("/company/fairs/<slug>/times", lock=_acts)
def offer_times(slug: str) -> ResponseReturnValue:
    """Say which times students can take."""
    fair, booth = _booth(slug)
    form = TapForm()
    busy = queries.busy_slots(fair.event_id, company_id=booth.company_id)
    numbers = [slot.number for slot in fair.slots if slot.closed is None and slot.number not in busy]
    wanted = (
        dict.fromkeys(numbers, booth.tables)
        if "all" in request.form
        else read_tables(request.form, numbers, booth.tables)
    )
    if not form.is_fine():
        return _page(fair, booth, form, wanted)
    try:
        with writing():
            actions.offer_times(fair, booth, wanted, _mover())
    except Refused as refusal:
        form.blame(refusal, words_for(refusal.reason))
        return _page(fair, booth, form, wanted)
    flash(_("Saved. Students can choose these times now."), "done")
    return redirect(page_url("fairs.company_times", slug=slug), 303)


@room.get("/company/fairs/<slug>/times/<student_ref>", lock=_reads, seen="meeting")
def time_with_student(slug: str, student_ref: str) -> ResponseReturnValue:
    """A time with one student: agreed, proposed, or to be proposed."""
    fair, booth = _booth(slug)
    return _pair_page(fair, booth, _student(fair, booth, student_ref), None)


@room.post("/company/fairs/<slug>/times/<student_ref>", lock=_acts, seen="meeting")
def propose_to_student(slug: str, student_ref: str) -> ResponseReturnValue:
    """Propose a time to a student."""
    fair, booth = _booth(slug)
    student = _student(fair, booth, student_ref)
    form = _times_for(fair, booth, student, TimeForm())
    if not form.is_fine():
        return _pair_page(fair, booth, student, form)
    try:
        with writing():
            actions.propose_time(fair, booth, student, form.number, _mover())
    except Refused as refusal:
        form.blame(refusal, words_for(refusal.reason))
        return _pair_page(fair, booth, student, form)
    flash(_("Proposed. The student receives a mail and can accept, decline or propose another time."), "done")
    return redirect(page_url("fairs.company_times", slug=slug), 303)


def _student(fair: Fair, booth: Booth, student_ref: str) -> Student:
    student = queries.student_seen_at_fair(fair, booth, student_ref)
    g.sighted_person_ref = student.person.public_id
    return student


def _times_for(fair: Fair, booth: Booth, student: Student, form: TimeForm) -> TimeForm:
    places = queries.places(fair, booth, student, mover=Side.COMPANY, offered_only=False)
    times = showing.slot_times(fair)
    return form.offer(
        (number, drawing.line(times[number])) for number in drawing.possible(places, now=clock.now())
    )


def _pair_page(fair: Fair, booth: Booth, student: Student, form: TimeForm | None) -> ResponseReturnValue:
    day = drawing.day_of(fair, Side.COMPANY, company_id=booth.company_id)
    shown = form or _times_for(fair, booth, student, TimeForm(formdata=None))
    language = current_language()
    html = render_template(
        "fairs/time_with_student.html",
        fair=fair,
        student=student,
        name=showing.student_name(student, language),
        other_name=showing.other_name(student, language),
        meeting=next((one for one in day.meetings if one.student_id == student.id), None),
        proposal=next((one for one in day.proposals if one.student_id == student.id), None),
        times=showing.slot_times(fair),
        now=clock.now(),
        may_act=_acts.opens_for(visitor()),
        proposes=drawing.proposes(fair, operator_may=operator_may_arrange()),
        form=shown,
        switch_form_id="time",
    )
    return make_response(html, 422 if shown.errors else 200)


@room.post("/company/fairs/<slug>/times/<student_ref>/answer", lock=_acts)
def answer_student(slug: str, student_ref: str) -> ResponseReturnValue:
    """Accept or decline what a student proposed, or take back what the company proposed."""
    fair, booth = _booth(slug)
    queries.student_seen_at_fair(fair, booth, student_ref)
    if TapForm().is_fine():
        proposal = queries.proposal_of_company(fair.event_id, booth, request.form.get("proposal", ""))
        answer(proposal, request.form.get("answer", ""), _mover())
    return redirect(page_url("fairs.company_times", slug=slug), 303)


@room.post("/company/fairs/<slug>/times/<student_ref>/call-off", lock=_acts)
def call_off_student(slug: str, student_ref: str) -> ResponseReturnValue:
    """The company cannot come to this meeting."""
    fair, booth = _booth(slug)
    student = queries.student_seen_at_fair(fair, booth, student_ref)
    meeting = next(
        (
            one
            for one in queries.meetings_of(fair.event_id, company_id=booth.company_id)
            if one.student_id == student.id
        ),
        None,
    )
    if TapForm().is_fine() and meeting is not None:
        call_off(meeting, _mover())
    return redirect(page_url("fairs.company_times", slug=slug), 303)


@room.get("/company/fairs/<slug>/free", lock=_acts)
@room.post("/company/fairs/<slug>/free", lock=_acts)
def company_free_times(slug: str) -> ResponseReturnValue:
    """Times at which nobody of the company is at the booth."""
    fair, booth = _booth(slug)
    form = TapForm()
    agreed = frozenset(slot for _company, slot in queries.taken_tables(fair.event_id, booth.company_id))
    busy = queries.busy_slots(fair.event_id, company_id=booth.company_id)
    if request.method == "POST" and form.is_fine():
        ticked = read_slots(request.form.getlist("busy"))
        busy = drawing.after_tap(fair, ticked, read_pause(request.form.get("pause", "")), agreed)
        try:
            with writing():
                keeping_free.keep_free_for_company(fair, booth, busy, by=visitor(), now=clock.now())
        except Refused as refusal:
            form.blame(refusal, words_for(refusal.reason))
        else:
            flash(_("Saved."), "done")
            return redirect(page_url("fairs.company_free_times", slug=slug), 303)
    method = queries.method_of_plan(fair.event_id)
    html = render_template(
        "fairs/free_times.html",
        fair=fair,
        is_student=False,
        times=showing.slot_times(fair),
        agreed=agreed,
        busy=busy,
        pauses=drawing.pause_buttons(fair, busy),
        may_change=clock.now() < fair.event.ends_at and method in (None, AGREED),
        form=form,
        switch_form_id="free",
    )
    return make_response(html, 422 if form.errors else 200)
