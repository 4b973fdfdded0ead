"""The map of the public site for search engines: every page in every language in which it is written, each naming the others.

The map is an index of parts. Parts are made while they are sent, so that none is ever held as a whole.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
import re

from flask import Response, abort, redirect, url_for
from flask.typing import ResponseReturnValue
from markupsafe import escape

from recruit.core import clock
from recruit.core.locales import CODES
from recruit.core.visitor import NOBODY
from recruit.dashboards.links import endpoint_at
from recruit.dashboards.queries import mapped, public as queries
from recruit.dashboards.queries.mapped import Entry
from recruit.dashboards.views.pages import room, settings
from recruit.postings.api.queries import last_changed
from recruit.web.locks import anybody
from recruit.web.unchanged import is_as_it_was, marked, not_modified

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
MEDIA_TYPE = "application/xml; charset=utf-8"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_MAPS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
# Longer ones are no part's: no key is that large.
_NUMBER = re.compile(r"0|[1-9][0-9]{0,4}")


@room.get("/sitemap.xml", lock=anybody, bare=True)
def sitemap() -> ResponseReturnValue:
    """The index. Addresses without a language stand in no map: `/` only leads on."""
    now = clock.now()
    changed_at = last_changed(now)
    if is_as_it_was(changed_at, now):
        return not_modified(changed_at)
    lines = [_part_line("pages", None)]
    lines += [_part_line(f"{part.kind}-{part.number}", part.changed_at) for part in mapped.parts(now)]
    text = f"{_HEAD}<sitemapindex {_MAPS}>\n{''.join(lines)}</sitemapindex>\n"
    return marked(Response(text, content_type=MEDIA_TYPE), changed_at, now)


def _part_line(name: str, changed_at: datetime | None) -> str:
    return f"<sitemap><loc>{settings().base_url}/sitemaps/{name}.xml</loc>{_changed(changed_at)}</sitemap>\n"


@room.get("/sitemaps/pages.xml", lock=anybody, bare=True)
def sitemap_of_pages() -> ResponseReturnValue:
    """The pages that are always there."""
    pages = [Entry(path, None) for path in PAGES if endpoint_at(path, NOBODY)]
    text = "".join(_document(pages, settings().base_url))
    return marked(Response(text, content_type=MEDIA_TYPE), None, clock.now())


@room.get("/sitemaps/<any(events,positions,companies,handbook):kind>-<number>.xml", lock=anybody, bare=True)
def sitemap_part(kind: str, number: str) -> ResponseReturnValue:
    """One part. Empty where nothing in it is public any more: search engines may ask for a part they once saw."""
    if not _NUMBER.fullmatch(number):
        abort(404)
    now = clock.now()
    changed_at = last_changed(now)
    if is_as_it_was(changed_at, now):
        return not_modified(changed_at)
    # Read before the answer begins: when its end is made, the database's scope has been closed.
    entries = list(mapped.entries(kind, int(number), now))
    response = Response(_document(entries, settings().base_url), content_type=MEDIA_TYPE)
    if changed_at is None:
        return response
    return marked(response, changed_at, now, mark=f"{kind}-{number}-{changed_at.timestamp():.6f}")


def _document(entries: Iterable[Entry], base: str) -> Iterator[str]:
    yield f'{_HEAD}<urlset {_MAPS} xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
    for entry in entries:
        path, codes = escape(entry.path), entry.languages or CODES
        others = "".join(
            f'<xhtml:link rel="alternate" hreflang="{code}" href="{base}/{code}{path}"/>' for code in codes
        )
        changed = _changed(entry.changed_at)
        yield "".join(f"<url><loc>{base}/{code}{path}</loc>{changed}{others}</url>\n" for code in codes)
    yield "</urlset>\n"


def _changed(instant: datetime | None) -> str:
    return f"<lastmod>{instant.isoformat(timespec='seconds')}</lastmod>" if instant else ""


@room.get("/favicon.ico", lock=anybody, bare=True)
def favicon() -> ResponseReturnValue:
    """The mark, for what asks for an icon without reading the page."""
    return redirect(url_for("static", filename="mark.svg"), 308)
