"""What positions do about news from earlier rooms."""

from sqlalchemy import select

from recruit.core.db import session
from recruit.organisations.events import OrganisationSuspended
from recruit.postings import actions
from recruit.postings.models import Posting
from recruit.postings.rules import MoveCause, PostingState


def withdraw_of_suspended(event: OrganisationSuspended) -> None:
    """What a suspended company offers is taken off the list. Nothing comes back by itself when it is approved again."""
    approved = (
        session()
        .scalars(
            select(Posting)
            .where(
                Posting.company_id == event.organisation_id,
                Posting.state.in_((PostingState.SCHEDULED, PostingState.PUBLISHED)),
            )
            .order_by(Posting.id)
        )
        .all()
    )
    for posting in approved:
        actions.withdraw_posting(posting, cause=MoveCause.SUSPENDED, by=event.by, now=event.now)
