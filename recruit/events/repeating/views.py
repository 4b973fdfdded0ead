"""Pages of repeating: staff make events again; people sign up for several of a series."""

from zoneinfo import ZoneInfo

from flask import flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _, ngettext

from recruit.core import clock
from recruit.core.db import writing
from recruit.core.errors import Missing, Refused
from recruit.events import queries as event_queries
from recruit.events.forms import ButtonForm
from recruit.events.repeating import actions, queries
from recruit.events.repeating.forms import RepeatForm
from recruit.events.rules import RegistrationState, where_of
from recruit.events.views.room import room
from recruit.web.gate import current_language, page_url, visitor
from recruit.web.locks import coordinator, signed_in
from recruit.web.words import words_for


@room.get("/staff/events/<slug>/repeat", lock=coordinator)
@room.post("/staff/events/<slug>/repeat", lock=coordinator)
def repeat_event(slug: str) -> ResponseReturnValue:
    """Make the event again on other days: a series, or copies."""
    event = event_queries.event_for_staff(visitor(), slug)
    form = RepeatForm(data={"together": True})
    if request.method == "POST" and form.is_fine():
        days = form.wanted(event.starts_at.astimezone(ZoneInfo(event.zone)).date())
        try:
            with writing():
                made = actions.repeat_event(
                    event, days, together=bool(form.together.data), by=visitor(), now=clock.now()
                )
        except Refused as refusal:
            form.blame(refusal, words_for(refusal.reason))
        else:
            flash(
                ngettext(
                    "%(num)d draft is made. Look at it, then open it for sign-up.",
                    "%(num)d drafts are made. Look at them, then open them for sign-up.",
                    len(made),
                ),
                "done",
            )
            if len(made) == 1 and not form.together.data:
                return redirect(page_url("events.edit_event", slug=made[0].slug), 303)
            return redirect(page_url("events.repeat_event", slug=slug), 303)
    html = render_template(
        "events/repeating/repeat.html",
        event=event,
        series=queries.all_of_series(visitor(), event),
        form=form,
        switch_form_id="repeat",
    )
    return make_response(html, 422 if form.errors else 200)


@room.get("/events/<slug>/series", lock=signed_in)
@room.post("/events/<slug>/series", lock=signed_in)
def sign_up_for_series(slug: str) -> ResponseReturnValue:
    """Sign up for several events of a series in one step."""
    event = event_queries.public_event("events", slug)
    parts = queries.parts_for(visitor(), event, clock.now())
    if not parts:
        raise Missing
    if request.method == "POST" and ButtonForm().is_fine():
        try:
            with writing():
                signed_up = actions.sign_up_for_several(
                    event,
                    request.form.getlist("chosen"),
                    by=visitor(),
                    now=clock.now(),
                    language=current_language(),
                )
        except Refused as refusal:
            flash(words_for(refusal.reason), "problem")
        else:
            seated = sum(one.state is RegistrationState.SIGNED_UP for one in signed_up)
            if seated:
                flash(
                    ngettext(
                        "You are signed up for %(num)d event. Your ticket is on its page and in the mail we send you.",
                        "You are signed up for %(num)d events. Each has a ticket of its own, on its page and by mail.",
                        seated,
                    ),
                    "done",
                )
            if len(signed_up) > seated:
                flash(_("For the others you are on the waiting list, or your request has arrived."), "note")
        return redirect(page_url("events.sign_up_for_series", slug=slug), 303)
    return render_template(
        "events/repeating/series.html",
        event=event,
        parts=parts,
        form=ButtonForm(formdata=None),
        where_of=where_of,
        may_sign_up=any(one.is_offered for one in parts),
    )
