"""The mail that tells of new positions in a kept search. What is not public any more when it goes is left out."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from recruit.accounts.models import User
from recruit.core import clock
from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.messages.actions import queue
from recruit.messages.kinds import MailKind, Params
from recruit.postings import conditions
from recruit.postings.models import Posting
from recruit.postings.queries import content_of
from recruit.postings.search import kept
from recruit.postings.search.models import PostingSearch
from recruit.postings.search.rules import MOST_NAMED, MailPace, Wanted
from recruit.web.gate import page_url


def _context(params: Params, _language: str) -> Mapping[str, Any]:
    search = kept.search_named(params["search"])
    if search is None:
        raise Missing
    found = kept.still_open(params["positions"], clock.now())
    return {
        "name": search.person.display_name,
        "search": search.name,
        "count": len(found),
        "positions": [_named(one) for one in found[:MOST_NAMED]],
        "left": max(0, len(found) - MOST_NAMED),
        "url": page_url("postings.positions", _external=True, **Wanted.of(search.wanted).address()),
        "searches_url": page_url("postings.searches", _external=True),
    }


def _named(posting: Posting) -> dict[str, Any]:
    return {
        "posting": posting,
        "words": conditions.words_of(content_of(posting)),
        "url": page_url("postings.position", slug=posting.slug, _external=True),
    }


def _still_wanted(params: Params, now: datetime) -> bool:
    search = kept.search_named(params["search"])
    return (
        search is not None
        and search.pace is not MailPace.NEVER
        and bool(kept.still_open(params["positions"], now))
    )


KINDS = [
    MailKind(
        name="positions_found",
        room="postings",
        template="postings/search/mail/positions_found",
        context=_context,
        still_wanted=_still_wanted,
        group="postings",
    )
]


def tell(search: PostingSearch, posting_ids: Sequence[int], now: datetime) -> bool:
    """Tell the owner of a search which positions are new; whether a mail was queued. Who cannot sign in gets none."""
    person = search.person
    address = session().scalar(select(User.email).where(User.person_id == person.id, User.active))
    if not address:
        return False
    queue(
        "positions_found",
        to_address=address,
        to_ref=person.public_id,
        language=person.language,
        zone=person.zone,
        params={"search": search.public_id, "positions": kept.refs_of(posting_ids)},
        # One for each time it was looked through before: two workers at once queue one.
        unique_key=f"positions_found:{search.public_id}:{search.told_at.isoformat()}",
        now=now,
        subject_kind="posting_search",
        subject_ref=search.public_id,
    )
    return True
