"""Handing out a stored file: as a download, never shown by the browser in our name but for pictures that we wrote."""

from urllib.parse import quote

from flask import Response, request

from recruit.core.models import StoredFile


def attachment(content: bytes, stored: StoredFile) -> Response:
    """The file under the name it was kept by. No cache keeps it."""
    return _handed_out(content, stored, "attachment")


def picture(content: bytes, stored: StoredFile) -> Response:
    """A picture to be shown on a page. Only for what was written here (`core/uploads/pictures.py`), never as it was sent."""
    return _handed_out(content, stored, "inline")


def sound(content: bytes, stored: StoredFile) -> Response:
    """A recording for a player on a page, in pieces where the browser asks for them. Opened by itself it is saved."""
    response = _handed_out(content, stored, "attachment")
    response.make_conditional(request.environ, accept_ranges=True, complete_length=len(content))
    return response


def _handed_out(content: bytes, stored: StoredFile, how: str) -> Response:
    response = Response(content, content_type=stored.media_type)
    plain = stored.kept_name.encode("ascii", "replace").decode().replace("?", "_").replace('"', "_")
    response.headers["Content-Disposition"] = (
        f"{how}; filename=\"{plain}\"; filename*=UTF-8''{quote(stored.kept_name, safe='')}"
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "no-store"
    return response
