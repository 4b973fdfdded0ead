"""Security headers on every answer, errors included; and answers made small for slow lines."""

import gzip

from flask import Flask, Response, g, request

CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; media-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'"


def install(app: Flask, *, uses_https: bool) -> None:
    """Add the headers."""

    @app.after_request
    def _add(response: Response) -> Response:
        headers = response.headers
        headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        headers["X-Content-Type-Options"] = "nosniff"
        # Addresses may hold a survey token: they never travel to another site.
        headers["Referrer-Policy"] = "same-origin"
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        # Nothing of ours is shown inside other sites, so that none can measure it; what is made for other sites says so.
        headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        # A page that needs the camera says so itself.
        headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()")
        if uses_https:
            headers["Strict-Transport-Security"] = "max-age=31536000"
        if request.endpoint == "static":
            headers["Cache-Control"] = (
                "public, max-age=31536000, immutable" if "v" in request.args else "no-cache"
            )
        return response


_COMPRESSIBLE = {
    "text/html",
    "text/css",
    "text/javascript",
    "application/javascript",
    "image/svg+xml",
    "text/plain",
    "application/json",
    "application/atom+xml",
}
_WORTH_IT = 1_000


def install_compression(app: Flask) -> None:
    """Send texts gzipped to who takes them.

    Pages of people who are signed in are left alone: where a secret and something typed share a compressed page, its
    length gives the secret away (BREACH).
    """

    @app.after_request
    def _compress(response: Response) -> Response:
        if (
            response.status_code != 200
            or response.mimetype not in _COMPRESSIBLE
            or "Content-Encoding" in response.headers
            or "gzip" not in request.accept_encodings
            or (request.endpoint != "static" and (request.method != "GET" or request.args or _is_signed_in()))
        ):
            return response
        response.direct_passthrough = False
        content = response.get_data()
        response.vary.add("Accept-Encoding")
        if len(content) >= _WORTH_IT:
            kept = g.get("kept")
            response.set_data(kept.small if kept is not None else gzip.compress(content, 5, mtime=0))
            response.headers["Content-Encoding"] = "gzip"
        return response


def _is_signed_in() -> bool:
    visitor = g.get("visitor")
    return visitor is not None and visitor.is_signed_in
