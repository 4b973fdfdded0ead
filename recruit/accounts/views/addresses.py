"""Another address to sign in with: ask for it, confirm it by mail, take it back from the old one."""

import time

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from recruit.accounts import actions, address_links, limits, queries
from recruit.accounts.forms import ButtonForm, NewAddressForm, text_of
from recruit.accounts.rules import AccountRefusal, LinkPurpose
from recruit.accounts.views.pages import answer_after, dead_link, form_page, room
from recruit.accounts.words import REFUSALS
from recruit.core import clock
from recruit.core.db import writing
from recruit.core.errors import Refused
from recruit.web.gate import page_url, visitor
from recruit.web.locks import proved, signed_in, token_holder


@room.get("/account/address", lock=proved(signed_in))
@room.post("/account/address", lock=proved(signed_in))
def address() -> ResponseReturnValue:
    """Ask for another address. The answer is the same whether the new one has an account or not."""
    form, asks, started = NewAddressForm(), visitor(), time.monotonic()
    if request.method == "POST" and form.is_fine():
        limits.count_account_try("address", asks.email)
        limits.count_mail_to(text_of(form.email))
        try:
            with writing():
                actions.ask_to_change_address(text_of(form.email), by=asks, now=clock.now())
        except Refused as refusal:
            form.blame(refusal, REFUSALS[AccountRefusal(refusal.reason)])
        else:
            answer_after(started)
            return redirect(page_url("accounts.address"), 303)
    return form_page(
        "accounts/address.html",
        form=form,
        waiting=address_links.open_change_of(asks.user_id, clock.now()),
        switch_form_id="address",
    )


@room.post("/account/address/drop", lock=signed_in)
def drop_address_change() -> ResponseReturnValue:
    """Keep the present address after all."""
    with writing():
        actions.drop_address_change(by=visitor(), now=clock.now())
    flash(_("Your address stays as it is. The link we sent opens nothing any more."), "done")
    return redirect(page_url("accounts.account"), 303)


@room.get("/account/address/new/<token>", lock=token_holder)
@room.post("/account/address/new/<token>", lock=token_holder)
def confirm_new_address(token: str) -> ResponseReturnValue:
    """Confirm the new address. Opening the page changes nothing: mail scanners open it too."""
    now = clock.now()
    if request.method == "POST":
        try:
            with writing():
                user = actions.use_new_address(token, now=now)
        except Refused:
            return dead_link()
        flash(_("From now on you sign in with %(address)s.", address=user.email), "done")
        return redirect(page_url("accounts.account" if visitor().is_signed_in else "accounts.sign_in"), 303)
    change = address_links.change_of_link(LinkPurpose.NEW_ADDRESS, token, now)
    if change is None:
        return dead_link()
    return _press(
        title=_("Use this address from now on"),
        sentence=_(
            "You will sign in with %(new)s instead of %(old)s, and our mails will come here.",
            new=change.new_address,
            old=change.old_address,
        ),
        button_words=_("Use this address"),
    )


@room.get("/account/address/keep/<token>", lock=token_holder)
@room.post("/account/address/keep/<token>", lock=token_holder)
def keep_old_address(token: str) -> ResponseReturnValue:
    """It was not me: the old address is put back, every device is signed out, a new password is chosen."""
    now = clock.now()
    if request.method == "POST":
        try:
            with writing():
                user = actions.keep_old_address(token, now=now)
        except Refused:
            return dead_link()
        flash(
            _("Your account has its address back, and every device is signed out. Choose a new password."),
            "done",
        )
        return redirect(page_url("accounts.reset", token=queries.reset_token_of(user)), 303)
    change = address_links.change_of_link(LinkPurpose.KEEP_ADDRESS, token, now)
    if change is None:
        return dead_link()
    return _press(
        title=_("Was it not you?"),
        sentence=_(
            "Your account keeps the address %(old)s, every device is signed out, and you choose a new password.",
            old=change.old_address,
        ),
        button_words=_("It was not me"),
    )


def _press(*, title: str, sentence: str, button_words: str) -> Response:
    return Response(
        render_template(
            "accounts/press.html",
            form=ButtonForm(),
            title=title,
            sentence=sentence,
            button_words=button_words,
        ),
        content_type="text/html; charset=utf-8",
    )
