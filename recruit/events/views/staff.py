"""Staff write events, open and close them, and read who signed up."""

from enum import StrEnum
from typing import TypeVar

from flask import flash, g, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from recruit.core import clock
from recruit.core.db import writing
from recruit.core.errors import Refused
from recruit.events import actions, queries, rules
from recruit.events.among import Which, came_and_missed
from recruit.events.asking import queries as asking
from recruit.events.asking.showing import answer_words, in_words, question_words
from recruit.events.forms import ButtonForm, DecisionForm, EventForm, event_data
from recruit.events.models import Event
from recruit.events.programme import queries as programme
from recruit.events.programme.rules import SessionSeatState
from recruit.events.programme.showing import title_of
from recruit.events.rules import Among, EventState, RegistrationState, SignUpWay
from recruit.events.texts.queries import languages_to_translate_into
from recruit.events.views.deciding import ANSWERABLE
from recruit.events.views.room import room
from recruit.web.exports import csv_file, xlsx_file
from recruit.web.gate import current_language, page_url, visitor
from recruit.web.locks import coordinator
from recruit.web.times import format_instant
from recruit.web.words import words_for

Code = TypeVar("Code", bound=StrEnum)


def _asked(kind: type[Code], name: str = "state") -> Code | None:
    text = request.args.get(name, "")
    try:
        return kind(text) if text else None
    except ValueError:
        return None


@room.get("/staff/events", lock=coordinator)
def staff_events() -> ResponseReturnValue:
    """All events, those that begin last first."""
    state = _asked(EventState)
    page = queries.events_page(visitor(), state=state, after=request.args.get("after"))
    return render_template(
        "events/staff_list.html", page=page, state=state, states=list(EventState), where_of=rules.where_of
    )


@room.get("/staff/events/new", lock=coordinator)
@room.post("/staff/events/new", lock=coordinator)
def new_event() -> ResponseReturnValue:
    """Write a new event."""
    form = EventForm(data=event_data(None))
    if request.method == "POST" and form.is_fine():
        try:
            with writing():
                made = actions.create_event(form.wanted_slug(), form.facts(), by=visitor(), now=clock.now())
        except Refused as refusal:
            form.blame(refusal, words_for(refusal.reason))
        else:
            flash(_("Saved as a draft. Open it when everything is right."), "done")
            return redirect(page_url("events.edit_event", slug=made.slug), 303)
    return _edit_page(form, None)


@room.get("/staff/events/<slug>", lock=coordinator)
@room.post("/staff/events/<slug>", lock=coordinator)
def edit_event(slug: str) -> ResponseReturnValue:
    """Change an event."""
    found = queries.event_for_staff(visitor(), slug)
    form = EventForm(data=event_data(found))
    if request.method == "POST" and form.is_fine():
        try:
            with writing():
                actions.change_event(found, form.facts(), by=visitor(), now=clock.now())
        except Refused as refusal:
            form.blame(refusal, words_for(refusal.reason))
        else:
            flash(_("Saved."), "done")
            return redirect(page_url("events.edit_event", slug=slug), 303)
    return _edit_page(form, found)


def _edit_page(form: EventForm, found: Event | None) -> ResponseReturnValue:
    html = render_template(
        "events/staff_edit.html",
        form=form,
        event=found,
        may_open=found is not None and rules.may_move(found.state, EventState.OPEN),
        may_call_off=found is not None and rules.may_move(found.state, EventState.CALLED_OFF),
        may_close=found is not None and rules.may_move(found.state, EventState.CLOSED),
        where_of=rules.where_of,
        translated_into=languages_to_translate_into(found) if found else [],
        switch_form_id="event",
    )
    return make_response(html, 422 if form.errors else 200)


@room.post("/staff/events/<slug>/open", lock=coordinator)
def open_event(slug: str) -> ResponseReturnValue:
    """Make an event public and open for sign-up."""
    found = queries.event_for_staff(visitor(), slug)
    if ButtonForm().is_fine():
        with writing():
            actions.open_event(found, by=visitor(), now=clock.now())
        flash(_("The event is open for sign-up."), "done")
    return redirect(page_url("events.edit_event", slug=slug), 303)


