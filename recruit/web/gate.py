"""The gate: before every view it settles the language, the visitor and the lock. The one place that says 403."""

from collections.abc import Callable, Collection
from contextlib import ExitStack
from datetime import timedelta
import logging
import re
import secrets
import time
from typing import Any
from urllib.parse import urlencode

from flask import Flask, Request, Response, abort, g, has_request_context, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import insert
from werkzeug.routing import BaseConverter

from recruit.core import audit, clock
from recruit.core.db import Database, reads_only, session, writing
from recruit.core.locales import BY_CODE, CODES, PSEUDO, negotiate
from recruit.core.models import Sighting
from recruit.core.settings import Settings
from recruit.core.visitor import NOBODY, Visitor
from recruit.web.kept import kept_answer
from recruit.web.locks import Lock, token_holder
from recruit.web.typed import NUL

log = logging.getLogger(__name__)

VisitorLoader = Callable[[Request], Visitor]
LANGUAGE_COOKIE = "language"
SWITCH_FIELD = "switch_language"
PROOF_HOLDS_FOR = timedelta(minutes=10)
PROOF_HOLDS_FOR_FORMS = timedelta(minutes=30)
# Looks that nobody may take out of the record afterwards: they stand in the audit trail too.
ALSO_IN_THE_TRAIL = frozenset({"response"})
_A_PUBLIC_ID = re.compile(r"[A-Za-z0-9_-]{22}")


class LanguageConverter(BaseConverter):
    """The first part of every page's address: one of our languages."""

    regex = "|".join((*CODES, PSEUDO))


def visitor() -> Visitor:
    """Who is asking, in a request."""
    return g.get("visitor", NOBODY)


def page_opens(endpoint: str, asking: Visitor | None = None) -> bool:
    """Whether the page opens for the reader, or for who is `asking`. One that is not there opens for nobody."""
    from flask import current_app  # noqa: PLC0415 - the application is only known inside a request

    lock: Lock | None = current_app.extensions["recruit.locks"].get(endpoint)
    return lock is not None and lock.opens_for(visitor() if asking is None else asking)


def page_url(endpoint: str, **values: Any) -> str:
    """The address of a page in the reader's language (or in `lang=…`)."""
    values.setdefault("lang", current_language())
    return url_for(endpoint, **values)


def whole_url(endpoint: str, **values: Any) -> str:
    """`page_url` with the site's own address before it: never the host that a request claims."""
    return g.settings.base_url + page_url(endpoint, **values)


def current_language() -> str:
    """The language of this answer: that of the address; for what has none, the reader's best."""
    found = g.get("language")
    if found is None:
        found = g.language = _language_without_address()
    return found


def _language_without_address() -> str:
    settings: Settings = g.settings if "settings" in g else _settings()
    if not has_request_context():
        # A job or a command: there is no reader but the operator.
        return settings.default_language
    said = request.path.split("/", 2)[1]
    if said in CODES:
        # A page that is not there, under an address that names a language all the same.
        return said
    kept = request.cookies.get(LANGUAGE_COOKIE, "")
    if kept in CODES:
        return kept
    preferred = visitor().language
    return preferred or negotiate(request.headers.get("Accept-Language", ""), settings.default_language)


def _settings() -> Settings:
    from flask import current_app  # noqa: PLC0415 - the application is only known inside a request

    return current_app.extensions["recruit.settings"]


def _database() -> Database:
    from flask import current_app  # noqa: PLC0415 - the application is only known inside a request

    return current_app.extensions["recruit.database"]


