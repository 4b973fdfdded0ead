"""Close my account, and keep it after all."""

from flask import flash, make_response, redirect, render_template, request, session
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from recruit.accounts import actions, closing, cookie, rules
from recruit.accounts.forms import ButtonForm
from recruit.accounts.rights.words import stays
from recruit.accounts.views.pages import room
from recruit.core import clock
from recruit.core.db import writing
from recruit.core.errors import Refused
from recruit.web.gate import page_url, visitor
from recruit.web.locks import proved, signed_in
from recruit.web.times import format_day


@room.get("/account/close", lock=proved(signed_in))
@room.post("/account/close", lock=proved(signed_in))
def close() -> ResponseReturnValue:
    """What is deleted, what stays and why; what must be done first; and the button."""
    asks, form = visitor(), ButtonForm()
    if closing.closes_at_of(asks.user_id) is not None:
        return redirect(page_url("accounts.keep"), 303)
    to_do = closing.to_do_first(asks.person_id or 0)
    if request.method == "POST" and form.is_fine() and not to_do:
        try:
            with writing():
                closes_at = actions.close_account(by=asks, now=clock.now())
        except Refused:
            # Somebody else went at the same moment.
            to_do = closing.to_do_first(asks.person_id or 0)
        else:
            return _goodbye(format_day(closes_at, "long"))
    html = render_template(
        "accounts/close.html",
        form=form,
        to_do=to_do,
        days=rules.CLOSING_GRACE.days,
        stays=stays(),
        switch_form_id="close",
    )
    return make_response(html, 422 if request.method == "POST" else 200)


def _goodbye(day: str) -> Response:
    session.clear()
    flash(_("Your account closes on %(day)s. Sign in before then if you want to keep it.", day=day), "done")
    response: Response = redirect(page_url("accounts.sign_in"), 303)
    cookie.take_back(response)
    return response


@room.get("/account/keep", lock=signed_in)
@room.post("/account/keep", lock=signed_in)
def keep() -> ResponseReturnValue:
    """Who signs in during the days of grace is asked."""
    closes_at = closing.closes_at_of(visitor().user_id)
    if closes_at is None:
        return redirect(page_url("accounts.account"), 303)
    form = ButtonForm()
    if request.method == "POST" and form.is_fine():
        with writing():
            actions.keep_account(by=visitor(), now=clock.now())
        flash(_("Your account stays. Nothing was deleted."), "done")
        return redirect(page_url("accounts.account"), 303)
    return render_template("accounts/keep.html", form=form, closes_at=closes_at, switch_form_id="keep")
