"""Register, and confirm the address."""

import time

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.accounts import actions, consents, limits, passwords, queries, tokens
from recruit.accounts.consents.shown import agrees_to_shown
from recruit.accounts.forms import ButtonForm, RegisterForm, text_of
from recruit.accounts.rules import ComesAs, LinkPurpose, Purpose
from recruit.accounts.views.pages import (
    answer_after,
    dead_link,
    form_page,
    page_to_remember,
    room,
    start_page,
)
from recruit.core import clock
from recruit.core.db import writing
from recruit.core.errors import Refused
from recruit.web.gate import current_language, page_url, visitor
from recruit.web.locks import anybody, token_holder

# What the page "look into your mailbox" tells about.
MAILS = ("register", "link", "reset")


@room.get("/account/register", lock=anybody)
@room.post("/account/register", lock=anybody)
def register() -> ResponseReturnValue:
    """Open an account as student or for a company."""
    if visitor().is_signed_in:
        return redirect(start_page(), 303)
    kind = request.args.get("kind") or request.args.get("as") or ""
    target = page_to_remember(request.args.get("next"))
    if kind not in tuple(ComesAs):
        return render_template("accounts/register_choice.html", kinds=tuple(ComesAs), target=target)
    started = time.monotonic()
    form = RegisterForm()
    words = consents.newest_words(Purpose.SERVICE, current_language())
    if request.method == "POST" and form.is_fine() and agrees_to_shown(form, words):
        limits.count_account_try("register", text_of(form.email))
        limits.count_mail_to(text_of(form.email))
        _register(form, ComesAs(kind), passwords.hash_of(text_of(form.password)), onward=target)
        answer_after(started)
        return redirect(page_url("accounts.sent", mail="register"), 303)
    return form_page(
        "accounts/register.html",
        form=form,
        kind=ComesAs(kind),
        target=target,
        words=words,
        switch_form_id="register",
    )


def _register(form: RegisterForm, comes_as: ComesAs, password_hash: str, *, onward: str) -> None:
    def move() -> None:
        with writing():
            actions.register_person(
                name=text_of(form.name),
                email=text_of(form.email),
                password_hash=password_hash,
                comes_as=comes_as,
                language=current_language(),
                onward=onward,
                now=clock.now(),
            )

    try:
        move()
    except Refused:
        # Somebody registered this address at the same moment; now it is there, and the move knows what to do.
        move()


@room.get("/account/sent", lock=anybody)
def sent() -> ResponseReturnValue:
    """Look into your mailbox: the same words whether a mail is on its way or not."""
    mail = request.args.get("mail", "")
    return render_template("accounts/sent.html", mail=mail if mail in MAILS else "register")


@room.get("/account/confirm/<token>", lock=token_holder)
@room.post("/account/confirm/<token>", lock=token_holder)
def confirm(token: str) -> ResponseReturnValue:
    """Confirm the address by the mailed link. Opening the page changes nothing: mail scanners open it too."""
    now = clock.now()
    if request.method == "POST":
        try:
            with writing():
                user = actions.confirm_address(token, now=now)
        except Refused:
            return dead_link()
        if user is not None and user.password is None:
            flash(_("Your address is confirmed. Please choose a password."), "done")
            return redirect(page_url("accounts.reset", token=queries.reset_token_of(user)), 303)
        flash(_("Your address is confirmed. Please sign in."), "done")
        target = tokens.onward_of_link(LinkPurpose.CONFIRM_ADDRESS, token, now)
        return redirect(page_url("accounts.sign_in", next=target or None), 303)
    user = queries.user_of_link(LinkPurpose.CONFIRM_ADDRESS, token, now)
    if user is None and not queries.is_confirmed_by(token, now):
        return dead_link()
    return render_template(
        "accounts/press.html",
        form=ButtonForm(),
        title=_("Confirm your address"),
        sentence=_("Press the button, and your account is open."),
        button_words=_("Confirm my address"),
    )
