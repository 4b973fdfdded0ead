"""Staff write the programme of an event."""

from flask import flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.core import clock
from recruit.core.db import writing
from recruit.core.errors import Refused
from recruit.events import queries as event_queries
from recruit.events.forms import ButtonForm
from recruit.events.models import Event
from recruit.events.programme import actions, queries
from recruit.events.programme.forms import SessionForm, SpeakerForm, session_form, speaker_data
from recruit.events.programme.models import EventSpeaker, ProgrammeSession
from recruit.events.views.room import room
from recruit.web.gate import page_url, visitor
from recruit.web.locks import coordinator
from recruit.web.words import words_for


@room.get("/staff/events/<slug>/programme", lock=coordinator)
def programme(slug: str) -> ResponseReturnValue:
    """The sessions of an event and who speaks."""
    event = event_queries.event_for_staff(visitor(), slug)
    return render_template(
        "events/programme/programme.html",
        event=event,
        sessions=queries.sessions_of(event),
        speakers=queries.speakers_of(visitor(), event),
    )


@room.get("/staff/events/<slug>/programme/sessions/new", lock=coordinator)
@room.post("/staff/events/<slug>/programme/sessions/new", lock=coordinator)
def new_session(slug: str) -> ResponseReturnValue:
    """Write a new session."""
    return _session(event_queries.event_for_staff(visitor(), slug), None)


@room.get("/staff/events/<slug>/programme/sessions/<session>", lock=coordinator)
@room.post("/staff/events/<slug>/programme/sessions/<session>", lock=coordinator)
def programme_session(slug: str, session: str) -> ResponseReturnValue:
    """Change a session."""
    event = event_queries.event_for_staff(visitor(), slug)
    return _session(event, queries.session_for_staff(visitor(), event, session))


def _session(event: Event, found: ProgrammeSession | None) -> ResponseReturnValue:
    form = session_form(event, found, queries.speakers_of(visitor(), event))
    if request.method == "POST" and form.is_fine():
        try:
            with writing():
                actions.write_session(event, found, form.facts(event.zone), by=visitor(), now=clock.now())
        except Refused as refusal:
            form.blame(refusal, words_for(refusal.reason))
        else:
            flash(_("Saved."), "done")
            return redirect(page_url("events.programme", slug=event.slug), 303)
    return _page("events/programme/session.html", event, found, form)


def _page(
    template: str,
    event: Event,
    found: ProgrammeSession | EventSpeaker | None,
    form: SessionForm | SpeakerForm,
) -> ResponseReturnValue:
    html = render_template(template, event=event, found=found, form=form, switch_form_id="programme")
    return make_response(html, 422 if form.errors else 200)


@room.post("/staff/events/<slug>/programme/sessions/<session>/remove", lock=coordinator)
def remove_session(slug: str, session: str) -> ResponseReturnValue:
    """Take a session off the programme."""
    event = event_queries.event_for_staff(visitor(), slug)
    found = queries.session_for_staff(visitor(), event, session)
    if ButtonForm().is_fine():
        try:
            with writing():
                actions.remove_session(event, found, by=visitor(), now=clock.now())
        except Refused as refusal:
            flash(words_for(refusal.reason), "problem")
        else:
            flash(_("The session is taken off."), "done")
    return redirect(page_url("events.programme", slug=slug), 303)


@room.get("/staff/events/<slug>/programme/speakers/new", lock=coordinator)
@room.post("/staff/events/<slug>/programme/speakers/new", lock=coordinator)
def new_speaker(slug: str) -> ResponseReturnValue:
    """Write who speaks."""
    return _speaker(event_queries.event_for_staff(visitor(), slug), None)


@room.get("/staff/events/<slug>/programme/speakers/<speaker>", lock=coordinator)
@room.post("/staff/events/<slug>/programme/speakers/<speaker>", lock=coordinator)
def speaker(slug: str, speaker: str) -> ResponseReturnValue:
    """Change what is said of a speaker."""
    event = event_queries.event_for_staff(visitor(), slug)
    return _speaker(event, queries.speaker_for_staff(visitor(), event, speaker))


def _speaker(event: Event, found: EventSpeaker | None) -> ResponseReturnValue:
    form = SpeakerForm(data=speaker_data(found))
    if request.method == "POST" and form.is_fine():
        try:
            with writing():
                actions.write_speaker(event, found, form.facts(), by=visitor(), now=clock.now())
        except Refused as refusal:
            form.blame(refusal, words_for(refusal.reason))
        else:
            flash(_("Saved."), "done")
            return redirect(page_url("events.programme", slug=event.slug), 303)
    return _page("events/programme/speaker.html", event, found, form)


@room.post("/staff/events/<slug>/programme/speakers/<speaker>/remove", lock=coordinator)
def remove_speaker(slug: str, speaker: str) -> ResponseReturnValue:
    """Take a speaker off, with all that was said of them."""
    event = event_queries.event_for_staff(visitor(), slug)
    found = queries.speaker_for_staff(visitor(), event, speaker)
    if ButtonForm().is_fine():
        with writing():
            actions.remove_speaker(event, found, by=visitor(), now=clock.now())
        flash(_("The speaker is taken off, with all that was written."), "done")
    return redirect(page_url("events.programme", slug=slug), 303)
