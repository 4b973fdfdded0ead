"""Taking a seat and giving it back."""

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.accounts.consents import newest_words
from recruit.accounts.consents.shown import CHANGED, were_shown
from recruit.accounts.rules import Purpose
from recruit.core import clock
from recruit.core.db import writing
from recruit.core.errors import Missing, Refused
from recruit.events import actions, queries
from recruit.events.forms import ButtonForm
from recruit.events.rules import EventKind, EventRefusal, RegistrationState, where_of
from recruit.events.views.room import room
from recruit.web.gate import current_language, page_url, visitor
from recruit.web.locks import signed_in
from recruit.web.words import words_for


@room.get("/<any(fairs,events):where>/<slug>/sign-up", lock=signed_in)
@room.post("/<any(fairs,events):where>/<slug>/sign-up", lock=signed_in)
def sign_up(where: str, slug: str) -> ResponseReturnValue:
    """Take a seat. Asked with GET (from the sign-in page) it only leads to the event, where the button is."""
    back = redirect(page_url("events.event", where=where, slug=slug), 303)
    if request.method != "POST" or not ButtonForm().is_fine():
        # Whoever comes here another way is led to an event that is there, or to none.
        queries.public_event(where, slug, alone=True)
        return back
    # The seat at a fair is the agreement to show the profile there.
    if where == where_of(EventKind.FAIR) and not were_shown(
        newest_words(Purpose.FAIR_COMPANIES, current_language())
    ):
        queries.public_event(where, slug, alone=True)
        flash(str(CHANGED), "problem")
        return back
    try:
        with writing():
            # Read here and not before: the move would read it again.
            found = queries.public_event(where, slug, alone=True)
            registration = actions.sign_up(found, by=visitor(), now=clock.now(), language=current_language())
    except Refused as refusal:
        # Two clicks at once: the other one did it.
        if refusal.reason is not EventRefusal.ALREADY_SIGNED_UP:
            flash(words_for(refusal.reason), "problem")
        return back
    if registration.state is RegistrationState.WAITING:
        flash(
            _("All seats are taken. You are on the waiting list; we tell you by mail when you move up."),
            "note",
        )
    else:
        flash(_("You are signed up. Your ticket is on this page and in the mail we send you."), "done")
    return back


@room.post("/<any(fairs,events):where>/<slug>/cancel", lock=signed_in)
def cancel(where: str, slug: str) -> ResponseReturnValue:
    """Give the seat back."""
    found = queries.public_event(where, slug, alone=True)
    registration = queries.own_registration(visitor(), found)
    if registration is None:
        raise Missing
    if ButtonForm().is_fine():
        with writing():
            actions.cancel(registration, by=visitor(), now=clock.now())
        flash(_("Your seat is cancelled. You can sign up again while sign-up is open."), "done")
    return redirect(page_url("events.event", where=where, slug=slug), 303)
