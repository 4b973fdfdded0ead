"""Moves of kept searches. Each belongs to one person."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete, func, insert, select

from recruit.core.db import session
from recruit.core.errors import Missing, Refused
from recruit.core.visitor import Visitor
from recruit.postings.search.models import PostingSearch, PostingTold
from recruit.postings.search.rules import MOST_KEPT, MailPace, SearchRefusal, Wanted


def keep_search(name: str, wanted: Wanted, pace: MailPace, *, by: Visitor, now: datetime) -> PostingSearch:
    """Keep what is asked for under a name. Only what comes from now on is new."""
    if by.person_id is None:
        raise Missing
    if not wanted.asks_for_something:
        raise Refused(SearchRefusal.NOTHING_ASKED)
    kept = select(func.count(PostingSearch.id)).where(PostingSearch.person_id == by.person_id)
    if (session().scalar(kept) or 0) >= MOST_KEPT:
        raise Refused(SearchRefusal.TOO_MANY_KEPT)
    search = PostingSearch(
        person_id=by.person_id,
        name=name,
        wanted=wanted.address(),
        pace=pace,
        made_at=now,
        looked_at=now,
        told_at=now,
    )
    session().add(search)
    session().flush()
    return search


def look_at(search: PostingSearch, *, now: datetime) -> None:
    """What has been found so far is no longer new."""
    search.looked_at = now


def tell_by_mail(search: PostingSearch, pace: MailPace, *, now: datetime) -> None:
    """How often new positions are told of by mail. What was there before is not."""
    if search.pace is MailPace.NEVER:
        search.told_at = now
    search.pace = pace


def remove_search(search: PostingSearch) -> None:
    """Keep the search no longer."""
    session().execute(delete(PostingTold).where(PostingTold.search_id == search.id))
    session().execute(delete(PostingSearch).where(PostingSearch.id == search.id))
    session().expunge(search)


def note_told(search: PostingSearch, posting_ids: Iterable[int]) -> None:
    """These positions are told of once and for all."""
    rows = [{"search_id": search.id, "posting_id": one} for one in posting_ids]
    if rows:
        session().execute(insert(PostingTold), rows)
