"""Staff say when nobody meets, after how many conversations students rest, and who interprets."""

from flask import flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.core import clock
from recruit.core.db import writing
from recruit.core.errors import Missing, Refused
from recruit.fairs import actions, queries, showing
from recruit.fairs.forms import BreaksForm, ButtonForm, InterpreterForm, read_breaks
from recruit.fairs.models import Fair
from recruit.fairs.rules import Closing
from recruit.fairs.views.room import room
from recruit.fairs.words import INTERPRETED
from recruit.web.gate import page_url, visitor
from recruit.web.locks import coordinator
from recruit.web.words import words_for


def _fair(slug: str) -> Fair:
    _event, fair = queries.fair_event_for_staff(visitor(), slug)
    if fair is None:
        raise Missing
    return fair


@room.get("/staff/fairs/<slug>/breaks", lock=coordinator)
@room.post("/staff/fairs/<slug>/breaks", lock=coordinator)
def breaks(slug: str) -> ResponseReturnValue:
    """Breaks, rests and interpreters of a fair."""
    fair = _fair(slug)
    form = BreaksForm(data={"max_in_a_row": fair.max_in_a_row})
    if request.method == "POST" and form.is_fine():
        closed = read_breaks(request.form, (slot.number for slot in fair.slots))
        try:
            with writing():
                actions.set_breaks(
                    fair, closed, max_in_a_row=form.max_in_a_row.data, by=visitor(), now=clock.now()
                )
        except Refused as refusal:
            form.blame(refusal, words_for(refusal.reason))
        else:
            flash(_("Saved. The next plan keeps to it."), "done")
            return redirect(page_url("fairs.breaks", slug=slug), 303)
    return _page(fair, form=form)


def _page(
    fair: Fair, *, form: BreaksForm | None = None, adding: InterpreterForm | None = None
) -> ResponseReturnValue:
    form = form or BreaksForm(formdata=None, data={"max_in_a_row": fair.max_in_a_row})
    times = showing.slot_times(fair)
    typed = read_breaks(request.form, times) if form.errors else {}
    interpreters = queries.interpreters_for_staff(visitor(), fair)
    html = render_template(
        "fairs/breaks.html",
        fair=fair,
        times=times,
        closed=typed or {slot.number: slot.closed for slot in fair.slots},
        kinds=list(Closing),
        interpreters=interpreters,
        away_words={
            one.public_id: ", ".join(times[slot].venue_time for slot in one.away if slot in times)
            for one in interpreters
        },
        language_words=INTERPRETED,
        published=queries.published_timetable(fair.event_id) is not None,
        adding=adding or _adding(fair),
        form=form,
        switch_form_id="breaks",
    )
    return make_response(html, 422 if form.errors or adding is not None else 200)


def _adding(fair: Fair, *, typed: bool = False) -> InterpreterForm:
    times = showing.slot_times(fair)
    form = InterpreterForm(prefix="new-") if typed else InterpreterForm(formdata=None, prefix="new-")
    return form.offer((str(number), each.venue_time) for number, each in times.items())


@room.post("/staff/fairs/<slug>/interpreters", lock=coordinator)
def add_interpreter(slug: str) -> ResponseReturnValue:
    """Somebody interprets at the fair."""
    fair = _fair(slug)
    form = _adding(fair, typed=True)
    if not form.is_fine():
        return _page(fair, adding=form)
    try:
        with writing():
            actions.add_interpreter(
                fair,
                form.name.data or "",
                form.language.data or "",
                form.slots_away(),
                by=visitor(),
                now=clock.now(),
            )
    except Refused as refusal:
        form.blame(refusal, words_for(refusal.reason))
        return _page(fair, adding=form)
    flash(_("The interpreter is on the list."), "done")
    return redirect(page_url("fairs.breaks", slug=slug), 303)


@room.post("/staff/fairs/<slug>/interpreters/<public_id>/remove", lock=coordinator)
def remove_interpreter(slug: str, public_id: str) -> ResponseReturnValue:
    """Somebody does not interpret after all."""
    fair = _fair(slug)
    interpreter = queries.interpreter_for_staff(visitor(), fair, public_id)
    if ButtonForm().is_fine():
        try:
            with writing():
                actions.remove_interpreter(interpreter, by=visitor(), now=clock.now())
        except Refused as refusal:
            flash(words_for(refusal.reason), "problem")
        else:
            flash(_("Taken off the list."), "done")
    return redirect(page_url("fairs.breaks", slug=slug), 303)
