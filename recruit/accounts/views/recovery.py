"""A forgotten password: ask for a link, set a new one."""

import time

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.accounts import actions, limits, passwords, queries
from recruit.accounts.forms import AddressForm, ResetForm, blame_weak_password, text_of
from recruit.accounts.rules import LinkPurpose, device_name
from recruit.accounts.views.pages import answer_after, dead_link, form_page, room
from recruit.core import clock
from recruit.core.db import writing
from recruit.core.errors import Refused
from recruit.web.gate import page_url
from recruit.web.locks import anybody, token_holder


@room.get("/account/reset", lock=anybody)
@room.post("/account/reset", lock=anybody)
def ask_for_reset() -> ResponseReturnValue:
    """Ask for a mail with a link to set a new password."""
    started = time.monotonic()
    form = AddressForm()
    if request.method == "POST" and form.is_fine():
        limits.count_account_try("reset", text_of(form.email))
        limits.count_mail_to(text_of(form.email))
        with writing():
            actions.request_reset(text_of(form.email), now=clock.now())
        answer_after(started)
        return redirect(page_url("accounts.sent", mail="reset"), 303)
    return form_page("accounts/ask_for_reset.html", form=form, switch_form_id="ask")


@room.get("/account/reset/<token>", lock=token_holder)
@room.post("/account/reset/<token>", lock=token_holder)
def reset(token: str) -> ResponseReturnValue:
    """Set a new password by the mailed link, which opens once."""
    user = queries.user_of_link(LinkPurpose.RESET_PASSWORD, token, clock.now())
    if user is None:
        return dead_link()
    form = ResetForm()
    if (
        request.method == "POST"
        and form.is_fine()
        and not blame_weak_password(form, form.password, user.email, user.person.display_name)
    ):
        password_hash = passwords.hash_of(text_of(form.password))
        try:
            with writing():
                actions.reset_password(
                    token, password_hash, device=device_name(request.user_agent.string), now=clock.now()
                )
        except Refused:
            return dead_link()
        flash(_("Your new password is set, and every device is signed out. Please sign in."), "done")
        return redirect(page_url("accounts.sign_in"), 303)
    return form_page("accounts/reset.html", form=form, address=user.email, switch_form_id="reset")
