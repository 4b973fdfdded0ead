"""The web hook by which a mail service tells what came back. It is not there until a secret is set."""

import json
from typing import Any

from flask import abort, g, request
from flask.typing import ResponseReturnValue

from recruit.core import clock
from recruit.core.settings import Settings
from recruit.messages import bouncing
from recruit.messages.rules import Noted, Report, ReportKind
from recruit.messages.views.pages import room
from recruit.web.locks import token_holder

MOST_BYTES = 512 * 1024
MOST_EVENTS = 500


@room.post("/api/v1/bounces", lock=token_holder, bare=True, by_key_alone=True)
def bounce_hook() -> ResponseReturnValue:
    """Takes {"events": [{"kind": "bounce", "message_id": "<…>", "status": "5.1.1", "reason": "…"}, …]}, signed."""
    settings: Settings = g.settings
    if not settings.bounce_secret:
        abort(404)
    if (request.content_length or 0) > MOST_BYTES:
        return {"error": "too large"}, 413
    body, now = request.get_data(), clock.now()
    at, signature = (request.headers.get(name, "") for name in ("X-Signed-At", "X-Signature"))
    if not bouncing.is_signed(body, at, signature, settings.bounce_secret, now):
        return {"error": "the signature does not fit"}, 401
    reports = _reports(body)
    if reports is None:
        return {"error": "the body is not what docs/mail.md describes"}, 400
    noted = [bouncing.note(report, now) for report in reports]
    return {str(outcome): noted.count(outcome) for outcome in Noted}


def _reports(body: bytes) -> list[Report] | None:
    try:
        events = json.loads(body)["events"]
        if not isinstance(events, list) or len(events) > MOST_EVENTS:
            return None
        return [_report(event) for event in events]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def _report(event: dict[str, Any]) -> Report:
    """Raises ValueError, KeyError or TypeError where it is none."""
    values = [event["message_id"], event.get("status", ""), event.get("reason", "")]
    if not all(isinstance(value, str) for value in values):
        raise TypeError("texts are expected")
    # No half of a letter and no NUL: a database would break on them.
    message_id, status, reason = (
        value.strip().encode("utf-8", "replace").decode().replace("\x00", "?") for value in values
    )
    if not message_id.startswith("<"):
        message_id = f"<{message_id}>"
    return Report(ReportKind(event["kind"]), message_id[:300], status[:20], reason[:200])
