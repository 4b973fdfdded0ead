"""What the desk confirmed, press by press, and the way back."""

from flask import abort, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from recruit.core import clock
from recruit.core.db import writing
from recruit.students.roster import actions, queries
from recruit.students.roster.forms import ButtonForm
from recruit.students.roster.views.room import desk, room, speaks
from recruit.students.rules import Confirmed
from recruit.web.gate import page_url, visitor


@room.get("/university/confirmations", lock=desk)
def confirmations() -> ResponseReturnValue:
    """The latest presses: when, by whom, of how many, and how many of them still hold."""
    return render_template(
        "students/roster/confirmations.html",
        batches=queries.batches(visitor()),
        none_said=Confirmed.NO,
        may_confirm=speaks.opens_for(visitor()),
    )


@room.post("/university/confirmations/<batch>/take-back", lock=speaks)
def take_back(batch: str) -> ResponseReturnValue:
    """Set back what one press changed."""
    if not ButtonForm().is_fine():
        abort(422)
    with writing():
        count = actions.take_back(batch, by=visitor(), now=clock.now())
    flash(
        ngettext("%(num)d student is set back.", "%(num)d students are set back.", count),
        "done" if count else "note",
    )
    return redirect(page_url("roster.confirmations"), 303)
