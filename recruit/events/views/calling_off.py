"""Staff call an event off."""

from flask import flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.core import clock
from recruit.core.db import writing
from recruit.core.errors import Missing, Refused
from recruit.events import actions, queries, rules
from recruit.events.forms import CallOffForm
from recruit.events.rules import EventState
from recruit.events.views.room import room
from recruit.web.gate import page_url, visitor
from recruit.web.locks import coordinator
from recruit.web.words import words_for


@room.get("/staff/events/<slug>/call-off", lock=coordinator)
@room.post("/staff/events/<slug>/call-off", lock=coordinator)
def call_off(slug: str) -> ResponseReturnValue:
    """Say that an event does not take place; everybody who has signed up is told."""
    event = queries.event_for_staff(visitor(), slug)
    if event.state is not EventState.CALLED_OFF and not rules.may_move(event.state, EventState.CALLED_OFF):
        raise Missing
    form = CallOffForm()
    if request.method == "POST" and form.is_fine():
        try:
            with writing():
                actions.call_off(event, form.words.data or "", by=visitor(), now=clock.now())
        except Refused as refusal:
            form.blame(refusal, words_for(refusal.reason))
        else:
            flash(_("The event is called off. Everybody who had signed up is told by mail now."), "done")
            return redirect(page_url("events.edit_event", slug=slug), 303)
    counts = queries.counts_of(visitor(), event)
    html = render_template(
        "events/call_off.html",
        event=event,
        form=form,
        told=sum(many for state, many in counts.items() if state in rules.LIVE),
        switch_form_id="call-off",
    )
    return make_response(html, 422 if form.errors else 200)
