"""The map of the public site for search engines: every page in every language, each naming the others."""

from collections.abc import Iterator

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from recruit.core import clock
from recruit.core.locales import CODES
from recruit.core.visitor import NOBODY
from recruit.dashboards.links import endpoint_at
from recruit.dashboards.queries import public as queries
from recruit.dashboards.views.pages import room, settings
from recruit.web.locks import anybody

PAGES = (
    "/",
    "/fairs",
    "/events",
    "/positions",
    "/companies",
    "/handbook/",
    "/help",
    "/members",
    "/statistics",
    "/archive",
    *(f"/countries/{country}" for country in queries.COUNTRIES),
    "/privacy",
    "/terms",
    "/accessibility",
    "/operator",
)


def _paths() -> Iterator[str]:
    yield from (path for path in PAGES if endpoint_at(path, NOBODY))
    for folder, slugs in queries.public_slugs(clock.now()).items():
        if slugs and endpoint_at(folder + slugs[0], NOBODY):
            yield from (folder + slug for slug in slugs)


@room.get("/sitemap.xml", lock=anybody, bare=True)
def sitemap() -> ResponseReturnValue:
    """Addresses without a language stand in no map: `/` only leads on."""
    text = render_template(
        "dashboards/sitemap.xml", paths=list(_paths()), codes=CODES, base=settings().base_url
    )
    return text, 200, {"Content-Type": "application/xml; charset=utf-8"}


@room.get("/favicon.ico", lock=anybody, bare=True)
def favicon() -> ResponseReturnValue:
    """The mark, for what asks for an icon without reading the page."""
    return redirect(url_for("static", filename="mark.svg"), 308)
