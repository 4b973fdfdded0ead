"""What comes next for a company's positions, read for all of them at once."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from recruit.postings.life.queries import asked_back, last_move, last_moves, open_questions
from recruit.postings.life.rules import OURS, Step, next_step, why_not_reopen
from recruit.postings.models import Posting, PostingMove
from recruit.postings.rules import MoveCause, PostingState


def steps_of(postings: Sequence[Posting], *, now: datetime) -> dict[int, Step]:
    """What comes next for each, by its id."""
    ids = [posting.id for posting in postings]
    questions, moves = open_questions(ids), last_moves(ids)
    found = {}
    for posting in postings:
        question, move = questions.get(posting.id), moves.get(posting.id)
        found[posting.id] = next_step(
            posting.state,
            asked_back=asked_back(move),
            answer_by_at=question.answer_by_at if question else None,
            opens_at=posting.opens_at,
            closes_at=posting.closes_at,
            may_reopen=may_reopen(posting.state, move, now=now),
            now=now,
        )
    return found


def may_reopen(state: PostingState, move: PostingMove | None, *, now: datetime) -> bool:
    """Whether opening again as it was checked is offered; `move` is the last one."""
    return not why_not_reopen(state, closed_at=move.at if move else None, closes_at=None, now=now)


def first_of(rows: Sequence[tuple[Posting, Any, Step]]) -> tuple[Posting, Any, Step] | None:
    """The one row its company sees to first: the most urgent kind, then the nearest day, then the oldest."""
    ours = [row for row in rows if row[2].is_ours]

    def urgency(row: tuple[Posting, Any, Step]) -> tuple[int, float, int]:
        posting, _words, step = row
        return OURS.index(step.what), step.by.timestamp() if step.by else 0.0, posting.id

    return min(ours, key=urgency, default=None)


def taken_off_by_staff(posting: Posting) -> str:
    """What staff wrote when they took it off; nothing where they did not."""
    move = last_move(posting)
    return move.reason if move is not None and move.cause is MoveCause.BY_STAFF else ""
