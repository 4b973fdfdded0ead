"""Reads for the interface: what is published by a company that is approved now, never anything else."""

from collections.abc import Iterable
from datetime import UTC, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import lazyload

from recruit.core.db import session
from recruit.core.finding.answers import is_place
from recruit.core.models import ContentStamp
from recruit.organisations.models import Company, Organisation
from recruit.organisations.rules import OrganisationState
from recruit.postings.models import Posting
from recruit.postings.rules import PostingState
from recruit.web.tables import place_of


def reads_mark(mark: str) -> bool:
    """Whether a page can begin after this mark."""
    place = place_of(mark)
    return place is not None and is_place(place)


def companies_of(postings: Iterable[Posting]) -> dict[int, Company]:
    """What is known of their employers beyond the name, by key. One statement."""
    keys = {posting.company_id for posting in postings}
    if not keys:
        return {}
    query = select(Company).options(lazyload(Company.organisation))
    found = session().scalars(query.where(Company.organisation_id.in_(keys)))
    return {one.organisation_id: one for one in found}


def last_changed(now: datetime) -> datetime | None:
    """When anything that everybody may read last changed: rows, or a position whose last day has passed since.

    None where it is not known. One statement.
    """
    over = (
        select(func.max(Posting.closes_at))
        .join(Organisation, Organisation.id == Posting.company_id)
        .where(
            Posting.state == PostingState.PUBLISHED,
            Organisation.state == OrganisationState.APPROVED,
            Posting.closes_at < now,
        )
        .scalar_subquery()
    )
    row = session().execute(select(ContentStamp.at, over)).first()
    if row is None or row[0] is None:
        return None
    return max(instant if instant.tzinfo else instant.replace(tzinfo=UTC) for instant in row if instant)
