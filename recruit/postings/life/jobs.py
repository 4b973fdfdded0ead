"""What the clock does to positions: one at a time, each in a transaction of its own, some at every beat."""

from datetime import datetime

from recruit.core.db import session
from recruit.core.each import each_by_itself
from recruit.core.visitor import WORKER
from recruit.postings.life import actions, queries
from recruit.postings.models import Posting


def _posting(posting_id: int) -> Posting:
    return session().get_one(Posting, posting_id, populate_existing=True)


def open_and_close(now: datetime) -> int:
    """Open what is due to open, then close what is due to close; gives how many."""
    opened = each_by_itself(
        "positions to open",
        queries.due_to_open(now),
        lambda posting_id: actions.open_scheduled(_posting(posting_id), by=WORKER, now=now),
    )
    return opened + each_by_itself(
        "positions to close",
        queries.due_to_close(now),
        lambda posting_id: actions.close_on_its_day(_posting(posting_id), by=WORKER, now=now),
    )


def ask_whether_right(now: datetime) -> int:
    """Close what nobody answered for, remind once, and ask about what nobody looked at for long; gives how many."""
    closed = each_by_itself(
        "questions nobody answered",
        queries.unanswered(now),
        lambda question_id: actions.close_unanswered(question_id, by=WORKER, now=now),
    )
    reminded = each_by_itself(
        "questions to remind of",
        queries.to_be_reminded(now),
        lambda question_id: actions.remind(question_id, now=now),
    )
    because = queries.to_be_asked(now)
    asked = each_by_itself(
        "positions to ask about",
        because,
        lambda posting_id: bool(actions.ask(_posting(posting_id), because[posting_id], by=WORKER, now=now)),
    )
    return closed + reminded + asked
