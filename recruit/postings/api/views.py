"""Addresses for programs: positions, one position, and what may be asked. Any site may read them in a browser."""

import json
from typing import Any
from urllib.parse import urlencode

from flask import Response, g, redirect, request
from flask.typing import ResponseReturnValue

from recruit.accounts import limits
from recruit.core import clock
from recruit.core.settings import Settings
from recruit.postings.api import queries, rules
from recruit.postings.api.describing import description_of
from recruit.postings.api.shapes import position_shape
from recruit.postings.queries import public_position
from recruit.postings.search import queries as search
from recruit.postings.search.words import understood
from recruit.web.locks import anybody
from recruit.web.problems import problem
from recruit.web.room import Room
from recruit.web.unchanged import is_as_it_was, marked, not_modified

room = Room("api", __name__)
_ALLOWED = "If-None-Match, If-Modified-Since, Accept-Language"
_EXPOSED = "ETag, Last-Modified, Link, RateLimit, RateLimit-Policy, Retry-After"


@room.get("/api/v1/positions", lock=anybody, bare=True)
def positions() -> ResponseReturnValue:
    """Open positions that fit, a page at a time."""
    try:
        asked = rules.read(dict(request.args.lists()), reads_mark=queries.reads_mark)
    except rules.NotUnderstood as wrong:
        return _not_understood(wrong)
    now = clock.now()
    changed_at = queries.last_changed(now)
    if is_as_it_was(changed_at, now):
        return not_modified(changed_at)
    found = search.found(
        asked.wanted, understood(asked.wanted.words), after=asked.after, now=now, size=asked.limit
    )
    companies = queries.companies_of(found.rows)
    shapes = [position_shape(one, companies.get(one.company_id), now=now) for one in found.rows]
    address = _next_address(found.next_mark) if found.next_mark else None
    response = _answer({"positions": shapes, "total": found.total, "next": address})
    if address:
        response.headers["Link"] = f'<{address}>; rel="next"'
    return marked(response, changed_at, now)


@room.get("/api/v1/positions/<slug>", lock=anybody, bare=True)
def position(slug: str) -> ResponseReturnValue:
    """One position."""
    now = clock.now()
    posting, changed_at = public_position(slug), queries.last_changed(now)
    if is_as_it_was(changed_at, now):
        return not_modified(changed_at)
    company = queries.companies_of([posting]).get(posting.company_id)
    return marked(_answer(position_shape(posting, company, now=now)), changed_at, now)


@room.get("/api/v1/openapi.json", lock=anybody, bare=True)
def openapi() -> ResponseReturnValue:
    """What may be asked and what is answered."""
    settings: Settings = g.settings
    return marked(_answer(description_of(settings.base_url, settings.site_name)), None, clock.now())


@room.get("/api/openapi.json", lock=anybody, bare=True)
def newest_openapi() -> ResponseReturnValue:
    """The description of the newest version."""
    return redirect("/api/v1/openapi.json", 302)


def _answer(value: dict[str, Any]) -> Response:
    return Response(json.dumps(value, ensure_ascii=False), content_type="application/json")


def _next_address(mark: str) -> str:
    """The same question from the mark on."""
    settings: Settings = g.settings
    asked = [(name, value) for name, value in request.args.items(multi=True) if name != "after"]
    return f"{settings.base_url}{request.path}?{urlencode([*asked, ('after', mark)])}"


def _not_understood(wrong: rules.NotUnderstood) -> Response:
    errors = [
        {"parameter": one.parameter, "detail": one.detail, "allowed": [str(value) for value in one.allowed]}
        for one in wrong.problems
    ]
    return problem(400, "The question cannot be read", "See `errors` for each parameter.", errors=errors)


@room.before_request
def _count() -> Response | None:
    """Questions are counted by network, before anything is read."""
    if request.method == "OPTIONS":
        return None
    network = limits.network_of(request.remote_addr)
    left = g.left = limits.count_and_tell("api", limits.ANSWERS_TO_ONE_NETWORK, network)
    if left is None or left.passes:
        return None
    refused = problem(429, "Too many requests", f"Please come back in {left.ends_in} seconds.")
    refused.headers["Retry-After"] = str(left.ends_in)
    return refused


@room.after_request
def _tell(response: Response) -> Response:
    """Any site may read; a browser sends no cookies along, and nothing here depends on who asks."""
    headers = response.headers
    headers["Access-Control-Allow-Origin"] = "*"
    headers["Access-Control-Expose-Headers"] = _EXPOSED
    headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    if request.method == "OPTIONS":
        headers["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
        headers["Access-Control-Allow-Headers"] = _ALLOWED
        headers["Access-Control-Max-Age"] = "86400"
    left = g.get("left")
    if left is not None:
        headers["RateLimit-Policy"] = f'"network";q={left.most};w={left.window}'
        headers["RateLimit"] = f'"network";r={left.left};t={left.ends_in}'
    return response
