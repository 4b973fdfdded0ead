"""Who is invited answers: by the key in the mail, signed in or, where staff asked for it, as a guest without an account."""

from flask import flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.core import clock
from recruit.core.db import writing
from recruit.core.errors import Missing, Refused
from recruit.core.visitor import NOBODY
from recruit.events import actions as event_actions, rules as event_rules
from recruit.events.asking.forms import AnswersForm
from recruit.events.forms import ButtonForm
from recruit.events.inviting import actions, queries
from recruit.events.inviting.forms import GuestForm
from recruit.events.inviting.models import EventInvitation
from recruit.events.inviting.rules import OPENS, InvitationState
from recruit.events.inviting.views.questions import questions_for
from recruit.events.materials.queries import material_to_open, shown_materials
from recruit.events.materials.views import handed_out
from recruit.events.rules import LIVE, RegistrationState, where_of
from recruit.events.tickets import drawing
from recruit.events.views.room import room
from recruit.web.gate import current_language, page_url, visitor
from recruit.web.locks import token_holder
from recruit.web.words import words_for


@room.get("/invited/<token>", lock=token_holder)
def invited(token: str) -> ResponseReturnValue:
    """What one is invited to, and the two answers. Opened by the key in the mail."""
    found = queries.invitation_of_key(token)
    if found.opened_at is None and request.method == "GET":
        # The list of staff says who has opened it; nothing else follows from a look.
        with writing(even_in_a_read=True):
            actions.note_opened(found, now=clock.now())
    return _page(found, token, _guest_form(found), _answers(found))


@room.post("/invited/<token>", lock=token_holder)
def answer_invitation(token: str) -> ResponseReturnValue:
    """I come, I do not come, or I give my seat back."""
    found = queries.invitation_of_key(token)
    act = request.form.get("act", "")
    back = redirect(page_url("events.invited", token=token), 303)
    if act == "come" and not visitor().is_signed_in:
        return _come_as_guest(found, token)
    if not ButtonForm().is_fine():
        return back
    try:
        if act == "decline":
            with writing():
                actions.decline(found, now=clock.now())
            flash(_("Thank you for telling us."), "done")
        elif act == "cancel" and _is_guest(found) and found.registration is not None:
            guest = queries.visitor_of_guest(found)
            with writing():
                event_actions.cancel(found.registration, by=guest, now=clock.now())
            flash(_("Your seat is cancelled."), "done")
        elif act == "come":
            return _come(found)
    except Refused as refusal:
        flash(words_for(refusal.reason), "problem")
    return back


@room.get("/invited/<token>/materials/<material>", lock=token_holder)
def material_for_guest(token: str, material: str) -> ResponseReturnValue:
    """A file or a link for who came without an account."""
    invitation = queries.invitation_of_key(token)
    if not _is_guest(invitation):
        raise Missing
    return handed_out(material_to_open(queries.visitor_of_guest(invitation), material, clock.now()))


def _come(invitation: EventInvitation) -> ResponseReturnValue:
    """Signed in: a seat at once, or the page where something is asked or agreed to first."""
    event = invitation.event
    where = where_of(event.kind)
    there = redirect(page_url("events.event", where=where, slug=event.slug), 303)
    asks = event_rules.has_form(event.asks, event.most_companions, event.offers_sessions)
    with writing():
        actions.take_to_account(invitation, by=visitor())
        if not asks and not event_rules.needs_profile(event.kind):
            event_actions.sign_up(event, by=visitor(), now=clock.now(), language=current_language())
            flash(_("You are signed up. Your ticket is on this page and in the mail we send you."), "done")
            return there
    return redirect(page_url("events.sign_up", where=where, slug=event.slug), 303) if asks else there


def _come_as_guest(invitation: EventInvitation, token: str) -> ResponseReturnValue:
    form, answers = _guest_form(invitation), _answers(invitation)
    fine = form is not None and form.is_fine()
    if form is None or not (answers.is_fine() if answers else True) or not fine:
        return _page(invitation, token, form, answers)
    try:
        with writing():
            registration = actions.come_as_guest(
                invitation,
                form.name.data or "",
                language=current_language(),
                now=clock.now(),
                answers=answers.answers() if answers else (),
                companions=answers.companions_brought if answers else 0,
                sessions=answers.sessions_chosen if answers else (),
            )
    except Refused as refusal:
        form.blame(refusal, words_for(refusal.reason))
        return _page(invitation, token, form, answers)
    if registration.state is RegistrationState.SIGNED_UP:
        flash(_("Your seat is certain. The ticket is on this page and in the mail we send you."), "done")
    else:
        flash(words_for(registration.state), "note")
    return redirect(page_url("events.invited", token=token), 303)


def _is_guest(invitation: EventInvitation) -> bool:
    return invitation.registration is not None and bool(queries.key_of_guest(invitation.registration))


def _guest_form(invitation: EventInvitation) -> GuestForm | None:
    """Where the invitation can be taken up without an account."""
    may = invitation.as_guest and not event_rules.needs_profile(invitation.event.kind)
    return GuestForm(data={"name": invitation.name}) if may and not visitor().is_signed_in else None


def _answers(invitation: EventInvitation) -> AnswersForm | None:
    event = invitation.event
    if not event_rules.has_form(event.asks, event.most_companions, event.offers_sessions):
        return None
    return questions_for(event, is_student=False)


def _page(
    invitation: EventInvitation, token: str, form: GuestForm | None, answers: AnswersForm | None
) -> ResponseReturnValue:
    event, registration = invitation.event, invitation.registration
    is_mine = not visitor().is_signed_in or invitation.person_id in (None, visitor().person_id)
    guest = _is_guest(invitation)
    has_seat = registration is not None and registration.state is RegistrationState.SIGNED_UP
    html = render_template(
        "events/inviting/invited.html",
        invitation=invitation,
        event=event,
        where=where_of(event.kind),
        is_open=invitation.state in OPENS,
        has_declined=invitation.state is InvitationState.DECLINED,
        is_mine=is_mine,
        live=registration if registration is not None and registration.state in LIVE else None,
        is_guest=guest,
        code=drawing.for_page(registration.ticket_code) if registration and guest and has_seat else "",
        why_not=event_rules.why_not_sign_up(event.state, event.sign_up_until, clock.now()),
        over=clock.now() >= event.ends_at,
        materials=shown_materials(event, queries.visitor_of_guest(invitation), clock.now()) if guest else [],
        token=token,
        form=form,
        answers=answers,
        button=ButtonForm(formdata=None),
        here=page_url("events.invited", token=token),
        nobody=visitor() == NOBODY,
        switch_form_id="guest" if form else None,
    )
    failed = bool(form and form.errors) or bool(answers and answers.errors)
    return make_response(html, 422 if failed else 200)
