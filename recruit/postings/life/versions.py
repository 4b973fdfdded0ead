"""A position as it was published once, beside what is published now."""

from typing import Any

from sqlalchemy import select

from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.postings import conditions
from recruit.postings.life.changes import change_between
from recruit.postings.life.history import differing
from recruit.postings.models import Posting, PostingVersion
from recruit.postings.queries import versions_read
from recruit.postings.rules import PostingState


def version_of(posting: Posting, number: str) -> PostingVersion:
    """One of the versions of a position."""
    if not (number.isascii() and number.isdigit() and len(number) < 9):
        raise Missing
    found = session().scalar(
        select(PostingVersion).where(
            PostingVersion.posting_id == posting.id, PostingVersion.number == int(number)
        )
    )
    if found is None:
        raise Missing
    return found


def frozen(posting: Posting, version: PostingVersion) -> dict[str, Any]:
    """What `frozen_version` of the templates shows. Drafts stay out of it, and what opens later: compared is what could be
    read last.
    """
    read = versions_read(posting)
    newest, changed = read[-1] if read else None, []
    if newest is not None and newest.number > version.number:
        changed = differing(newest.content, change_between(version.content, newest.content))
    return {
        "words": conditions.words_of(version.content),
        "rows": conditions.conditions_of(version.content),
        "published_at": version.published_at,
        "changed": changed,
        "is_open": posting.state is PostingState.PUBLISHED,
    }
