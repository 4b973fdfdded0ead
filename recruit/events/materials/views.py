"""Materials: opened by who may, added and withdrawn by staff."""

from flask import flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _, ngettext

from recruit.accounts import limits
from recruit.core import clock, files, uploads
from recruit.core.db import writing
from recruit.core.errors import Missing, Refused
from recruit.core.files import LaidDown
from recruit.events import queries as event_queries
from recruit.events.forms import ButtonForm
from recruit.events.materials import actions, queries, rules
from recruit.events.materials.forms import TAKEN, MaterialForm, material_data
from recruit.events.materials.mails import queue_word
from recruit.events.materials.models import EventMaterial
from recruit.events.materials.rules import MaterialKind
from recruit.events.models import Event
from recruit.events.programme.queries import sessions_of
from recruit.events.views.room import room
from recruit.web.downloads import attachment
from recruit.web.gate import current_language, page_url, visitor
from recruit.web.locks import anybody, coordinator
from recruit.web.words import words_for


@room.get("/events/materials/<material>", lock=anybody)
def material(material: str) -> ResponseReturnValue:
    """A file, to be saved, or the way to where a link leads."""
    return handed_out(queries.material_to_open(visitor(), material, clock.now()))


def handed_out(found: EventMaterial) -> ResponseReturnValue:
    """What may be opened is opened."""
    if found.stored_file is None:
        return redirect(found.url, 303)
    # Reading a large file costs more than a page.
    limits.count("material", limits.MATERIALS_FOR_ONE_NETWORK, limits.network_of(request.remote_addr))
    return attachment(files.content_of(found.stored_file), found.stored_file)


@room.get("/staff/events/<slug>/materials", lock=coordinator)
def materials(slug: str) -> ResponseReturnValue:
    """All materials of an event, what is withdrawn too."""
    event = event_queries.event_for_staff(visitor(), slug)
    return render_template(
        "events/materials/materials.html",
        event=event,
        materials=queries.materials_of(visitor(), event),
        sessions={one.id: one for one in sessions_of(event)},
        now=clock.now(),
    )


@room.get("/staff/events/<slug>/materials/new", lock=coordinator)
@room.post("/staff/events/<slug>/materials/new", lock=coordinator)
def new_material(slug: str) -> ResponseReturnValue:
    """Add a file or a link."""
    event = event_queries.event_for_staff(visitor(), slug)
    return _edit(event, None)


@room.get("/staff/events/<slug>/materials/<material>", lock=coordinator)
@room.post("/staff/events/<slug>/materials/<material>", lock=coordinator)
def edit_material(slug: str, material: str) -> ResponseReturnValue:
    """Change what a material is called, for whom and from when."""
    event = event_queries.event_for_staff(visitor(), slug)
    found = queries.material_for_staff(visitor(), event, material)
    if found.withdrawn_at is not None:
        raise Missing
    return _edit(event, found)


def _edit(event: Event, found: EventMaterial | None) -> ResponseReturnValue:
    sessions = list(sessions_of(event))
    form = MaterialForm(data=material_data(event, found, sessions))
    form.offer(sessions, current_language())
    if found is not None:
        # A file stays a file: whoever has the link opens what it was.
        form.kind.data = found.kind
    if request.method == "POST" and form.is_fine():
        try:
            facts = form.facts(event, sessions)
            laid = _laid_down(form) if found is None and facts.kind is MaterialKind.FILE else None
            with writing():
                if found is None:
                    actions.add_material(event, facts, laid, by=visitor(), now=clock.now())
                else:
                    actions.change_material(event, found, facts, by=visitor(), now=clock.now())
        except Refused as refusal:
            form.blame(refusal, words_for(refusal.reason))
        else:
            flash(_("Saved."), "done")
            return redirect(page_url("events.materials", slug=event.slug), 303)
    if form.errors:
        form.ask_for_file_again()
    html = render_template(
        "events/materials/material.html", event=event, material=found, form=form, switch_form_id="material"
    )
    return make_response(html, 422 if form.errors else 200)


def _laid_down(form: MaterialForm) -> LaidDown | None:
    """The file, looked at and sealed in the store before anything is written. Raises Refused."""
    sent = form.sent()
    if sent is None:
        return None
    limits.count("upload", limits.UPLOADS_OF_ONE_PERSON, visitor().person_ref)
    received = uploads.receive(sent[1], name=sent[0], taken=TAKEN, most_bytes=rules.MOST_BYTES)
    return files.lay_down(
        received.content, name=received.name, media_type=received.media_type, scan=received.scan
    )


@room.post("/staff/events/<slug>/materials/<material>/withdraw", lock=coordinator)
def withdraw_material(slug: str, material: str) -> ResponseReturnValue:
    """Nobody opens it any more."""
    event = event_queries.event_for_staff(visitor(), slug)
    found = queries.material_for_staff(visitor(), event, material)
    if ButtonForm().is_fine():
        with writing():
            actions.withdraw_material(event, found, by=visitor(), now=clock.now())
        flash(_("It is withdrawn. Its address opens nothing any more."), "done")
    return redirect(page_url("events.materials", slug=slug), 303)


@room.post("/staff/events/<slug>/materials/tell", lock=coordinator)
def tell_materials(slug: str) -> ResponseReturnValue:
    """Write to everybody who may open something."""
    event = event_queries.event_for_staff(visitor(), slug)
    if ButtonForm().is_fine():
        try:
            with writing():
                told = actions.begin_to_tell(event, by=visitor(), now=clock.now())
                count = queue_word(event, told, now=clock.now())
        except Refused as refusal:
            flash(words_for(refusal.reason), "problem")
        else:
            flash(
                ngettext("%(num)d person is told by mail.", "%(num)d people are told by mail.", count),
                "done",
            )
    return redirect(page_url("events.materials", slug=slug), 303)
