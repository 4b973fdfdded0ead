"""Reads of kept findings. Who may read the position as staff may read these."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.core.visitor import Visitor
from recruit.postings import queries
from recruit.postings.checking.models import PostingFinding
from recruit.postings.models import Posting
from recruit.postings.rules import Finding, Severity


@dataclass(frozen=True)
class Checked:
    """A finding of today, and the kept row with what staff wrote; None where it has not been kept yet."""

    finding: Finding
    kept: PostingFinding | None

    @property
    def key(self) -> str:
        """By what a form names it."""
        return key_of(self.finding)

    @property
    def may_be_noted(self) -> bool:
        """Whether staff may find it fine; what blocks must be put right."""
        return self.finding.severity is Severity.REVIEW


def key_of(finding: Finding) -> str:
    """Rule, item and text: what tells the findings of one position apart."""
    return f"{finding.rule}.{finding.about}.{finding.text}"


def kept_findings(posting: Posting) -> Sequence[PostingFinding]:
    """All kept findings of a position, those put right too, in the order in which they were found."""
    query = select(PostingFinding).where(PostingFinding.posting_id == posting.id).order_by(PostingFinding.id)
    return session().scalars(query).all()


def checked(visitor: Visitor, posting: Posting, *, now: datetime) -> list[Checked]:
    """What the rules find today, with what staff wrote about it."""
    if not visitor.is_staff:
        raise Missing
    standing = [row for row in kept_findings(posting) if row.gone_at is None]
    return [
        Checked(finding, next((row for row in standing if row.finding == finding), None))
        for finding in queries.findings_of(posting, now=now)
    ]


def put_right(visitor: Visitor, posting: Posting) -> list[PostingFinding]:
    """What was found once and stands no more, the newest first."""
    if not visitor.is_staff:
        raise Missing
    return [row for row in reversed(kept_findings(posting)) if row.gone_at is not None]
