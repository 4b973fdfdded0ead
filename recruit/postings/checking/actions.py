"""Keep what the checker found, and what staff say about it."""

from datetime import datetime

from recruit.core import audit
from recruit.core.db import session
from recruit.core.errors import Missing, Refused
from recruit.core.visitor import Visitor
from recruit.postings import queries
from recruit.postings.checking.models import PostingFinding
from recruit.postings.checking.queries import kept_findings, key_of
from recruit.postings.models import Posting
from recruit.postings.rules import PostingRefusal, Severity


def keep_findings(posting: Posting, *, now: datetime) -> list[PostingFinding]:
    """Bring the kept findings in step with the position: new ones are kept, those put right are closed.

    Gives back those that stand.
    """
    found = queries.findings_of(posting, now=now)
    standing = []
    for row in kept_findings(posting):
        if row.gone_at is not None:
            continue
        if row.finding in found:
            standing.append(row)
        else:
            row.gone_at = now
    known = [row.finding for row in standing]
    for finding in found:
        if finding in known:
            continue
        row = PostingFinding(
            posting_id=posting.id,
            rule=finding.rule,
            severity=finding.severity,
            about=finding.about,
            text=finding.text,
            shown=finding.shown,
            found_at=now,
        )
        session().add(row)
        standing.append(row)
        known.append(finding)
    session().flush()
    return standing


def note_finding(posting: Posting, key: str, note: str, *, by: Visitor, now: datetime) -> None:
    """Staff say why a finding that is to be looked at is fine. What blocks publishing cannot be found fine."""
    if not by.is_staff:
        raise Missing
    if not note.strip():
        raise Refused(PostingRefusal.NOTE_NEEDED, field="note")
    rows = [
        row
        for row in keep_findings(posting, now=now)
        if key_of(row.finding) == key and row.severity is Severity.REVIEW
    ]
    if not rows:
        raise Refused(PostingRefusal.FINDING_GONE, field="finding")
    for row in rows:
        row.note, row.noted_at, row.noted_by_ref = note.strip(), now, by.person_ref
    audit.record(
        "posting.finding_noted",
        by=by,
        now=now,
        subject_kind="posting",
        subject_ref=posting.public_id,
        change=key,
    )
