"""Moves of a position's words: write a translation, take one out."""

from datetime import datetime

from sqlalchemy import select

from recruit.core import audit
from recruit.core.db import session
from recruit.core.errors import Missing, Refused
from recruit.core.locales import CODES
from recruit.core.originals import Fields
from recruit.core.visitor import Visitor
from recruit.postings import actions, queries, rules
from recruit.postings.checking.actions import keep_findings
from recruit.postings.life.recording import keep_change, whole
from recruit.postings.models import Posting
from recruit.postings.rules import Content, PostingRefusal, PostingState
from recruit.postings.texts.queries import seen as seen_now, text_in
from recruit.postings.texts.rules import TextOrigin, TextRefusal, may_write
from recruit.postings.texts.writing import write_text


def save_text(
    posting: Posting,
    language: str,
    words: Fields,
    origin: TextOrigin,
    *,
    seen: str,
    by: Visitor,
    now: datetime,
) -> None:
    """Keep a translation that was written beside the original. `seen` says which versions its writer had before them.

    While everybody reads the position only staff come here; what the checker finds grave is refused, and what everybody
    reads from now on is frozen as a new version.
    """
    before = _demand(posting, language, seen, by)
    write = {name: value.strip() for name, value in words.items()}
    write_text(posting, language, write, origin)
    _finish(posting, before, "posting.text_saved", language, by, now)


def remove_text(posting: Posting, language: str, *, seen: str, by: Visitor, now: datetime) -> None:
    """Take a translation out: readers get the original, marked as what it is."""
    before = _demand(posting, language, seen, by)
    text = text_in(posting, language)
    if text is None:
        return
    posting.texts.remove(text)
    _finish(posting, before, "posting.text_removed", language, by, now)


def _demand(posting: Posting, language: str, seen: str, by: Visitor) -> Content:
    """Who may write, and what was written before. From here to the end nobody else writes this position."""
    if language not in CODES or language == posting.source_language:
        raise Missing
    if not by.is_staff and by.acting_organisation_id != posting.company_id:
        raise Missing
    session().execute(select(Posting.id).where(Posting.id == posting.id).with_for_update())
    session().refresh(posting)
    if not may_write(posting.state, is_staff=by.is_staff):
        raise Refused(TextRefusal.STATE_CLOSED)
    if seen != seen_now(posting, language):
        raise Refused(TextRefusal.CHANGED_MEANWHILE)
    return whole(posting)


def _finish(
    posting: Posting, before: Content, action: str, language: str, by: Visitor, now: datetime
) -> None:
    actions.renew_search_key(posting)
    posting.saved_at = now
    session().flush()
    keep_change(posting, before, by=by, now=now)
    audit.record(
        action,
        by=by,
        now=now,
        subject_kind="posting",
        subject_ref=posting.public_id,
        change=language,
        for_ref=posting.organisation.public_id if by.acting else "",
    )
    if posting.state is PostingState.DRAFT:
        return
    if rules.blocking(queries.findings_of(posting, now=now)):
        raise Refused(PostingRefusal.FINDINGS_OPEN)
    keep_findings(posting, now=now)
    if posting.state in (PostingState.SCHEDULED, PostingState.PUBLISHED):
        actions.freeze(posting, now=now)
