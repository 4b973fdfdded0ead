"""A student agrees on times with companies, and keeps times free."""

from flask import flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.core import clock
from recruit.core.db import writing
from recruit.core.errors import Refused
from recruit.fairs import showing
from recruit.fairs.models import Booth
from recruit.fairs.proposing import actions, drawing, keeping_free, queries
from recruit.fairs.proposing.forms import TapForm, TimeForm, read_pause, read_slots
from recruit.fairs.proposing.rules import AGREED, ProposingRefusal
from recruit.fairs.proposing.taking import Mover
from recruit.fairs.queries import StudentAtFair, booths_at, seat_at_fair
from recruit.fairs.rules import Side
from recruit.fairs.views.room import operator_may_arrange, room
from recruit.web.gate import current_language, page_url, visitor
from recruit.web.locks import signed_in
from recruit.web.words import words_for


def _mover() -> Mover:
    return Mover(Side.STUDENT, operator_may=operator_may_arrange(), by=visitor(), now=clock.now())


@room.get("/me/fairs/<slug>/times", lock=signed_in)
def my_times(slug: str) -> ResponseReturnValue:
    """My day at a fair: what is agreed, what waits, which companies have free times."""
    seat = seat_at_fair(visitor(), slug)
    fair, language = seat.fair, current_language()
    day = drawing.day_of(fair, Side.STUDENT, student_id=seat.student.id)
    proposes = drawing.proposes(fair, operator_may=operator_may_arrange())
    free = queries.free_by_company(fair, seat.student, now=clock.now()) if proposes else {}
    times = showing.slot_times(fair)
    return render_template(
        "fairs/my_times.html",
        fair=fair,
        proposes=proposes,
        day=day,
        entries=drawing.entries(
            fair,
            times,
            day,
            lambda one: showing.company_name(one.organisation, language),
            lambda one: (
                page_url("fairs.my_time_with", slug=slug, company_ref=one.organisation.public_id)
                if proposes
                else ""
            ),
        ),
        times=times,
        booths=booths_at(fair) if proposes else [],
        free=free,
        agreed={one.company_id for one in day.meetings},
        is_over=clock.now() >= fair.event.ends_at,
        company_name=showing.company_name,
        form=TapForm(formdata=None),
    )


@room.get("/me/fairs/<slug>/times/<company_ref>", lock=signed_in)
@room.post("/me/fairs/<slug>/times/<company_ref>", lock=signed_in)
def my_time_with(slug: str, company_ref: str) -> ResponseReturnValue:
    """Choose a time with one company: free ones are agreed at once, others are proposed."""
    seat, booth = _pair(slug, company_ref)
    now = clock.now()
    places = queries.places(seat.fair, booth, seat.student, mover=Side.STUDENT, offered_only=False)
    offered = set(
        drawing.possible(
            queries.places(seat.fair, booth, seat.student, mover=Side.STUDENT, offered_only=True), now=now
        )
    )
    numbers = drawing.possible(places, now=now)
    times = showing.slot_times(seat.fair)
    form = TimeForm().offer((number, drawing.line(times[number])) for number in numbers)
    if request.method == "POST" and form.is_fine():
        try:
            with writing():
                if form.number in offered:
                    actions.pick_time(seat.fair, booth, seat.student, form.number, _mover())
                else:
                    actions.propose_time(seat.fair, booth, seat.student, form.number, _mover())
        except Refused as refusal:
            form.blame(refusal, words_for(refusal.reason))
        else:
            flash(
                _("Agreed. Both of you receive a mail with the calendar file.")
                if form.number in offered
                else _(
                    "Proposed. The company receives a mail and can accept, decline or propose another time."
                ),
                "done",
            )
            return redirect(page_url("fairs.my_times", slug=slug), 303)
    day = drawing.day_of(seat.fair, Side.STUDENT, student_id=seat.student.id)
    html = render_template(
        "fairs/my_time_with.html",
        fair=seat.fair,
        booth=booth,
        name=showing.company_name(booth.organisation, current_language()),
        meeting=next((one for one in day.meetings if one.company_id == booth.company_id), None),
        proposal=next((one for one in day.proposals if one.company_id == booth.company_id), None),
        times=times,
        now=now,
        numbers=numbers,
        notes={
            str(number): _("Free: agreed at once") if number in offered else _("The company is asked")
            for number in numbers
        },
        proposes=drawing.proposes(seat.fair, operator_may=operator_may_arrange()),
        form=form,
        switch_form_id="time",
    )
    return make_response(html, 422 if form.errors else 200)


