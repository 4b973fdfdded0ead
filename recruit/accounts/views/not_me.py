"""It was not me: the link in mails about ways into an account."""

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.accounts import actions, not_me as links, queries
from recruit.accounts.forms import ButtonForm
from recruit.accounts.views.pages import dead_link, room
from recruit.core import clock
from recruit.core.db import writing
from recruit.core.errors import Refused
from recruit.web.gate import page_url
from recruit.web.locks import token_holder


@room.get("/account/not-me/<token>", lock=token_holder)
@room.post("/account/not-me/<token>", lock=token_holder)
def not_me(token: str) -> ResponseReturnValue:
    """Sign every device out and choose a new password. Opening the page changes nothing: mail scanners open it too."""
    now = clock.now()
    if request.method == "POST":
        try:
            with writing():
                user = actions.shut_out(token, now=now)
        except Refused:
            return dead_link()
        flash(_("Every device is signed out. Choose a new password."), "done")
        return redirect(page_url("accounts.reset", token=queries.reset_token_of(user)), 303)
    if links.meant_by(token, now) is None:
        return dead_link()
    return render_template(
        "accounts/press.html",
        form=ButtonForm(),
        title=_("Was it not you?"),
        sentence=_(
            "Every device is signed out, ways of signing in that were added since the mail go, and you choose a new password."
        ),
        button_words=_("It was not me"),
    )
