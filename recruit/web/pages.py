"""Error pages in four languages. They need nothing that `before_request` may not have set."""

import logging
from typing import Any

from flask import Flask, Response, g, make_response, render_template, request
from flask_babel import gettext, lazy_gettext as _l
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError, NotFound, SecurityError

from recruit.core.db import WritingForbidden
from recruit.core.errors import Busy, Conflict, Missing, Refused
from recruit.core.files import FileDamaged
from recruit.core.stores import StoreUnreachable
from recruit.web.problems import problem
from recruit.web.words import words_for

log = logging.getLogger(__name__)

# title, what happened and what to do
ERRORS: dict[int, tuple[Any, Any]] = {
    400: (_l("This request could not be read"), _l("Go back, load the page again and try once more.")),
    401: (_l("Please sign in"), _l("This page is for people who are signed in.")),
    403: (
        _l("This page is not open to you"),
        _l("You are signed in, but this page belongs to another kind of account."),
    ),
    404: (_l("This page is not here"), _l("The address may be mistyped, or the page is not yours to see.")),
    405: (_l("This address cannot be used like that"), _l("Please start from the page before.")),
    409: (
        _l("Somebody else was faster"),
        _l("The page has changed in the meantime. Load it again and look once more."),
    ),
    410: (
        _l("This file cannot be read any more"),
        _l(
            "It was lost or damaged on our side, and that has been noted. If it is yours, please hand it in again; if not, please"
            " tell us."
        ),
    ),
    413: (_l("That is too large"), _l("Please send something smaller.")),
    415: (_l("This kind of content cannot be read"), _l("Please start from the page before.")),
    422: (_l("This cannot be done now"), _l("Please go back and check what you entered.")),
    429: (_l("Too many tries"), _l("Please wait a few minutes, then try again. Nothing was lost.")),
    500: (
        _l("Something broke on our side"),
        _l("It has been noted. Please try again in a few minutes. What you had saved is safe."),
    ),
    503: (_l("We are busy just now"), _l("Please try again in a minute. Nothing was lost.")),
}


def error_page(code: int, *, reason: Any = None) -> Response:
    """The page for a status, in the reader's language; JSON for machines' addresses."""
    title, advice = ERRORS.get(code, ERRORS[500])
    if request.path.startswith("/api/"):
        return problem(code, str(title))
    if request.path.startswith(("/healthz", "/readyz", "/metrics")):
        return make_response({"error": str(code), "message": gettext("%(title)s", title=str(title))}, code)
    html = render_template(
        "web/error.html",
        code=code,
        heading=title,
        advice=reason or advice,
        request_id=g.get("request_id", ""),
    )
    return make_response(html, code)


def install(app: Flask) -> None:
    """Register the handlers."""

    @app.errorhandler(HTTPException)
    def _http(error: HTTPException) -> Response:
        if error.code is None or error.code < 400:
            return make_response(error.get_response())
        if isinstance(error, SecurityError):
            # Not asked as us: a page of ours could not even name its own addresses.
            return make_response(("There is no such site here.\n", 400, {"Content-Type": "text/plain"}))
        response = error_page(error.code)
        if error.code == 405:
            response.headers["Allow"] = ", ".join(getattr(error, "valid_methods", None) or ())
        if isinstance(error, InternalServerError):
            log.error("unhandled error", exc_info=error.original_exception)
        return response

    @app.errorhandler(Missing)
    def _missing(_error: Missing) -> Response:
        return error_page(NotFound.code or 404)

    @app.errorhandler(Conflict)
    def _conflict(_error: Conflict) -> Response:
        return error_page(409)

    @app.errorhandler(Busy)
    def _busy(_error: Busy) -> Response:
        response = error_page(503)
        response.headers["Retry-After"] = "5"
        return response

    @app.errorhandler(StoreUnreachable)
    def _no_store(error: StoreUnreachable) -> Response:
        log.error("files cannot be reached", exc_info=error)
        response = error_page(
            503, reason=gettext("Files cannot be reached just now. Please try again in a few minutes.")
        )
        response.headers["Retry-After"] = "60"
        return response

    @app.errorhandler(FileDamaged)
    def _damaged(error: FileDamaged) -> Response:
        log.error("a file is missing or damaged", exc_info=error, extra={"file": str(error)})
        return error_page(410)

    @app.errorhandler(Refused)
    def _refused(error: Refused) -> Response:
        log.info("refused", extra={"reason": str(error)})
        return error_page(422, reason=words_for(error.reason))

    @app.errorhandler(CSRFError)
    def _csrf(_error: CSRFError) -> Response:
        return error_page(
            400, reason=gettext("This form was open for too long. Load the page again and send it once more.")
        )

    @app.errorhandler(WritingForbidden)
    def _writing(error: WritingForbidden) -> Response:
        log.error("a page that only reads tried to write", exc_info=error)
        return error_page(500)
