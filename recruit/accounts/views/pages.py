"""The room of accounts, and what its pages share."""

import time
from urllib.parse import urlencode, urlsplit

from flask import current_app, g, make_response, render_template
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect
from werkzeug.wrappers import Response

from recruit.core.settings import Settings
from recruit.core.visitor import Via, Visitor
from recruit.web.forms import Form
from recruit.web.gate import page_opens, page_url, safe_return, visitor
from recruit.web.room import Room

room = Room("accounts", __name__)

# Longer than a queued mail takes, so that the time of the answer does not tell whether there was one.
_ANSWER_TAKES_SECONDS = 0.4
_LONGEST_PAGE = 200


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


def onward(target: str | None) -> str:
    """Where somebody who is signed in goes on to: the page they came for if it opens for them, else their own start."""
    page = safe_return(target, start_page())
    return page if _opens(page, visitor()) else start_page()


def onward_after_sign_in(target: str | None) -> str:
    """The same for somebody who signs in with this answer. What they may open is known from the next request on: a page
    that not every person may open is asked for by way of the sign-in page, which then sends on.
    """
    page = safe_return(target, start_page())
    if _opens(page, Visitor(via=Via.SIGN_IN)):
        return page
    return f"{page_url('accounts.sign_in')}?{urlencode({'next': page})}"


def page_to_remember(target: str | None) -> str:
    """The page somebody came for who has no account yet, if everybody may open it once signed in; else empty."""
    page = safe_return(target, "")
    return page if page and len(page) <= _LONGEST_PAGE and _opens(page, Visitor(via=Via.SIGN_IN)) else ""


def _opens(page: str, asking: Visitor) -> bool:
    try:
        endpoint, _values = current_app.url_map.bind("").match(urlsplit(page).path, method="GET")
    except RequestRedirect:
        return True
    except HTTPException:
        return False
    return page_opens(endpoint, asking)


def answer_after(started: float) -> None:
    """Wait until the usual time of an answer has passed since `started` (of `time.monotonic`)."""
    if not settings().is_test:
        time.sleep(max(0.0, started + _ANSWER_TAKES_SECONDS - time.monotonic()))
