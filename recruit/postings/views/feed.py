"""The list of positions as a feed, with the filters of the list."""

from flask import Response, g, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.core import clock
from recruit.core.settings import Settings
from recruit.postings.api.queries import last_changed
from recruit.postings.feed import MEDIA_TYPE, PAGE_SIZE, Frame, changed_on, feed_of
from recruit.postings.search import queries
from recruit.postings.search.rules import Wanted
from recruit.postings.search.shown import wanted_words
from recruit.postings.search.words import understood
from recruit.postings.views.room import room
from recruit.web.gate import whole_url
from recruit.web.locks import anybody
from recruit.web.unchanged import is_as_it_was, marked, not_modified


def _settings() -> Settings:
    return g.settings


@room.get("/positions.atom", lock=anybody, kept=True)
def feed() -> ResponseReturnValue:
    """Open positions that fit, in the order of the list."""
    wanted, now = Wanted.of({name: request.args.getlist(name) for name in request.args}), clock.now()
    changed_at = last_changed(now)
    if is_as_it_was(changed_at, now):
        return not_modified(changed_at)
    found = queries.found(
        wanted, understood(wanted.words), after=request.args.get("after"), now=now, size=PAGE_SIZE
    )
    address, settings = wanted.address(), _settings()
    frame = Frame(
        title=_("Positions: %(wanted)s", wanted=wanted_words(wanted)) if address else _("Positions"),
        author=settings.site_name,
        own_address=whole_url("postings.feed", **address),
        list_address=whole_url("postings.positions", **address),
        next_page=whole_url("postings.feed", after=found.next_mark, **address) if found.next_mark else "",
        changed_at=max((changed_on(one) for one in found.rows), default=changed_at or now),
    )
    return marked(Response(feed_of(frame, found.rows), content_type=MEDIA_TYPE), changed_at, now)