def stand_guard(
    app: Flask, *, settings: Settings, load_visitor: VisitorLoader, locks: dict[str, Lock], seen: dict[str, str],
    kept: set[str],
) -> None:  # fmt: skip
    """Install the gate. `locks` maps every endpoint to its lock; an endpoint without one answers 403 to everybody.

    The pages named in `kept` may be answered from what this process keeps.
    """
    app.url_map.converters["language"] = LanguageConverter

    @app.url_value_preprocessor
    def _take_language(endpoint: str | None, values: dict | None) -> None:
        g.settings = settings
        if values and "lang" in values:
            g.language = values.pop("lang")
            # A database would break on looking for NUL.
            if NUL in request.path or (g.language == PSEUDO and not settings.is_test):
                abort(404)

    @app.url_defaults
    def _give_language(endpoint: str, values: dict) -> None:
        if "lang" not in values and app.url_map.is_endpoint_expecting(endpoint, "lang"):
            values["lang"] = current_language()

    @app.before_request
    def _open() -> ResponseReturnValue | None:
        g.request_id = request.headers.get("X-Request-Id", "")[:64] or secrets.token_hex(8)
        g.started = time.perf_counter()
        answer = kept_answer(app, _database()) if request.endpoint in kept else None
        if answer is not None:
            return answer
        g.stack = ExitStack()
        if request.endpoint == "static":
            return None
        g.stack.enter_context(_database().scope())
        # Whoever only switches the language of a form must move nothing, whatever view the form belongs to.
        if request.method in ("GET", "HEAD", "OPTIONS") or is_switching_language():
            g.stack.enter_context(reads_only())
        if request.endpoint is None:
            return None
        g.visitor = load_visitor(request)
        lock = locks.get(request.endpoint)
        if lock is None:
            log.error("endpoint without a lock", extra={"endpoint": request.endpoint})
            abort(403)
        if lock.opens_for(g.visitor):
            return _ask_for_proof() if lock.needs_proof else None
        if g.visitor.is_signed_in:
            abort(403)
        return redirect(f"{page_url('accounts.sign_in')}?{urlencode({'next': _return_to()})}", 303)

    @app.after_request
    def _note(response: Response) -> Response:
        code = g.get("language")
        if code in BY_CODE and response.mimetype == "text/html":
            response.headers["Content-Language"] = BY_CODE[code].html_lang
            # A page in a frame may be in another language than its reader's.
            if request.cookies.get(LANGUAGE_COOKIE) != code and not g.get("is_framed"):
                response.set_cookie(
                    LANGUAGE_COOKIE,
                    code,
                    max_age=31_536_000,
                    secure=settings.uses_https,
                    httponly=True,
                    samesite="Lax",
                )
        # In this order: what is too large to be read must not be asked again.
        if response.status_code == 422 and is_switching_language():
            response.status_code = 200
        # What belongs to one person stays in no cache: of who is signed in, and of who holds the key to an own page.
        if ("visitor" in g and g.visitor.is_signed_in) or locks.get(request.endpoint or "") is token_holder:
            response.headers["Cache-Control"] = "no-store"
        if settings.is_test and request.endpoint != "static" and "stack" in g:
            _demand_nothing_unsaved()
        _note_refused_look(response.status_code, seen.get(request.endpoint or "", ""))
        looked_at = g.get("sighted_person_refs") or [one for one in (g.get("sighted_person_ref"),) if one]
        # A form that was refused is drawn again on the same page, and a sound is asked for in pieces: that is a look too.
        if looked_at and response.status_code in (200, 206, 422) and request.endpoint in seen:
            _write_sightings(
                looked_at, g.get("sighted_as") or seen[request.endpoint], locks[request.endpoint]
            )
        return response

    @app.teardown_request
    def _close(_error: BaseException | None) -> None:
        stack: ExitStack | None = g.pop("stack", None)
        if stack is not None:
            stack.close()


def _demand_nothing_unsaved() -> None:
    left = session()
    if left.new or left.dirty or left.deleted:
        raise RuntimeError(f"{request.endpoint} left unsaved work behind")


def _ask_for_proof() -> ResponseReturnValue | None:
    """The page that asks again who is there, unless this device has proved it lately. A form once opened has longer."""
    within = PROOF_HOLDS_FOR if request.method in ("GET", "HEAD") else PROOF_HOLDS_FOR_FORMS
    if g.visitor.has_proved_within(within, clock.now()):
        return None
    return redirect(f"{page_url('accounts.prove')}?{urlencode({'next': _return_to()})}", 303)


def _return_to() -> str:
    return request.full_path.rstrip("?") if request.method == "GET" else request.path


def _write_sightings(person_refs: Collection[str], what: str, lock: Lock) -> None:
    now, asks = clock.now(), visitor()
    # Staff who are members somewhere too have not looked for that organisation.
    acting = asks.acting if lock.for_members else None
    with writing(even_in_a_read=True) as rows:
        look = {
            "at": now,
            "by_ref": asks.person_ref,
            "organisation_ref": acting.organisation_ref if acting else "",
            "office": acting.rights if acting else asks.offices,
            "what": what,
        }
        # A file may hold thousands: all in one statement.
        if person_refs:
            rows.execute(insert(Sighting), [{**look, "person_ref": ref} for ref in person_refs])
        for person_ref in person_refs if what in ALSO_IN_THE_TRAIL else ():
            audit.record(
                f"{what}.seen", by=asks, now=now, subject_kind="person", subject_ref=person_ref,
                change=request.endpoint or "",
            )  # fmt: skip


def _note_refused_look(status: int, what: str) -> None:
    """Somebody signed in tried to read what is not theirs to read: who and which stand in the trail, never what it says."""
    if status not in (403, 404) or what not in ALSO_IN_THE_TRAIL:
        return
    asks, ref = visitor(), str((request.view_args or {}).get("public_id", ""))
    if not asks.is_signed_in or not _A_PUBLIC_ID.fullmatch(ref):
        return
    endpoint = request.endpoint or ""
    log.warning("a look was refused", extra={"endpoint": endpoint, "by_ref": asks.person_ref, "ref": ref})
    with writing(even_in_a_read=True):
        audit.record(
            f"{what}.kept_back", by=asks, now=clock.now(), subject_kind=what, subject_ref=ref, change=endpoint
        )


def is_switching_language() -> bool:
    """Whether this POST only asks for the same form in another language: nothing is checked, nothing is written."""
    return request.method == "POST" and request.form.get(SWITCH_FIELD) in (*CODES, PSEUDO)


def safe_return(target: str | None, otherwise: str) -> str:
    """A path of this site to go back to; anything that could lead elsewhere becomes `otherwise`."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")) or "\\" in target:
        return otherwise
    if any(ord(letter) < 32 for letter in target):
        return otherwise
    return target
