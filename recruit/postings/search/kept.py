"""Reads of kept searches: one's own, how many positions are new in each, and which ones a mail tells of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, or_, select

from recruit.accounts.models import Person
from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.core.visitor import Visitor
from recruit.postings.models import Posting
from recruit.postings.search import queries
from recruit.postings.search.counting import moment_of
from recruit.postings.search.models import PostingSearch, PostingTold
from recruit.postings.search.queries import Meant
from recruit.postings.search.rules import TOLD_EVERY, Wanted

# What was written by a transaction that began before the last look and ended after it is looked for again; nothing is
# told of twice.
OVERLAP = timedelta(hours=1)
MOST_NEW = 500


@dataclass(frozen=True)
class KeptSearch:
    """A kept search, what it asks for, and how many it finds now: in all, and new since it was last looked at."""

    search: PostingSearch
    wanted: Wanted
    total: int
    new: int


def own_searches(visitor: Visitor) -> list[PostingSearch]:
    """The searches the visitor keeps, the newest first."""
    if visitor.person_id is None:
        return []
    return list(
        session().scalars(
            select(PostingSearch)
            .where(PostingSearch.person_id == visitor.person_id)
            .order_by(PostingSearch.id.desc())
        )
    )


def own_search(visitor: Visitor, public_id: str) -> PostingSearch:
    """One of them."""
    found = next((one for one in own_searches(visitor) if one.public_id == public_id), None)
    if found is None:
        raise Missing
    return found


def counted(
    searches: Sequence[PostingSearch], meant: Sequence[Sequence[Meant]], now: datetime
) -> list[KeptSearch]:
    """How many each of these searches finds."""
    if not searches:
        return []
    wanted = [Wanted.of(search.wanted) for search in searches]
    found = queries.ids_found(
        [
            (asked, words, moment_of(search.looked_at))
            for search, asked, words in zip(searches, wanted, meant, strict=True)
        ],
        now,
    )
    return [
        KeptSearch(search, asked, len(every), len(new))
        for search, asked, (every, new) in zip(searches, wanted, found, strict=True)
    ]


def to_be_told_of(now: datetime, most: int) -> list[int]:
    """Keys of searches whose owner is to be told by mail and that were not looked through lately, the longest waiting
    first.
    """
    due = or_(
        *(
            and_(PostingSearch.pace == pace, PostingSearch.told_at <= now - every)
            for pace, every in TOLD_EVERY.items()
        )
    )
    return list(
        session().scalars(
            select(PostingSearch.id)
            .join(Person, Person.id == PostingSearch.person_id)
            .where(due, Person.anonymised_at.is_(None))
            .order_by(PostingSearch.told_at, PostingSearch.id)
            .limit(most)
        )
    )


def new_to(search: PostingSearch, meant: Sequence[Meant], now: datetime) -> list[int]:
    """What came on the list since the owner looked and since the last mail, and was never told of; the newest first."""
    since = max(search.told_at - OVERLAP, search.looked_at)
    ((_every, new),) = queries.ids_found([(Wanted.of(search.wanted), meant, moment_of(since))], now)
    # After a flood the newest are told of; the others stand on the list.
    new = new[:MOST_NEW]
    told = set(
        session().scalars(
            select(PostingTold.posting_id).where(PostingTold.search_id == search.id, PostingTold.posting_id.in_(new))
        )
    ) if new else set()  # fmt: skip
    return [one for one in new if one not in told]


def search_named(public_id: str) -> PostingSearch | None:
    """A kept search, for who is about to tell of it."""
    return session().scalar(select(PostingSearch).where(PostingSearch.public_id == public_id))


def still_open(refs: Sequence[str], now: datetime) -> list[Posting]:
    """Which of these positions everybody may read now, in this order."""
    rows = session().execute(select(Posting.id, Posting.public_id).where(Posting.public_id.in_(refs)))
    ids = {ref: key for key, ref in rows}
    return queries.open_positions([ids[ref] for ref in refs if ref in ids], now)


def refs_of(posting_ids: Sequence[int]) -> list[str]:
    """How mails name these positions, in this order."""
    rows = session().execute(select(Posting.id, Posting.public_id).where(Posting.id.in_(posting_ids)))
    refs = {row.id: row.public_id for row in rows}
    return [refs[one] for one in posting_ids if one in refs]
