"""Errors for programs, as RFC 9457 says."""

import json
from typing import Any

from flask import Response, request

MEDIA_TYPE = "application/problem+json"


def problem(status: int, title: str, detail: str = "", **more: Any) -> Response:
    """One problem with a request; `more` stands beside the members that everybody knows."""
    found: dict[str, Any] = {"type": "about:blank", "title": title, "status": status}
    if detail:
        found["detail"] = detail
    found["instance"] = request.path
    body = json.dumps({**found, **more}, ensure_ascii=False)
    return Response(body, status, content_type=MEDIA_TYPE)
