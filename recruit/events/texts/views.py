"""One translation of an event beside its original."""

from flask import flash, make_response, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.core import clock
from recruit.core.db import writing
from recruit.core.errors import Missing, Refused
from recruit.core.locales import BY_CODE, CODES
from recruit.events import queries
from recruit.events.models import Event
from recruit.events.texts.actions import save_text
from recruit.events.texts.forms import TextForm
from recruit.events.texts.queries import original_parts, seen as seen_now, standing
from recruit.events.texts.writing import fields_of, original_of, text_in
from recruit.events.views.room import room
from recruit.web.gate import page_url, visitor
from recruit.web.locks import coordinator
from recruit.web.words import words_for


@room.get("/staff/events/<slug>/texts/<written_in>", lock=coordinator)
def text(slug: str, written_in: str) -> ResponseReturnValue:
    """A translation of an event."""
    event = queries.event_for_staff(visitor(), slug)
    return _page(event, written_in, _form(event, written_in))


@room.post("/staff/events/<slug>/texts/<written_in>", lock=coordinator)
def save_event_text(slug: str, written_in: str) -> ResponseReturnValue:
    """Keep it."""
    event = queries.event_for_staff(visitor(), slug)
    form = _form(event, written_in)
    if not form.is_fine():
        return _page(event, written_in, form)
    try:
        with writing():
            save_text(
                event, written_in, form.words(), seen=form.seen.data or "", by=visitor(), now=clock.now()
            )
    except Refused as refusal:
        form.blame(refusal, words_for(refusal.reason))
        # Sent once more, it counts as compared with what stands beside it now.
        form.seen.data = seen_now(event, written_in)
        return _page(event, written_in, form)
    flash(_("The translation is saved."), "done")
    return redirect(page_url("events.text", slug=slug, written_in=written_in), 303)


def _form(event: Event, written_in: str) -> TextForm:
    original = original_of(event)
    if written_in not in CODES or original is None or written_in == original.language:
        raise Missing
    row = text_in(event, written_in)
    return TextForm(data={**(fields_of(row) if row else {}), "seen": seen_now(event, written_in)})


def _page(event: Event, written_in: str, form: TextForm) -> ResponseReturnValue:
    original = original_of(event)
    html = render_template(
        "events/texts/text.html",
        event=event,
        form=form,
        written_in=written_in,
        written_in_name=BY_CODE[written_in].name,
        source_language=original.language if original else "",
        source_name=BY_CODE[original.language].name if original else "",
        parts=original_parts(event, written_in),
        standing=standing(event, written_in),
        switch_form_id="text-form",
    )
    return make_response(html, 422 if form.errors or form.form_errors else 200)
