"""What somebody who has signed up may still change."""

from flask import flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.core import clock
from recruit.core.db import writing
from recruit.core.errors import Missing, Refused
from recruit.events import actions, queries, rules
from recruit.events.asking.forms import answers_form
from recruit.events.programme import queries as queries_of_programme
from recruit.events.programme.actions import choose
from recruit.events.programme.showing import choices_for
from recruit.events.views.room import room
from recruit.web.gate import current_language, page_url, visitor
from recruit.web.locks import signed_in
from recruit.web.words import words_for


@room.get("/<any(fairs,events):where>/<slug>/my-sign-up", lock=signed_in)
@room.post("/<any(fairs,events):where>/<slug>/my-sign-up", lock=signed_in)
def own_sign_up(where: str, slug: str) -> ResponseReturnValue:
    """Who comes along, and which sessions."""
    event = queries.public_event(where, slug)
    registration = queries.own_registration(visitor(), event)
    if registration is None or registration.state not in rules.LIVE:
        raise Missing
    most = max(event.most_companions, registration.companions)
    sessions = choices_for(event, current_language()) if clock.now() < event.sign_up_until else []
    if not most and not sessions:
        raise Missing
    form = answers_form(
        (),
        current_language(),
        most_companions=most,
        companions=registration.companions,
        sessions=[(one.ref, one.label) for one in sessions],
        chosen=[one.session.public_id for one in queries_of_programme.choices_of(registration)],
    )
    if request.method == "POST" and form.is_fine():
        try:
            with writing():
                # Sessions first: who gives one back may bring more people to the others.
                if sessions:
                    choose(registration, form.sessions_chosen, by=visitor(), now=clock.now())
                if most:
                    actions.change_companions(
                        registration, form.companions_brought, by=visitor(), now=clock.now()
                    )
        except Refused as refusal:
            form.blame(refusal, words_for(refusal.reason))
        else:
            flash(_("Saved."), "done")
            return redirect(page_url("events.event", where=where, slug=slug), 303)
    html = render_template(
        "events/own_sign_up.html",
        event=event,
        where=where,
        registration=registration,
        form=form,
        switch_form_id="own-sign-up",
    )
    return make_response(html, 422 if form.errors else 200)
