"""Addresses for machines that watch over the service."""

from datetime import timedelta

from alembic.runtime.migration import MigrationContext
from flask import Response, g, jsonify
from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError

from recruit.core import clock, files
from recruit.core.db import session
from recruit.core.models import Heartbeat
from recruit.core.schema import newest_revision
from recruit.core.settings import Settings
from recruit.core.stores import StoreUnreachable
from recruit.web.locks import anybody
from recruit.web.room import Room

room = Room("health", __name__)
WORKER_SILENCE = timedelta(minutes=5)


@room.get("/healthz", lock=anybody, bare=True)
def healthz() -> Response:
    """The process is alive."""
    return jsonify(status="ok")


@room.get("/readyz", lock=anybody, bare=True)
def readyz() -> tuple[Response, int]:
    """Database reachable, schema current, worker heard of lately, files within reach. 503 names what is not."""
    parts: dict[str, str] = {}
    try:
        session().execute(text("SELECT 1"))
        parts["database"] = "ok"
        revision = MigrationContext.configure(session().connection()).get_current_revision()
        parts["migrations"] = (
            "ok" if revision == newest_revision() else f"at {revision}, wants {newest_revision()}"
        )
        last = session().scalar(select(func.max(Heartbeat.at)))
        silent = last is None or clock.now() - last > WORKER_SILENCE
        parts["worker"] = "silent" if silent else "ok"
    except SQLAlchemyError:
        parts.setdefault("database", "unreachable")
    try:
        files.store_in_use().check()
        parts["files"] = "ok"
    except StoreUnreachable:
        parts["files"] = "unreachable"
    ready = all(value == "ok" for value in parts.values()) and len(parts) == 4
    return jsonify(status="ok" if ready else "not ready", **parts), 200 if ready else 503


@room.get("/robots.txt", lock=anybody, bare=True)
def robots() -> Response:
    """What search engines may read, and where the map is."""
    settings: Settings = g.settings
    lines = [
        "User-agent: *",
        "Disallow: /*/s/",
        "Disallow: /*/staff/",
        # Not `/*/me`: the page about members begins alike.
        "Disallow: /*/me$",
        "Disallow: /*/me/",
        "Disallow: /*/account/",
        "Disallow: /*/company/",
        "Disallow: /*/university/",
        # Places in long lists lead nowhere that the map does not.
        "Disallow: /*?*after=",
        f"Sitemap: {settings.base_url}/sitemap.xml",
    ]
    return Response("\n".join(lines) + "\n", mimetype="text/plain")