def _pair(slug: str, company_ref: str) -> tuple[StudentAtFair, Booth]:
    seat = seat_at_fair(visitor(), slug)
    return seat, queries.booth_of(seat.fair, company_ref)


@room.post("/me/fairs/<slug>/times/<company_ref>/answer", lock=signed_in)
def answer_company(slug: str, company_ref: str) -> ResponseReturnValue:
    """Accept or decline what a company proposed, or take back what I proposed."""
    seat, _booth = _pair(slug, company_ref)
    if TapForm().is_fine():
        proposal = queries.proposal_of_student(
            seat.fair.event_id, seat.student, request.form.get("proposal", "")
        )
        answer(proposal, request.form.get("answer", ""), _mover())
    return redirect(page_url("fairs.my_times", slug=slug), 303)


def answer(proposal: queries.TimeProposal | None, wanted: str, mover: Mover) -> None:
    """Do what the button says, and say so."""
    moves = {
        "accept": (actions.accept_time, _("Agreed. Both of you receive a mail with the calendar file.")),
        "decline": (actions.decline_time, _("Declined. The other side is told.")),
        "withdraw": (actions.withdraw_time, _("Taken back. The other side is told.")),
    }
    if proposal is None or wanted not in moves:
        flash(words_for(ProposingRefusal.PROPOSAL_IS_CLOSED), "problem")
        return
    move, words = moves[wanted]
    try:
        with writing():
            move(proposal, mover)
    except Refused as refusal:
        flash(words_for(refusal.reason), "problem")
    else:
        flash(words, "done")


@room.post("/me/fairs/<slug>/times/<company_ref>/call-off", lock=signed_in)
def call_off_company(slug: str, company_ref: str) -> ResponseReturnValue:
    """I cannot come to this meeting."""
    seat, booth = _pair(slug, company_ref)
    meeting = next(
        (
            one
            for one in queries.meetings_of(seat.fair.event_id, student_id=seat.student.id)
            if one.company_id == booth.company_id
        ),
        None,
    )
    if TapForm().is_fine() and meeting is not None:
        call_off(meeting, _mover())
    return redirect(page_url("fairs.my_times", slug=slug), 303)


def call_off(meeting: queries.Meeting, mover: Mover) -> None:
    """Call a meeting off, and say so."""
    try:
        with writing():
            actions.call_off(meeting, mover)
    except Refused as refusal:
        flash(words_for(refusal.reason), "problem")
    else:
        flash(_("Called off. Both of you receive a mail that takes it out of the calendar."), "done")


@room.get("/me/fairs/<slug>/free", lock=signed_in)
@room.post("/me/fairs/<slug>/free", lock=signed_in)
def my_free_times(slug: str) -> ResponseReturnValue:
    """Times at a fair that I keep free; nobody asks why."""
    seat = seat_at_fair(visitor(), slug)
    fair, form = seat.fair, TapForm()
    agreed = queries.student_slots(fair.event_id, seat.student.id)
    busy = queries.busy_slots(fair.event_id, student_id=seat.student.id)
    if request.method == "POST" and form.is_fine():
        ticked = read_slots(request.form.getlist("busy"))
        busy = drawing.after_tap(fair, ticked, read_pause(request.form.get("pause", "")), agreed)
        try:
            with writing():
                keeping_free.keep_free_for_student(fair, seat.student, busy, by=visitor(), now=clock.now())
        except Refused as refusal:
            form.blame(refusal, words_for(refusal.reason))
        else:
            flash(_("Saved. Nobody is told why."), "done")
            return redirect(page_url("fairs.my_free_times", slug=slug), 303)
    method = queries.method_of_plan(fair.event_id)
    html = render_template(
        "fairs/free_times.html",
        fair=fair,
        is_student=True,
        times=showing.slot_times(fair),
        agreed=agreed,
        busy=busy,
        pauses=drawing.pause_buttons(fair, busy),
        may_change=clock.now() < fair.event.ends_at and method in (None, AGREED),
        form=form,
        switch_form_id="free",
    )
    return make_response(html, 422 if form.errors else 200)