@room.post("/staff/events/<slug>/close", lock=coordinator)
def close_event(slug: str) -> ResponseReturnValue:
    """Take no more sign-ups."""
    found = queries.event_for_staff(visitor(), slug)
    if ButtonForm().is_fine():
        with writing():
            actions.close_event(found, by=visitor(), now=clock.now())
        flash(_("Sign-up is closed."), "done")
    return redirect(page_url("events.edit_event", slug=slug), 303)


@room.get("/staff/events/<slug>/sign-ups", lock=coordinator)
def sign_ups(slug: str) -> ResponseReturnValue:
    """Who signed up, in the order in which they came."""
    found = queries.event_for_staff(visitor(), slug)
    state = _asked_which()
    page = queries.sign_ups_page(visitor(), found, state=state, after=request.args.get("after"))
    decides = found.way is SignUpWay.APPROVAL and state in ANSWERABLE and clock.now() < found.ends_at
    return render_template(
        "events/sign_ups.html",
        event=found,
        state=state,
        counts=queries.counts_of(visitor(), found),
        among=came_and_missed(visitor(), found) if found.starts_at <= clock.now() else {},
        page=page,
        answers=_answers_shown(found, [row.id for row in page.rows]),
        sessions=_sessions_shown(found, [row.id for row in page.rows]),
        form=DecisionForm(formdata=None) if decides and page.rows else None,
    )


def _asked_which() -> Which:
    """Which sign-ups the address asks for: those in a state, or who came and who did not."""
    return _asked(RegistrationState) or _asked(Among)


def _answers_shown(event: Event, registration_ids: list[int]) -> dict[int, list[tuple[str, str]]]:
    """What these people answered, in the reader's words; what is asked no more too."""
    questions = list(asking.questions_of(event, retired=True))
    if not questions:
        return {}
    given = asking.answers_of_many(visitor(), event, registration_ids)
    return {one: in_words(questions, answers, current_language()) for one, answers in given.items()}


def _sessions_shown(event: Event, registration_ids: list[int]) -> dict[int, list[str]]:
    """Which sessions these people chose, in the reader's words; who waits for one is marked."""
    titles = {one.id: title_of(one, current_language()) for one in programme.chosen_sessions(event)}
    if not titles:
        return {}
    chosen = programme.choices_of_many(visitor(), event, registration_ids)
    return {
        one: [
            titles[each]
            if states[each] is SessionSeatState.TAKEN
            else _("%(session)s (waiting)", session=titles[each])
            for each in titles
            if each in states
        ]
        for one, states in chosen.items()
    }


@room.get("/staff/events/<slug>/sign-ups.<any(csv,xlsx):form>", lock=coordinator, seen="export")
def sign_ups_file(slug: str, form: str) -> Response:
    """The same as a file."""
    found = queries.event_for_staff(visitor(), slug)
    head = [
        _("Place in line"),
        _("Ticket"),
        _("State"),
        _("Signed up at (%(zone)s)", zone=found.zone),
        _("Companions"),
        _("Language"),
        _("Name"),
        _("Name in the passport"),
        _("Katakana"),
        _("Nationality"),
        _("E-mail"),
        _("Came at (%(zone)s)", zone=found.zone),
        _("Signed up by staff"),
    ]
    words = {state: words_for(state) for state in RegistrationState}
    language = current_language()
    questions = list(asking.questions_of(found, retired=True))
    head += [question_words(one, language) for one in questions]
    answers = asking.answers_of_many(visitor(), found) if questions else {}
    offered = programme.chosen_sessions(found)
    head += [title_of(one, language) for one in offered]
    chosen = programme.choices_of_many(visitor(), found)
    chosen_words = {state: words_for(state) for state in SessionSeatState}
    rows = (
        (
            row.place,
            row.ticket_code,
            words[row.state],
            format_instant(row.signed_up_at, found.zone),
            row.companions,
            row.language,
            row.name,
            row.name_passport,
            row.katakana,
            row.nationality,
            row.email,
            format_instant(row.came_at, found.zone) if row.came_at else "",
            _("Yes") if row.entered_by_staff else "",
            *(answer_words(one, answers.get(row.id, {}).get(one.id), language) for one in questions),
            *(chosen_words.get(chosen.get(row.id, {}).get(one.id), "") for one in offered),
        )
        for row in queries.all_sign_ups(visitor(), found, state=_asked_which())
    )
    g.sighted_person_refs = queries.persons_signed_up(visitor(), found, state=_asked_which())
    make = csv_file if form == "csv" else xlsx_file
    return make(f"{found.slug}-sign-ups", head, rows)
