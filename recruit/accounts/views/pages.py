"""The room of accounts, and what its pages share."""

import time

from flask import g, make_response, render_template
from werkzeug.wrappers import Response

from recruit.core.settings import Settings
from recruit.web.forms import Form
from recruit.web.gate import page_url
from recruit.web.room import Room

room = Room("accounts", __name__)

# Longer than a queued mail takes, so that the time of the answer does not tell whether there was one.
_ANSWER_TAKES_SECONDS = 0.4


def settings() -> Settings:
    return g.settings


def form_page(template: str, *, form: Form, **context: object) -> Response:
    """A page with a form; 422 where the form was sent and has faults."""
    faulty = bool(form.errors or form.form_errors)
    return make_response(render_template(template, form=form, **context), 422 if faulty else 200)


def dead_link() -> Response:
    """The page of a link that opens nothing any more."""
    return make_response(render_template("accounts/dead_link.html"), 410)


def start_page() -> str:
    """Where people go who came from nowhere in particular."""
    return page_url("dashboards.start")


def answer_after(started: float) -> None:
    """Wait until the usual time of an answer has passed since `started` (of `time.monotonic`)."""
    if not settings().is_test:
        time.sleep(max(0.0, started + _ANSWER_TAKES_SECONDS - time.monotonic()))
