"""What a code belongs to, for everybody who holds it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from recruit.core.db import session
from recruit.postings import queries
from recruit.postings.models import Posting, PostingVersion
from recruit.postings.rules import Content
from recruit.postings.verifying.rules import NAMED, Standing, standing_of


@dataclass(frozen=True)
class Verified:
    """The position of a code as it was published last. Where nothing of it is public, only the standing is known."""

    standing: Standing
    posting: Posting | None = None
    versions: Sequence[PostingVersion] = ()

    @property
    def newest(self) -> PostingVersion | None:
        return self.versions[-1] if self.versions else None

    @property
    def content(self) -> Content:
        return self.newest.content if self.newest else {}

    def version(self, number: int | None) -> PostingVersion | None:
        """An earlier version; None where there is none of that number, or it is the newest."""
        return next((one for one in self.versions[:-1] if one.number == number), None)


def by_code(code: str, *, now: datetime) -> Verified | None:
    """What the code belongs to; None where it was never given to a position that was approved."""
    posting = session().scalar(select(Posting).where(Posting.verify_code == code))
    if posting is None:
        return None
    if queries.newest_version(posting) is None:
        return None
    standing = standing_of(
        posting.state,
        posting.organisation.state,
        opens_at=posting.opens_at,
        closes_at=posting.closes_at,
        now=now,
    )
    if standing not in NAMED:
        return Verified(standing)
    versions = queries.versions_read(posting)
    # Approved for a later day and taken back before it: nothing of it was ever public.
    return Verified(standing, posting, versions) if versions else Verified(Standing.NOT_OFFERED)
