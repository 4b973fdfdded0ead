"""Which companies of a fair see me, and an end to all of them in one click. One alone ends as on `/me/privacy`."""

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.core import clock
from recruit.core.db import writing
from recruit.fairs.actions.hiding import hide_from_fair
from recruit.fairs.queries.seen_by import companies_of_fair, fair_that_sees
from recruit.fairs.views.room import room
from recruit.web.gate import page_url, visitor
from recruit.web.locks import signed_in


@room.get("/me/privacy/fairs/<slug>", lock=signed_in)
def seen_at_fair(slug: str) -> ResponseReturnValue:
    """The companies of this fair that see my profile."""
    fair = fair_that_sees(visitor(), slug)
    companies = companies_of_fair(visitor(), slug, after=request.args.get("after"))
    return render_template("fairs/seen_at_fair.html", fair=fair, companies=companies)


@room.post("/me/privacy/fairs/<slug>/end", lock=signed_in)
def end_for_fair(slug: str) -> ResponseReturnValue:
    """None of them any more."""
    fair = fair_that_sees(visitor(), slug)
    with writing():
        hide_from_fair(fair, by=visitor(), now=clock.now())
    flash(_("No company of this fair sees your profile because of it any more. Your seat stays."), "done")
    return redirect(f"{page_url('dashboards.privacy')}#may-see", 303)
