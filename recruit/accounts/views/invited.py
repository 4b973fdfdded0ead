"""The page of an invitation: accept it, sign in for it, register by it, or learn why it is not yours."""

from flask import flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from recruit.accounts import actions, consents, invitations, limits, passwords, queries
from recruit.accounts.consents.shown import agrees_to_shown
from recruit.accounts.forms import ButtonForm, text_of
from recruit.accounts.invitation_rules import WayIn
from recruit.accounts.invitations import Opened
from recruit.accounts.rules import Purpose
from recruit.accounts.team_forms import InvitedForm
from recruit.accounts.views.pages import dead_link, form_page, room
from recruit.core import clock
from recruit.core.db import writing
from recruit.core.errors import Refused
from recruit.web.forms import Form
from recruit.web.gate import current_language, page_url, visitor
from recruit.web.locks import token_holder
from recruit.web.words import words_for


@room.get("/account/invitation/<token>", lock=token_holder)
@room.post("/account/invitation/<token>", lock=token_holder)
def invitation(token: str) -> ResponseReturnValue:
    """Take up an invitation. Opening the page changes nothing: mail scanners open it too."""
    opened = invitations.opened_by(token, clock.now())
    if opened is None:
        return dead_link()
    way = invitations.way_in(opened.invitation, visitor())
    if way is WayIn.ACCEPT:
        return _accept(token, opened)
    if way is WayIn.REGISTER:
        return _register(token, opened)
    html = render_template(
        "accounts/invitation.html",
        opened=opened,
        offer=opened.kind.offer(opened.invitation),
        way=way,
        form=ButtonForm(),
        here=request.path,
    )
    # Who is signed in as somebody else holds the key to nothing here.
    return make_response(html, 403 if way is WayIn.OF_ANOTHER else 200)


def _accept(token: str, opened: Opened) -> ResponseReturnValue:
    form = ButtonForm()
    why_not = opened.kind.why_not(opened.invitation, queries.own_user(visitor()), visitor())
    if request.method == "POST" and form.is_fine():
        try:
            with writing():
                actions.accept_invitation(token, by=visitor(), now=clock.now())
        except Refused as refusal:
            if refusal.reason is not why_not:
                return dead_link()
        else:
            return _done(opened)
    return _page(opened, WayIn.ACCEPT, form, why_not=words_for(why_not))


def _register(token: str, opened: Opened) -> ResponseReturnValue:
    form = InvitedForm()
    if not opened.kind.asks_consent:
        del form.agrees
    words = consents.newest_words(Purpose.SERVICE, current_language())
    is_fine = request.method == "POST" and form.is_fine_for(opened.invitation.email)
    if is_fine and (not opened.kind.asks_consent or agrees_to_shown(form, words)):
        limits.count_account_try("invitation", opened.invitation.email)
        password_hash = passwords.hash_of(text_of(form.password))
        try:
            with writing():
                actions.register_by_invitation(
                    token,
                    name=text_of(form.name),
                    password_hash=password_hash,
                    language=current_language(),
                    now=clock.now(),
                )
        except Refused:
            return dead_link()
        return _done(opened)
    return _page(
        opened,
        WayIn.REGISTER,
        form,
        consent=words,
        switch_form_id="invited",
    )


def _page(opened: Opened, way: WayIn, form: Form, **context: object) -> ResponseReturnValue:
    return form_page(
        "accounts/invitation.html",
        form=form,
        opened=opened,
        offer=opened.kind.offer(opened.invitation),
        way=way,
        **context,
    )


def _done(opened: Opened) -> ResponseReturnValue:
    """On by way of the sign-in page, which sends on whoever is signed in still."""
    flash(opened.kind.offer(opened.invitation).done, "done")
    return redirect(page_url("accounts.sign_in"), 303)
