"""Staff write to people of an event: look first, then send."""

from flask import flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _, ngettext

from recruit.core import clock
from recruit.core.db import new_public_id, writing
from recruit.core.errors import Refused
from recruit.events import queries as event_queries
from recruit.events.among import Which
from recruit.events.letters import actions, queries, rules
from recruit.events.letters.forms import LetterForm
from recruit.events.letters.mails import queue_letter
from recruit.events.letters.rules import LetterRefusal
from recruit.events.rules import Among, RegistrationState
from recruit.events.views.room import room
from recruit.web.gate import page_url, visitor
from recruit.web.locks import coordinator
from recruit.web.words import words_for


@room.get("/staff/events/<slug>/letters", lock=coordinator)
@room.post("/staff/events/<slug>/letters", lock=coordinator)
def letters(slug: str) -> ResponseReturnValue:
    """Write to a part of the list, and read what was written before."""
    event = event_queries.event_for_staff(visitor(), slug)
    form = LetterForm(data={"which": request.args.get("state", ""), "once": new_public_id()})
    people: int | None = None
    if request.method == "POST" and form.is_fine():
        which = _which(form.which.data or "")
        try:
            if form.act.data == "send" and form.once.data:
                with writing():
                    letter, readers = actions.write_letter(
                        event, which, form.letter(), once=form.once.data, by=visitor(), now=clock.now()
                    )
                    count = queue_letter(letter, readers)
                flash(
                    ngettext(
                        "The letter goes to %(num)d person.", "The letter goes to %(num)d people.", count
                    ),
                    "done",
                )
                return redirect(page_url("events.letters", slug=slug), 303)
            refusal = rules.why_not_letter(form.letter().values())
            people = len(queries.readers_of(visitor(), event, which))
            if refusal is not None or not people:
                people = None
                raise Refused(refusal or LetterRefusal.NOBODY_THERE)
        except Refused as refusal:
            form.blame(refusal, words_for(refusal.reason))
    html = render_template(
        "events/letters/letters.html",
        event=event,
        form=form,
        people=people,
        before=queries.letters_of(visitor(), event),
        name_of=lambda code: words_for(_which(code)) if code else _("Everybody on the list"),
        switch_form_id="letter",
    )
    return make_response(html, 422 if form.errors else 200)


def _which(code: str) -> Which:
    if code in set(RegistrationState):
        return RegistrationState(code)
    return Among(code) if code in set(Among) else None
