"""Sign in by password or mailed link, and sign out."""

import time

from flask import flash, redirect, render_template, request, session
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from recruit.accounts import actions, closing, cookie, limits, passwords, queries, rules, tokens
from recruit.accounts.forms import AddressForm, ButtonForm, SignInForm, text_of
from recruit.accounts.models import User
from recruit.accounts.rules import AccountRefusal, LinkPurpose, NextStep
from recruit.accounts.views.pages import (
    answer_after,
    dead_link,
    form_page,
    onward,
    onward_after_sign_in,
    room,
    settings,
)
from recruit.accounts.words import REFUSALS
from recruit.core import clock
from recruit.core.db import writing
from recruit.core.errors import Refused
from recruit.web.gate import page_url, visitor
from recruit.web.locks import anybody, signed_in, token_holder

# What the session cookie holds between the first step and the second: signed, short-lived, and of no use without the code.
STEP = "sign_in_step"
# Where a mailed link leads on to, in the browser that asked for it.
AFTER_LINK = "after_link"
# Whom a provider has vouched for, sealed, until the last press on our own page.
ARRIVAL = "arrival"


@room.get("/account/sign-in", lock=anybody)
@room.post("/account/sign-in", lock=anybody)
def sign_in() -> ResponseReturnValue:
    """Sign in with address and password."""
    if visitor().is_signed_in:
        return redirect(onward(request.args.get("next")), 303)
    form = SignInForm()
    if request.method == "GET":
        form.next.data = request.args.get("next", "")
    elif form.is_fine():
        limits.count_account_try("sign_in", text_of(form.email))
        if not may_try_password(text_of(form.email)):
            form.blame(Refused(AccountRefusal.LINK_INSTEAD), REFUSALS[AccountRefusal.LINK_INSTEAD])
        elif (user := queries.right_user(text_of(form.email), text_of(form.password))) is None:
            form.blame(Refused(AccountRefusal.WRONG_SIGN_IN), REFUSALS[AccountRefusal.WRONG_SIGN_IN])
        elif user.confirmed_at is None:
            limits.count_mail_to(user.email)
            with writing():
                actions.request_sign_in_link(user.email, now=clock.now())
            form.blame(Refused(AccountRefusal.NOT_CONFIRMED), REFUSALS[AccountRefusal.NOT_CONFIRMED])
        else:
            limits.forgive_account("sign_in", user.email)
            _strengthen(user, text_of(form.password))
            return go_on(user, stays=form.stays.data, target=text_of(form.next))
    return form_page(
        "accounts/sign_in.html", form=form, providers=settings().oidc_providers, switch_form_id="sign-in"
    )


def may_try_password(email: str) -> bool:
    """Whether a password typed here is looked at. Where very many were tried at an address, from wherever, it is so only in a
    browser its owner has signed in with before: nobody locks an owner out, and an address nobody has fares the same.
    """
    if not limits.is_guessed_at(email):
        return True
    user = queries.user_by_address(email)
    return user is not None and queries.knows_browser(user, cookie.browser_of(request))


def _strengthen(user: User, password: str) -> None:
    """Hash anew what was hashed under older settings, now that the password is at hand."""
    before = user.password or ""
    if passwords.is_outdated(before):
        after, person_ref = passwords.hash_of(password), user.person.public_id
        with writing():
            actions.strengthen_hash(person_ref, before=before, after=after)


def go_on(user: User, *, stays: bool, target: str | None) -> Response:
    """The first step was right: sign in, or ask for the second."""
    step = rules.next_step(
        is_staff=bool(user.roles),
        has_second_factor=bool(user.tf_totp_secret),
        staff_need_one=queries.needs_second_factor(settings()),
        has_passkey=bool(user.roles) and queries.has_passkey(user),
    )
    state = queries.step_state_of(user)
    if step is NextStep.NONE:
        return finish(user.person.public_id, state, with_second_factor=False, stays=stays, target=target)
    session[STEP] = {
        "token": tokens.step_token(user.person.public_id, state),
        "stays": bool(stays),
        "next": target or "",
    }
    page = "accounts.enter_code" if step is NextStep.ENTER_CODE else "accounts.enrol_at_sign_in"
    return redirect(page_url(page), 303)


def finish(
    person_ref: str, state: str, *, with_second_factor: bool, stays: bool, target: str | None
) -> Response:
    """Begin the sign-in and lead on."""
    with writing():
        secret = actions.begin_sign_in(
            person_ref,
            state=state,
            browser=cookie.browser_of(request),
            with_second_factor=with_second_factor,
            instead_of=visitor().sign_in_id,
            now=clock.now(),
        )
    is_closing = closing.closes_at_of_person(person_ref) is not None
    response: Response = redirect(
        page_url("accounts.keep") if is_closing else onward_after_sign_in(target), 303
    )
    settle(response, secret, stays=stays)
    return response


def settle(response: Response, secret: str, *, stays: bool) -> None:
    """Give the browser its new cookie; what the session held before the sign-in is gone, but for who came from a provider
    and had to sign in to connect it.
    """
    arrival = session.get(ARRIVAL)
    session.clear()
    if arrival is not None:
        session[ARRIVAL] = arrival
    cookie.hand_out(response, secret, stays=stays)


@room.get("/account/sign-in/link", lock=anybody)
@room.post("/account/sign-in/link", lock=anybody)
def ask_for_link() -> ResponseReturnValue:
    """Ask for a mail with a link that signs in."""
    started = time.monotonic()
    form = AddressForm()
    if request.method == "GET":
        form.next.data = request.args.get("next", "")
    elif form.is_fine():
        limits.count_account_try("link", text_of(form.email))
        limits.count_mail_to(text_of(form.email))
        with writing():
            actions.request_sign_in_link(text_of(form.email), now=clock.now())
        if text_of(form.next):
            session[AFTER_LINK] = text_of(form.next)
        answer_after(started)
        return redirect(page_url("accounts.sent", mail="link"), 303)
    return form_page("accounts/ask_for_link.html", form=form, switch_form_id="ask")


@room.get("/account/sign-in/link/<token>", lock=token_holder)
@room.post("/account/sign-in/link/<token>", lock=token_holder)
def sign_in_by_link(token: str) -> ResponseReturnValue:
    """Sign in by the mailed link, which opens once."""
    now = clock.now()
    if request.method == "POST":
        try:
            with writing():
                user = actions.use_sign_in_link(token, now=now)
        except Refused:
            return dead_link()
        return go_on(user, stays=False, target=session.pop(AFTER_LINK, None))
    if queries.user_of_link(LinkPurpose.SIGN_IN, token, now) is None:
        return dead_link()
    return render_template(
        "accounts/press.html",
        form=ButtonForm(),
        title=_("Sign in by link"),
        sentence=_("The link works once. Press the button on the device you want to use."),
        button_words=_("Sign in"),
    )


@room.post("/account/sign-out", lock=signed_in)
def sign_out() -> ResponseReturnValue:
    """Sign out: this sign-in ends in the database, so a copied cookie is dead as well."""
    with writing():
        actions.sign_out(by=visitor(), now=clock.now())
    session.clear()
    flash(_("You are signed out."), "done")
    response: Response = redirect(page_url("accounts.sign_in"), 303)
    cookie.take_back(response)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response
