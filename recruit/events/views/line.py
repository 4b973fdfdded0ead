"""The line before an event: who presses at the same moment is written down in one transaction (`core/together.py`)."""

from collections.abc import Sequence

from flask import make_response, render_template, request
from flask.typing import ResponseReturnValue

from recruit.core import clock
from recruit.core.db import database, session, writing
from recruit.core.errors import Conflict, Missing
from recruit.core.together import Together
from recruit.events import actions
from recruit.events.actions import Arrival, Outcome
from recruit.web.gate import current_language, visitor

_LINE: Together[Arrival, Outcome] = Together()


def sign_up_in_line(where: str, slug: str) -> Outcome:
    """Where the visitor stands after pressing the button, or why not; None for who has to take the longer way."""

    def let_in(arrivals: Sequence[Arrival]) -> Sequence[Outcome]:
        try:
            with writing():
                return actions.sign_up_together(where, slug, arrivals, now=clock.now())
        except (Missing, Conflict):
            return [None] * len(arrivals)

    # Who waits in line needs no connection meanwhile.
    session().rollback()
    return _LINE.do((database(), where, slug), Arrival(visitor(), current_language()), let_in)


def send_again(where: str, slug: str) -> ResponseReturnValue:
    """Nothing was written: the page says so, and holds what was sent."""
    sent = list(request.form.items(multi=True))
    response = make_response(render_template("events/busy.html", where=where, slug=slug, sent=sent), 503)
    response.headers["Retry-After"] = "5"
    return response
