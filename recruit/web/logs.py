"""Structured logs: one JSON object a line, with the request's id; no bound values, no personal data."""

from collections.abc import Iterable
from datetime import UTC, datetime
import json
import logging
import re
import sys
import time
from types import TracebackType

from flask import Flask, Response, g, has_request_context, request

log = logging.getLogger(__name__)

_STANDARD = set(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "taskName"}

# PostgreSQL tells which values broke a constraint, or a whole row: words of people, which `hide_parameters` does not reach.
_VALUES_OF_ROWS = re.compile(
    r"\n(?:DETAIL|CONTEXT):.*?(?=\n\[SQL:|\n\(Background|\n\nThe above exception|\n\nDuring handling|\Z)",
    re.DOTALL,
)
_Error = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class JsonLines(logging.Formatter):
    """Formats a record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if has_request_context():
            line["request_id"] = g.get("request_id", "")
        line.update({name: value for name, value in record.__dict__.items() if name not in _STANDARD})
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)

    def formatException(self, ei: _Error) -> str:
        """Where and what broke, without the values a database tells of."""
        return _VALUES_OF_ROWS.sub("", super().formatException(ei))


def install_for_process(level: int = logging.INFO) -> None:
    """Send all logs of this process to standard error as JSON lines."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for talkative in ("apscheduler", "alembic"):
        logging.getLogger(talkative).setLevel(logging.WARNING)


def install_access_log(app: Flask) -> None:
    """One line a request: method, endpoint, status, milliseconds. Addresses with tokens are not written."""
    log = logging.getLogger("recruit.access")

    @app.after_request
    def _note(response: Response) -> Response:
        if request.endpoint != "static":
            log.info(
                "request",
                extra={
                    "method": request.method,
                    "endpoint": request.endpoint or "",
                    "status": response.status_code,
                    "ms": round((time.perf_counter() - g.get("started", time.perf_counter())) * 1000, 1),
                },
            )
        if "request_id" in g:
            response.headers["X-Request-Id"] = g.request_id
        return response


def note_refused_form(form: str, fields: Iterable[str]) -> None:
    """One line about a form that was not taken: which, and which of its fields. What was typed stays out."""
    log.info(
        "form refused",
        extra={
            "form": form,
            "fields": sorted(fields),
            "endpoint": request.endpoint if has_request_context() else "",
        },
    )
