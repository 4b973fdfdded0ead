"""Past events by year, kind and country; staff take pages off and put them back."""

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.core import clock
from recruit.core.db import writing
from recruit.core.errors import Refused
from recruit.events import queries as event_queries, rules as event_rules
from recruit.events.archive import actions, queries
from recruit.events.archive.queries import Wanted
from recruit.events.forms import ButtonForm
from recruit.events.rules import EventKind
from recruit.events.views.room import room
from recruit.students.names import country_name
from recruit.web.gate import page_url, visitor
from recruit.web.locks import anybody, coordinator
from recruit.web.words import words_for


@room.get("/events/archive", lock=anybody)
def archive() -> ResponseReturnValue:
    """What has been."""
    choices = queries.choices()
    year, kind = request.args.get("year", ""), request.args.get("kind", "")
    wanted = Wanted(
        year=next((one for one in choices.years if str(one) == year), None),
        kind=EventKind(kind) if kind in set(EventKind) else None,
        country=next((one for one in choices.countries if one == request.args.get("country")), ""),
    )
    page = queries.past_page(wanted, after=request.args.get("after"))
    return render_template(
        "events/archive.html",
        page=page,
        guests=queries.told_guests_of(page.rows),
        wanted=wanted,
        choices=choices,
        kinds=list(EventKind),
        country_name=country_name,
        where_of=event_rules.where_of,
    )


@room.post("/staff/events/<slug>/hide", lock=coordinator)
def hide_event(slug: str) -> ResponseReturnValue:
    """Take the page of an event that is over off, or put it back."""
    event = event_queries.event_for_staff(visitor(), slug)
    if ButtonForm().is_fine():
        hidden = request.form.get("hidden") == "yes"
        try:
            with writing():
                actions.hide(event, hidden, by=visitor(), now=clock.now())
        except Refused as refusal:
            flash(words_for(refusal.reason), "problem")
        else:
            flash(
                _("The page is taken off; nobody but staff finds it.")
                if hidden
                else _("The page is public again."),
                "done",
            )
    return redirect(page_url("events.edit_event", slug=slug), 303)
