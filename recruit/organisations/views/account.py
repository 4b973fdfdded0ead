"""For whom I act: whoever belongs to two organisations acts for one at a time."""

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.core.db import writing
from recruit.organisations import actions, queries
from recruit.organisations.forms import ButtonForm
from recruit.organisations.views.room import room
from recruit.web.gate import current_language, page_url, visitor
from recruit.web.locks import signed_in


@room.get("/account/organisations", lock=signed_in)
def mine() -> ResponseReturnValue:
    """The organisations I belong to."""
    asks = visitor()
    held = queries.memberships_of(asks.person_id or 0, current_language())
    return render_template("organisations/mine.html", held=held, form=ButtonForm())


@room.post("/account/organisations/<public_id>", lock=signed_in)
def act_for(public_id: str) -> ResponseReturnValue:
    """Act for this one from now on."""
    with writing():
        name = actions.act_for_organisation(public_id, by=visitor())
    flash(_("You now act for %(organisation)s.", organisation=name), "done")
    return redirect(page_url("organisations.mine"), 303)
