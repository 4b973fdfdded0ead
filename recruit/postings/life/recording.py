"""Writing down what changed, and what became of a question: in the transaction of what caused it."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select, update

from recruit.core.db import changes_one, session
from recruit.core.visitor import Visitor
from recruit.postings import queries
from recruit.postings.life.changes import change_between, joined
from recruit.postings.life.models import PostingChange, PostingQuestion
from recruit.postings.life.rules import QuestionEnd
from recruit.postings.models import Posting, PostingMove
from recruit.postings.rules import Content, MoveCause, PostingState

# What one person saves within so long is one change: a form that saves by itself writes no row a second.
ONE_SITTING = timedelta(hours=1)
_ENDS = {
    PostingState.DRAFT: QuestionEnd.TAKEN_BACK,
    PostingState.CLOSED: QuestionEnd.CLOSED,
    PostingState.WITHDRAWN: QuestionEnd.WITHDRAWN,
}


def whole(posting: Posting) -> dict[str, Any]:
    """All of a position whose change is told: its content, and when it opens."""
    opens_at = posting.opens_at.isoformat() if posting.opens_at else None
    return queries.content_of(posting) | {"opens_at": opens_at}


def keep_change(posting: Posting, before: Content, *, by: Visitor, now: datetime) -> None:
    """Keep what is not as in `before` (see `whole`). Nothing is kept before the first check: nobody had read it."""
    change = change_between(before, whole(posting))
    moved_at = session().scalar(select(func.max(PostingMove.at)).where(PostingMove.posting_id == posting.id))
    if not change or moved_at is None:
        return
    last = session().scalar(
        select(PostingChange)
        .where(PostingChange.posting_id == posting.id)
        .order_by(PostingChange.id.desc())
        .limit(1)
    )
    goes_on = last is not None and last.by_ref == by.person_ref and last.at >= moved_at
    if last is None or not goes_on or now - last.at > ONE_SITTING:
        last = PostingChange(posting_id=posting.id, by_ref=by.person_ref, before={}, after={})
        session().add(last)
    both = joined(last.change, change)
    last.at, last.before, last.after = now, dict(both.before), dict(both.after)
    session().flush()
    if not both:
        session().delete(last)
        session().flush()


def end_question(posting: Posting, outcome: QuestionEnd, *, by: Visitor, now: datetime) -> bool:
    """End the question that is open, if one is; whether this call ended it."""
    return changes_one(
        update(PostingQuestion)
        .where(PostingQuestion.posting_id == posting.id, PostingQuestion.ended_at.is_(None))
        .values(ended_at=now, outcome=outcome, by_ref=by.person_ref)
    )


def end_question_by_move(
    posting: Posting, after: PostingState, cause: MoveCause | None, *, by: Visitor, now: datetime
) -> None:
    """What is no longer open to all needs no answer."""
    outcome = QuestionEnd.UNANSWERED if cause is MoveCause.UNANSWERED else _ENDS.get(after)
    if outcome is not None:
        end_question(posting, outcome, by=by, now=now)
