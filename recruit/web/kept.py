"""Pages for everybody, kept in this process while nothing they show has changed.

A view says `kept=True`; its lock must be `anybody`. A kept answer is given only to who is not signed in and shows no
cookie but the chosen language, and only while the stamp of the content (`core/content.py`) and the minute are the ones
at which the page was begun. The minute stands for what changes by the clock alone: the instants at which sign-up ends or
a position closes are whole minutes.

Kept is what the view gave, before any header is added: the language cookie, the request's id and the security headers
belong to each answer. Pages that touched the session (a CSRF token, a message to be shown once) are never kept.
"""

from collections import OrderedDict
from dataclasses import dataclass
from functools import cached_property
import gzip
import hashlib
from threading import Lock

from flask import Flask, Response, g, request, session as browser_session

from recruit.core import clock, content
from recruit.core.db import Database
from recruit.core.visitor import NOBODY

# The language, and by which accounts know a browser again: neither changes what stands on a page.
HARMLESS_COOKIES = frozenset({"language", "browser", "__Host-browser"})
# Filters fit in; endless addresses made up to push others out do not.
MOST_QUERY = 200
MOST_BYTES = 32 * 1024 * 1024

# Scheme and host too: some pages name their own whole address.
Address = tuple[str, str, str, bytes]
# The stamp of the content, and the minute.
State = tuple[str, int]


@dataclass(frozen=True)
class KeptPage:
    """An answer as its view gave it, with what lets browsers ask whether theirs is still right."""

    state: State
    body: bytes
    headers: tuple[tuple[str, str], ...]
    mark: str

    @cached_property
    def small(self) -> bytes:
        return gzip.compress(self.body, 5, mtime=0)

    def answer(self) -> Response:
        """The page anew; without a body for who has it."""
        if self._is_what_they_have():
            return Response(status=304, headers=list(self.headers))
        return Response(self.body, headers=list(self.headers))

    def _is_what_they_have(self) -> bool:
        if request.if_none_match:
            return self.mark in request.if_none_match.as_set(include_weak=True)
        at = dict(self.headers).get("Last-Modified")
        return at is not None and request.headers.get("If-Modified-Since") == at


def _page_of(response: Response, state: State) -> KeptPage:
    body = response.get_data()
    response.headers.pop("Content-Length", None)
    # Browsers ask each time. Others, who keep for many people, are told to leave it.
    response.headers["Cache-Control"] = "private, no-cache"
    response.vary.update(("Cookie", "Accept-Encoding"))
    # Weak: the same page, small or not.
    mark = hashlib.sha256(body).hexdigest()[:24]
    response.set_etag(mark, weak=True)
    return KeptPage(state, body, tuple(response.headers), mark)


class KeptPages:
    """The pages used last, at most `most` of them and at most `MOST_BYTES` together. Threads may share it."""

    def __init__(self, most: int, most_bytes: int = MOST_BYTES) -> None:
        self._most, self._most_bytes, self._bytes = most, most_bytes, 0
        self._pages: OrderedDict[Address, KeptPage] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._pages)

    def find(self, address: Address, state: State) -> KeptPage | None:
        with self._lock:
            page = self._pages.get(address)
            if page is None or page.state != state:
                return None
            self._pages.move_to_end(address)
            return page

    def keep(self, address: Address, page: KeptPage) -> None:
        with self._lock:
            before = self._pages.pop(address, None)
            self._bytes += len(page.body) - (len(before.body) if before else 0)
            self._pages[address] = page
            while len(self._pages) > self._most or self._bytes > self._most_bytes:
                _address, oldest = self._pages.popitem(last=False)
                self._bytes -= len(oldest.body)


def kept_answer(app: Flask, database: Database) -> Response | None:
    """The kept answer to this request, if there is one; else remembers that what the view gives may be kept.

    Asked by the gate, before it opens anything, for endpoints that say `kept=True`: their lock is `anybody`, and who
    shows no cookie of a sign-in is nobody.
    """
    pages: KeptPages | None = app.extensions.get("recruit.kept")
    if pages is None or request.method not in ("GET", "HEAD"):
        return None
    if not request.cookies.keys() <= HARMLESS_COOKIES or "Authorization" in request.headers:
        return None
    if len(request.query_string) > MOST_QUERY:
        return None
    # Before anything else is read: rows read afterwards are never older than the stamp.
    with database.reading() as connection:
        stamp = content.stamp_now(connection)
    if stamp is None:
        return None
    address = (request.scheme, request.host, request.path, request.query_string)
    state = (stamp, int(clock.now().timestamp()) // 60)
    page = pages.find(address, state)
    if page is None:
        g.to_keep = (address, state)
        return None
    g.kept, g.visitor = page, NOBODY
    return page.answer()


def install(app: Flask, most: int) -> None:
    """Keep at most that many pages; with 0 none. To be called last: what is registered last sees an answer first."""
    if not most:
        return
    pages = app.extensions["recruit.kept"] = KeptPages(most)

    @app.after_request
    def _keep(response: Response) -> Response:
        if "to_keep" not in g or not _may_be_kept(response):
            return response
        address, state = g.to_keep
        page = g.kept = _page_of(response, state)
        pages.keep(address, page)
        return page.answer()


def _may_be_kept(response: Response) -> bool:
    return (
        response.status_code == 200
        and not response.is_streamed
        and not response.direct_passthrough
        and "Set-Cookie" not in response.headers
        # A token for forms or a message to be shown once lives in the browser's session.
        and not browser_session
        and not browser_session.modified
        and not g.get("sighted_person_ref")
        and not g.visitor.is_signed_in
    )
