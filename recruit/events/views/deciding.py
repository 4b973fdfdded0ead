"""Staff answer who asked for a seat, several at once."""

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _, ngettext

from recruit.core import clock
from recruit.core.db import writing
from recruit.core.errors import Refused
from recruit.events import actions, queries
from recruit.events.forms import DecisionForm
from recruit.events.rules import RefusedFor, RegistrationState
from recruit.events.views.room import room
from recruit.web.gate import page_url, visitor
from recruit.web.locks import coordinator
from recruit.web.words import words_for


@room.post("/staff/events/<slug>/sign-ups/decide", lock=coordinator)
def decide(slug: str) -> ResponseReturnValue:
    """Give the people who are ticked a seat, or refuse them one with a reason."""
    event = queries.event_for_staff(visitor(), slug)
    form = DecisionForm()
    back = redirect(page_url("events.sign_ups", slug=slug, state=request.form.get("state") or None), 303)
    if not form.is_fine():
        for problem in (str(one) for errors in form.errors.values() for one in errors):
            flash(problem, "problem")
        return back
    chosen = request.form.getlist("chosen")
    if not chosen:
        flash(_("Please tick the people whom you answer."), "problem")
        return back
    try:
        with writing():
            if form.act.data == "approve":
                seated, waiting = actions.approve(event, chosen, by=visitor(), now=clock.now())
                refused = 0
            else:
                seated = waiting = 0
                reason = RefusedFor(form.reason.data) if form.reason.data else None
                if reason is None:
                    flash(_("Please choose a reason: people are told it."), "problem")
                    return back
                refused = actions.refuse(
                    event, chosen, reason, form.words.data or "", by=visitor(), now=clock.now()
                )
    except Refused as refusal:
        flash(words_for(refusal.reason), "problem")
        return back
    if seated:
        flash(ngettext("%(num)d person has a seat now.", "%(num)d people have a seat now.", seated), "done")
    if waiting:
        flash(
            ngettext(
                "There is no more seat: %(num)d person is on the waiting list now.",
                "There are no more seats: %(num)d people are on the waiting list now.",
                waiting,
            ),
            "note",
        )
    if refused:
        flash(ngettext("%(num)d request is refused.", "%(num)d requests are refused.", refused), "done")
    if not (seated or waiting or refused):
        flash(_("They were answered already."), "note")
    return back


ANSWERABLE = frozenset({RegistrationState.ASKED, RegistrationState.REFUSED, RegistrationState.WAITING})
