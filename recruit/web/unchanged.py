"""Answers for programs that ask whether anything has changed: marks of what is given, and 304 where it is what they have."""

from datetime import datetime, timedelta
import hashlib

from flask import Response, request

# In the second of a change, the same second cannot tell before from after.
_SETTLES_AFTER = timedelta(seconds=2)


def is_as_it_was(changed_at: datetime | None, now: datetime) -> bool:
    """Whether the answer given at an earlier time still holds, by the time of the last change alone.

    Only the very time we gave counts: a database brought back from a copy may have changed to something older. Who also
    sends a mark is answered by the mark, which knows better.
    """
    asked = request.if_modified_since
    return (
        not request.if_none_match
        and asked is not None
        and _is_settled(changed_at, now)
        and asked == _whole_second(changed_at)
    )


def _is_settled(changed_at: datetime | None, now: datetime) -> bool:
    return changed_at is not None and now - changed_at >= _SETTLES_AFTER


def _whole_second(instant: datetime | None) -> datetime | None:
    return instant.replace(microsecond=0) if instant else None


def not_modified(changed_at: datetime | None) -> Response:
    """The answer without a body, for who is told by the time."""
    response = Response(status=304)
    response.last_modified = _whole_second(changed_at)
    return response


def marked(response: Response, changed_at: datetime | None, now: datetime, *, mark: str = "") -> Response:
    """The answer with its mark (made of its body where none is given) and time; without a body for who has it."""
    response.set_etag(mark or hashlib.sha256(response.get_data()).hexdigest()[:32], weak=True)
    if _is_settled(changed_at, now):
        response.last_modified = _whole_second(changed_at)
    response.headers["Cache-Control"] = "public, no-cache"
    if response.get_etag()[0] in request.if_none_match.as_set(include_weak=True):
        response.status_code = 304
        response.set_data(b"")
        del response.headers["Content-Type"]
    return response
