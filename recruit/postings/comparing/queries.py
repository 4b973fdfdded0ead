"""Reads for comparing: only what everybody may read."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select

from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.organisations.models import Organisation
from recruit.organisations.rules import OrganisationState
from recruit.postings.models import Posting
from recruit.postings.queries import open_to_all
from recruit.postings.rules import PostingState

MOST_COMPARED = 4
MOST_OFFERED = 8
# Ticked in a list, so many are shown again to choose from.
MOST_TICKED = 20


def positions_to_compare(slugs: Sequence[str]) -> list[Posting]:
    """Those of them that everybody may read, in this order, also after their last day. A link that was kept goes on working
    when one of its positions is gone; with none left there is nothing to show.
    """
    found = ticked(slugs)
    if not found:
        raise Missing
    return found


def ticked(slugs: Sequence[str]) -> list[Posting]:
    """Those of them that are public, in this order, as many as can be shown to choose from."""
    rows = session().scalars(
        select(Posting)
        .join(Organisation, Organisation.id == Posting.company_id)
        .where(
            Posting.slug.in_(slugs[:MOST_TICKED]),
            Posting.state == PostingState.PUBLISHED,
            Organisation.state == OrganisationState.APPROVED,
        )
    )
    found = {posting.slug: posting for posting in rows}
    return [found[slug] for slug in slugs if slug in found]


def positions_like(
    posting: Posting, *, without: Collection[str], most: int = MOST_OFFERED, now: datetime
) -> Sequence[Posting]:
    """Open positions of the same kind of work to compare with, the newest first."""
    query = (
        open_to_all(now)
        .where(Posting.work_kind == posting.work_kind, Posting.slug.not_in(without))
        .order_by(Posting.id.desc())
        .limit(most)
    )
    return session().scalars(query).all()
