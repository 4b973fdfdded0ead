"""What the search of positions holds about who searches, how it is exported and erased."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select

from recruit.core.db import session
from recruit.postings.search.models import PostingSearch, PostingTold

TABLES: dict[str, str] = {
    "posting_found": "Holds no person.",
    "posting_word": "Holds no person.",
    "packed_postings": "Holds no person.",
    "posting_search": "Deleted.",
    "posting_told": "Deleted with the search: which positions its owner was told of.",
}


def export(person_id: int) -> dict[str, Any]:
    """The searches somebody keeps."""
    rows = session().scalars(
        select(PostingSearch).where(PostingSearch.person_id == person_id).order_by(PostingSearch.id)
    )
    return {
        "posting_searches": [
            {
                "name": one.name,
                "wanted": "; ".join(
                    f"{name}: {', '.join(codes)}" for name, codes in sorted(one.wanted.items())
                ),
                "by_mail": str(one.pace),
                "made_at": one.made_at,
            }
            for one in rows
        ]
    }


def erase(person_id: int, _now: datetime) -> None:
    """What the person searched for is gone."""
    own = select(PostingSearch.id).where(PostingSearch.person_id == person_id)
    session().execute(delete(PostingTold).where(PostingTold.search_id.in_(own)))
    session().execute(delete(PostingSearch).where(PostingSearch.person_id == person_id))
