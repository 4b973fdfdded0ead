"""Moves of a position's life: set its days, open and close it on them, ask whether it is still right, open it again."""

from datetime import datetime

from sqlalchemy import update

from recruit.core.clock import day_in
from recruit.core.db import changes_one, session, set_state
from recruit.core.errors import Missing, Refused
from recruit.core.events import announce
from recruit.core.visitor import Visitor
from recruit.postings import actions, rules
from recruit.postings.checking.actions import keep_findings
from recruit.postings.events import PostingAsked, PostingClosed, PostingPublished, PostingReturned
from recruit.postings.life import queries
from recruit.postings.life.models import PostingQuestion
from recruit.postings.life.recording import end_question, keep_change, whole
from recruit.postings.life.rules import (
    CLOSED_AFTER,
    AskedBecause,
    QuestionEnd,
    is_asked,
    why_not_reopen,
    why_not_times,
)
from recruit.postings.models import Posting
from recruit.postings.queries import TOKYO, findings_of, missing_items
from recruit.postings.rules import MoveCause, PostingRefusal, PostingState

# Before it opens both days can be set; after that the last one. Neither asks for a new check.
_BOTH_DAYS = (PostingState.DRAFT, PostingState.IN_REVIEW, PostingState.SCHEDULED)
MAY_SET_DAYS = (*_BOTH_DAYS, PostingState.PUBLISHED)


def set_days(
    posting: Posting, *, opens_at: datetime | None, closes_at: datetime | None, by: Visitor, now: datetime
) -> None:
    """The company says when its position opens (None: as soon as it is checked) and closes (None: not by itself)."""
    state = posting.state
    if state not in MAY_SET_DAYS:
        raise Refused(PostingRefusal.MOVE_NOT_POSSIBLE)
    if state is PostingState.PUBLISHED:
        opens_at = posting.opens_at
    elif state is PostingState.SCHEDULED:
        opens_at = max(opens_at or now, now)
    if refusal := why_not_times(opens_at, closes_at, now=now):
        raise Refused(refusal, field="closes_on")
    before = whole(posting)
    set_state(posting, state, state, opens_at=opens_at, closes_at=closes_at)
    # Who keeps what positions are found by follows the row.
    posting.saved_at = now
    session().flush()
    keep_change(posting, before, by=by, now=now)
    actions.note("posting.days_set", posting, by, now)


def open_scheduled(posting: Posting, *, by: Visitor, now: datetime) -> bool:
    """The opening day has come. What must be put right first goes back to its company. Whether anything was done."""
    actions.hold(posting)
    if posting.state is not PostingState.SCHEDULED or posting.opens_at is None or posting.opens_at > now:
        return False
    if missing_items(posting) or rules.blocking(findings_of(posting, now=now)):
        keep_findings(posting, now=now)
        actions.move(posting, PostingState.DRAFT, by=by, now=now, cause=MoveCause.FINDINGS)
        announce(PostingReturned(posting_id=posting.id, by=by, now=now))
        return True
    actions.move(posting, PostingState.PUBLISHED, by=by, now=now, cause=MoveCause.OPENING_DAY)
    announce(PostingPublished(posting_id=posting.id, by=by, now=now))
    return True


def close_on_its_day(posting: Posting, *, by: Visitor, now: datetime) -> bool:
    """The time for applications is over. Whether anything was done."""
    actions.hold(posting)
    if posting.state is not PostingState.PUBLISHED or posting.closes_at is None or posting.closes_at >= now:
        return False
    _close(posting, MoveCause.CLOSING_DAY, by=by, now=now)
    return True


def _close(posting: Posting, cause: MoveCause, *, by: Visitor, now: datetime) -> None:
    actions.move(posting, PostingState.CLOSED, by=by, now=now, cause=cause)
    announce(PostingClosed(posting_id=posting.id, by=by, now=now, cause=cause))


def ask(posting: Posting, because: AskedBecause, *, by: Visitor, now: datetime) -> PostingQuestion | None:
    """Ask the company whether the position is still right; None where that is asked already, or makes no sense."""
    if posting.state is not PostingState.PUBLISHED or not is_asked(closes_at=posting.closes_at, now=now):
        return None
    # Whoever else asks or moves the position waits here.
    set_state(posting, PostingState.PUBLISHED, PostingState.PUBLISHED)
    if queries.open_question(posting) is not None:
        return None
    question = PostingQuestion(
        posting_id=posting.id, because=because, asked_at=now, answer_by_at=now + CLOSED_AFTER
    )
    session().add(question)
    session().flush()
    actions.note("posting.asked", posting, by, now, change=str(because))
    announce(PostingAsked(posting_id=posting.id, question_id=question.id, is_reminder=False, now=now))
    return question


def remind(question_id: int, *, now: datetime) -> bool:
    """Ask once more. Whether this call did."""
    open_and_new = update(PostingQuestion).where(
        PostingQuestion.id == question_id,
        PostingQuestion.ended_at.is_(None),
        PostingQuestion.reminded_at.is_(None),
    )
    if not changes_one(open_and_new.values(reminded_at=now)):
        return False
    question = session().get_one(PostingQuestion, question_id, populate_existing=True)
    announce(PostingAsked(posting_id=question.posting_id, question_id=question.id, is_reminder=True, now=now))
    return True


def close_unanswered(question_id: int, *, by: Visitor, now: datetime) -> bool:
    """Nobody answered in time: what may be wrong is open to nobody any more. Whether anything was done."""
    question = session().get_one(PostingQuestion, question_id)
    posting = session().get_one(Posting, question.posting_id)
    actions.hold(posting)
    # Who answers holds the position too: the answer may have come while this waited.
    session().refresh(question)
    if question.ended_at is not None or question.answer_by_at > now:
        return False
    _close(posting, MoveCause.UNANSWERED, by=by, now=now)
    return True


def say_still_right(posting: Posting, *, by: Visitor, now: datetime) -> None:
    """The company says that everything is still right. Not while a rule finds what must be put right. Said twice, it is
    said once.
    """
    if not by.acts_for("company") or by.acting_organisation_id != posting.company_id:
        raise Missing
    actions.hold(posting)
    if posting.state is not PostingState.PUBLISHED:
        raise Refused(PostingRefusal.MOVE_NOT_POSSIBLE)
    if rules.blocking(findings_of(posting, now=now)):
        raise Refused(PostingRefusal.FINDINGS_OPEN)
    set_state(posting, PostingState.PUBLISHED, PostingState.PUBLISHED, confirmed_on=day_in(now, TOKYO))
    end_question(posting, QuestionEnd.STILL_RIGHT, by=by, now=now)
    actions.note("posting.still_right", posting, by, now)


def reopen_posting(posting: Posting, *, closes_at: datetime | None, by: Visitor, now: datetime) -> None:
    """Open a closed position again as it was checked: its company says with it that everything is still right."""
    actions.hold(posting)
    move = queries.last_move(posting)
    refusal = why_not_reopen(posting.state, closed_at=move.at if move else None, closes_at=closes_at, now=now)
    if refusal:
        raise Refused(refusal, field="closes_on")
    before = whole(posting)
    # What was found since it was checked stops it as well.
    posting.closes_at, posting.opens_at = closes_at, now
    actions.demand_fit(posting, now=now)
    actions.move(
        posting,
        PostingState.PUBLISHED,
        by=by,
        now=now,
        opens_at=now,
        closes_at=closes_at,
        confirmed_on=day_in(now, TOKYO),
    )
    keep_change(posting, before | {"opens_at": now.isoformat()}, by=by, now=now)
    announce(PostingPublished(posting_id=posting.id, by=by, now=now))
