"""Taking a seat and giving it back."""

from flask import flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.accounts.consents import newest_words
from recruit.accounts.consents.shown import CHANGED, FIELD, were_shown
from recruit.accounts.rules import Purpose
from recruit.core import clock
from recruit.core.db import writing
from recruit.core.errors import Busy, Missing, Refused
from recruit.events import actions, queries, rules
from recruit.events.asking import queries as asking
from recruit.events.asking.forms import AnswersForm, answers_form
from recruit.events.eligibility.queries import why_not_come
from recruit.events.eligibility.showing import shown_conditions
from recruit.events.forms import ButtonForm
from recruit.events.inviting.queries import is_invited
from recruit.events.models import Event
from recruit.events.programme.showing import choices_for
from recruit.events.rules import EventKind, EventRefusal, RegistrationState, where_of
from recruit.events.views.line import send_again, sign_up_in_line
from recruit.events.views.room import room
from recruit.web.gate import current_language, page_url, visitor
from recruit.web.locks import signed_in
from recruit.web.words import words_for

# What a form has that only asks for a seat.
BUTTON_FIELDS = frozenset({"csrf_token", FIELD})


@room.get("/<any(fairs,events):where>/<slug>/sign-up", lock=signed_in)
@room.post("/<any(fairs,events):where>/<slug>/sign-up", lock=signed_in)
def sign_up(where: str, slug: str) -> ResponseReturnValue:
    """Take a seat. Asked with GET (from the sign-in page) it only leads to the event, where the button is."""
    back = redirect(page_url("events.event", where=where, slug=slug), 303)
    if request.method != "POST" or not ButtonForm().is_fine():
        # Whoever comes here another way is led to an event that is there, or to none.
        found = queries.public_event(where, slug, alone=True)
        return _questions(found, where) if _may_answer(found) else back
    # The seat at a fair is the agreement to show the profile there.
    if where == where_of(EventKind.FAIR) and not were_shown(
        newest_words(Purpose.FAIR_COMPANIES, current_language())
    ):
        queries.public_event(where, slug, alone=True)
        flash(str(CHANGED), "problem")
        return back
    # The button alone was pressed; whoever brings answers or companions, or comes back, takes the longer way.
    try:
        outcome = sign_up_in_line(where, slug) if request.form.keys() <= BUTTON_FIELDS else None
    except Busy:
        return send_again(where, slug)
    if outcome is not None:
        _say(outcome)
        return back
    form: AnswersForm | None = None
    unanswered: AnswersForm | None = None
    try:
        with writing():
            # Read here and not before: the move would read it again.
            found = queries.public_event(where, slug, alone=True)
            form = (
                _answers_form(found)
                if rules.has_form(found.asks, found.most_companions, found.offers_sessions)
                else None
            )
            if form is not None and not form.is_fine():
                unanswered = form
            else:
                registration = actions.sign_up(
                    found,
                    by=visitor(),
                    now=clock.now(),
                    language=current_language(),
                    answers=form.answers() if form else (),
                    companions=form.companions_brought if form else 0,
                    sessions=form.sessions_chosen if form else (),
                )
    except Busy:
        return send_again(where, slug)
    except Refused as refusal:
        if form is not None and refusal.field in form:
            form.blame(refusal, words_for(refusal.reason))
            return _questions(queries.public_event(where, slug, alone=True), where, form)
        # Two clicks at once: the other one did it.
        if refusal.reason is not EventRefusal.ALREADY_SIGNED_UP:
            flash(words_for(refusal.reason), "problem")
        return back
    if unanswered is not None:
        # Drawn when nobody waits for this transaction any more.
        return _questions(found, where, unanswered)
    _say(registration.state)
    return back


def _say(outcome: RegistrationState | EventRefusal) -> None:
    """Tell the visitor on the next page what became of the sign-up."""
    if isinstance(outcome, EventRefusal):
        flash(words_for(outcome), "problem")
    elif outcome is RegistrationState.WAITING:
        flash(
            _("All seats are taken. You are on the waiting list; we tell you by mail when you move up."),
            "note",
        )
    elif outcome is RegistrationState.ASKED:
        flash(_("Your request for a seat has arrived. We answer by mail."), "done")
    else:
        flash(_("You are signed up. Your ticket is on this page and in the mail we send you."), "done")


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


def _may_answer(event: Event) -> bool:
    """Whether the questions of this event stand between the visitor and a seat."""
    has_form = rules.has_form(event.asks, event.most_companions, event.offers_sessions)
    if not has_form or rules.why_not_sign_up(event.state, event.sign_up_until, clock.now()):
        return False
    registration = queries.own_registration(visitor(), event)
    if registration is not None and registration.state in (*rules.LIVE, RegistrationState.REFUSED):
        return False
    if rules.needs_profile(event.kind) and not queries.has_profile(visitor()):
        return False
    return why_not_come(event, visitor()) is None and is_invited(event, visitor())


def _answers_form(event: Event) -> AnswersForm:
    """The questions for this visitor, with what they answered before where they come back."""
    before = queries.own_registration(visitor(), event)
    return answers_form(
        asking.asked_questions(event, is_student=queries.has_profile(visitor())),
        current_language(),
        asking.answers_of(before.id) if before else None,
        most_companions=event.most_companions,
        companions=before.companions if before else 0,
        sessions=[(one.ref, one.label) for one in choices_for(event, current_language())],
    )


def _questions(event: Event, where: str, form: AnswersForm | None = None) -> ResponseReturnValue:
    """The page that asks before a seat is taken."""
    form = form or _answers_form(event)
    html = render_template(
        "events/asking/sign_up.html",
        event=queries.public_event(where, event.slug),
        where=where,
        form=form,
        conditions=shown_conditions(event, visitor()).rows,
        agreement=newest_words(Purpose.FAIR_COMPANIES, current_language()),
        asks_first=rules.is_asked_first(event.way, event.drawn_at),
        switch_form_id="answers",
    )
    return make_response(html, 422 if form.errors else 200)


@room.post("/<any(fairs,events):where>/<slug>/accept", lock=signed_in)
def accept(where: str, slug: str) -> ResponseReturnValue:
    """Take the seat that is held."""
    found = queries.public_event(where, slug, alone=True)
    registration = queries.own_registration(visitor(), found)
    if registration is None:
        raise Missing
    if ButtonForm().is_fine():
        try:
            with writing():
                actions.accept_offer(registration, by=visitor(), now=clock.now())
        except Refused as refusal:
            flash(words_for(refusal.reason), "problem")
        else:
            flash(_("The seat is yours. Your ticket is on this page and in the mail we send you."), "done")
    return redirect(page_url("events.event", where=where, slug=slug), 303)
