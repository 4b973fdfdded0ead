"""Staff sign somebody up: a person found by name, or an address whose reader confirms it."""

from datetime import datetime, timedelta

from flask import flash, g, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.accounts.models import User
from recruit.core import clock
from recruit.core.db import writing
from recruit.core.errors import Refused
from recruit.core.visitor import Seen, Visitor
from recruit.events import actions as event_actions, queries as event_queries, rules as event_rules
from recruit.events.asking.forms import AnswersForm
from recruit.events.inviting import actions, queries
from recruit.events.inviting.forms import FindForm, GuestAddressForm
from recruit.events.inviting.rules import InvitedAs, Invitee
from recruit.events.inviting.views.questions import questions_for
from recruit.events.models import Event
from recruit.events.rules import RegistrationState
from recruit.events.views.room import room
from recruit.web.forms import Form
from recruit.web.gate import current_language, page_url, visitor
from recruit.web.locks import coordinator
from recruit.web.words import words_for

# So long a seat is held for somebody whom staff sign up and who has to confirm it.
CONFIRMED_WITHIN = timedelta(days=3)


@room.get("/staff/events/<slug>/sign-ups/add", lock=coordinator)
@room.post("/staff/events/<slug>/sign-ups/add", lock=coordinator)
def add_sign_up(slug: str) -> ResponseReturnValue:
    """Look for a person, or write an address."""
    event = event_queries.event_for_staff(visitor(), slug)
    find = FindForm(request.args)
    form = GuestAddressForm(data={"language": current_language()})
    words = (find.name.data or "") if find.validate() else ""
    if request.method == "POST" and form.is_fine():
        try:
            with writing():
                _ask_to_confirm(
                    event, Invitee(form.email.data or "", form.name.data or ""), form.language.data or "en"
                )
        except Refused as refusal:
            form.blame(refusal, words_for(refusal.reason))
        else:
            flash(_("We asked them by mail to confirm. Until then the seat is held."), "done")
            return redirect(page_url("events.invitations", slug=slug), 303)
    html = render_template(
        "events/inviting/add.html",
        event=event,
        find=find,
        form=form,
        words=words,
        found=queries.people_named(visitor(), event, words),
        why_not=event_rules.why_not_sign_up(event.state, event.sign_up_until, clock.now()),
        live=event_rules.LIVE,
        switch_form_id="address",
    )
    return make_response(html, 422 if form.errors else 200)


def _held_until(event: Event, now: datetime) -> datetime:
    return min(now + CONFIRMED_WITHIN, event.sign_up_until)


def _ask_to_confirm(event: Event, invitee: Invitee, language: str) -> None:
    now = clock.now()
    actions.invite(
        event,
        [invitee],
        invited_as=InvitedAs.BY_STAFF,
        held_until=_held_until(event, now),
        language=language,
        by=visitor(),
        now=now,
        as_guest=not event_rules.needs_profile(event.kind),
    )


@room.get("/staff/events/<slug>/sign-ups/add/<person>", lock=coordinator, seen=Seen.PROFILE)
@room.post("/staff/events/<slug>/sign-ups/add/<person>", lock=coordinator, seen=Seen.PROFILE)
def add_person_to_event(slug: str, person: str) -> ResponseReturnValue:
    """Sign this person up, with the answers they gave to staff; at a fair they confirm it themselves."""
    event = event_queries.event_for_staff(visitor(), slug)
    user = queries.person_found(visitor(), person)
    g.sighted_person_ref = user.person.public_id
    # The seat at a fair is an agreement, which nobody gives for somebody else.
    confirms = event_rules.needs_profile(event.kind)
    form = Form() if confirms else _answers(event, user)
    if request.method == "POST" and form.is_fine():
        try:
            with writing():
                if confirms:
                    them = user.person
                    _ask_to_confirm(
                        event,
                        Invitee(user.email, them.display_name, them.id, them.language, them.zone),
                        them.language,
                    )
                else:
                    _sign_up(event, user, form)
        except Refused as refusal:
            form.blame(refusal, words_for(refusal.reason))
        else:
            flash(
                _("We asked them by mail to confirm. Until then the seat is held.")
                if confirms
                else _("They are signed up, and we tell them by mail."),
                "done",
            )
            page = "events.invitations" if confirms else "events.sign_ups"
            return redirect(page_url(page, slug=slug), 303)
    known = event_queries.own_registration(Visitor(person_id=user.person_id), event)
    html = render_template(
        "events/inviting/add_person.html",
        event=event,
        person=user.person,
        email=user.email,
        form=form,
        confirms=confirms,
        known=known if known is not None and known.state in event_rules.LIVE else None,
        refused=known is not None and known.state is RegistrationState.REFUSED,
        why_not=event_rules.why_not_sign_up(event.state, event.sign_up_until, clock.now()),
        switch_form_id="answers",
    )
    return make_response(html, 422 if form.errors else 200)


def _answers(event: Event, user: User) -> AnswersForm:
    them = Visitor(person_id=user.person_id)
    return questions_for(event, is_student=event_queries.has_profile(them))


def _sign_up(event: Event, user: User, form: Form) -> None:
    event_actions.sign_up(
        event,
        by=queries.visitor_of_person(user),
        now=clock.now(),
        language=user.person.language,
        answers=form.answers() if isinstance(form, AnswersForm) else (),
        companions=form.companions_brought if isinstance(form, AnswersForm) else 0,
        sessions=form.sessions_chosen if isinstance(form, AnswersForm) else (),
        entered_by=visitor(),
    )
