"""Staff write the questions of an event."""

from flask import flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.core import clock
from recruit.core.db import writing
from recruit.core.errors import Refused
from recruit.events import queries as event_queries
from recruit.events.asking import actions, queries
from recruit.events.asking.forms import QuestionsForm, question_data
from recruit.events.asking.models import EventQuestion
from recruit.events.forms import ButtonForm
from recruit.events.models import Event
from recruit.events.views.room import room
from recruit.web.gate import page_url, visitor
from recruit.web.locks import coordinator
from recruit.web.words import words_for


@room.get("/staff/events/<slug>/questions", lock=coordinator)
def questions(slug: str) -> ResponseReturnValue:
    """What the event asks who signs up."""
    event = event_queries.event_for_staff(visitor(), slug)
    return render_template(
        "events/asking/questions.html",
        event=event,
        questions=queries.questions_of(event),
        counts=queries.answer_counts(visitor(), event),
    )


@room.get("/staff/events/<slug>/questions/new", lock=coordinator)
@room.post("/staff/events/<slug>/questions/new", lock=coordinator)
def new_question(slug: str) -> ResponseReturnValue:
    """Write a new question."""
    event = event_queries.event_for_staff(visitor(), slug)
    last = max((one.position for one in queries.questions_of(event)), default=0)
    form = QuestionsForm(data=question_data(None, next_position=last + 1))
    if request.method == "POST" and form.is_fine():
        try:
            with writing():
                actions.add_question(event, form.facts(), by=visitor(), now=clock.now())
        except Refused as refusal:
            form.blame(refusal, words_for(refusal.reason))
        else:
            flash(_("Saved."), "done")
            return redirect(page_url("events.questions", slug=slug), 303)
    return _page(event, None, form)


@room.get("/staff/events/<slug>/questions/<question>", lock=coordinator)
@room.post("/staff/events/<slug>/questions/<question>", lock=coordinator)
def question(slug: str, question: str) -> ResponseReturnValue:
    """Change a question."""
    event = event_queries.event_for_staff(visitor(), slug)
    found = queries.question_for_staff(visitor(), event, question)
    form = QuestionsForm(data=question_data(found, next_position=1))
    # How it is answered is fixed: answers are kept by it.
    form.form.data = found.form
    if request.method == "POST" and form.is_fine():
        try:
            with writing():
                actions.change_question(event, found, form.facts(), by=visitor(), now=clock.now())
        except Refused as refusal:
            form.blame(refusal, words_for(refusal.reason))
        else:
            flash(_("Saved."), "done")
            return redirect(page_url("events.questions", slug=slug), 303)
    return _page(event, found, form)


def _page(event: Event, found: EventQuestion | None, form: QuestionsForm) -> ResponseReturnValue:
    html = render_template(
        "events/asking/question.html", event=event, question=found, form=form, switch_form_id="question"
    )
    return make_response(html, 422 if form.errors else 200)


@room.post("/staff/events/<slug>/questions/<question>/retire", lock=coordinator)
def retire_question(slug: str, question: str) -> ResponseReturnValue:
    """Ask it no more."""
    event = event_queries.event_for_staff(visitor(), slug)
    found = queries.question_for_staff(visitor(), event, question)
    if ButtonForm().is_fine():
        with writing():
            actions.retire_question(event, found, by=visitor(), now=clock.now())
        flash(_("This question is asked no more. What was answered stays in the list."), "done")
    return redirect(page_url("events.questions", slug=slug), 303)
