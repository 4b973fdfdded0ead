"""Handing out a stored file: always as a download, never shown by the browser in our name."""

from urllib.parse import quote

from flask import Response

from recruit.core.models import StoredFile


def attachment(content: bytes, stored: StoredFile) -> Response:
    """The file under the name it was kept by. No cache keeps it."""
    response = Response(content, content_type=stored.media_type)
    plain = stored.kept_name.encode("ascii", "replace").decode().replace("?", "_").replace('"', "_")
    response.headers["Content-Disposition"] = (
        f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(stored.kept_name, safe='')}"
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "no-store"
    return response
