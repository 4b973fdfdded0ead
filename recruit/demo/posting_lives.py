"""Demonstration positions of one company in every state of their life, with what was asked, answered and changed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from recruit.core.clock import day_in
from recruit.core.db import session
from recruit.postings import queries
from recruit.postings.checking.actions import keep_findings
from recruit.postings.life.models import PostingChange, PostingQuestion
from recruit.postings.life.rules import CLOSED_AFTER, REMINDED_AFTER, AskedBecause, QuestionEnd
from recruit.postings.models import Posting, PostingMove, PostingVersion
from recruit.postings.rules import MoveCause, PostingState

TOKYO = "Asia/Tokyo"
DAY = timedelta(days=1)
S = PostingState


@dataclass(frozen=True)
class People:
    """Who did it: references of somebody of the company and of staff; the clock has none."""

    company: str
    staff: str


@dataclass(frozen=True)
class Moved:
    """One move, so many days ago."""

    days_ago: int
    to: PostingState
    by: str
    reason: str = ""
    cause: MoveCause | None = None


def make_lives(
    make: Callable[[int], Posting], new_code: Callable[[], str], people: People, now: datetime
) -> None:
    """Seven positions: sent back, answered, opening later, asked about, closing soon, closed unanswered, taken off.

    `make` gives a draft by its number, not added yet.
    """
    ours, staff = people.company, people.staff
    sent_back = "残業時間の上限と、固定残業代の内訳を確認してください。"
    ways: list[tuple[Moved, ...]] = [
        (Moved(3, S.IN_REVIEW, ours), Moved(2, S.DRAFT, staff, sent_back)),
        (
            Moved(6, S.IN_REVIEW, ours),
            Moved(5, S.DRAFT, staff, "年間休日が短いようです。会社カレンダーを確認してください。"),
            Moved(4, S.IN_REVIEW, ours, "会社カレンダーを確認し、年間休日を改めました。"),
        ),
        (Moved(4, S.IN_REVIEW, ours), Moved(2, S.SCHEDULED, staff)),
        (Moved(41, S.IN_REVIEW, ours), Moved(39, S.PUBLISHED, staff)),
        (Moved(26, S.IN_REVIEW, ours), Moved(24, S.PUBLISHED, staff)),
        (
            Moved(62, S.IN_REVIEW, ours),
            Moved(60, S.PUBLISHED, staff),
            Moved(16, S.CLOSED, "", cause=MoveCause.UNANSWERED),
        ),
        (
            Moved(20, S.IN_REVIEW, ours),
            Moved(18, S.PUBLISHED, staff),
            Moved(
                9, S.WITHDRAWN, staff, "勤務地が募集内容と違うという知らせがありました。", MoveCause.BY_STAFF
            ),
        ),
    ]
    for number, way in enumerate(ways):
        posting = make(9_010 + number)
        posting.saved_at = now - (way[0].days_ago + 1) * DAY
        session().add(posting)
        session().flush()
        _walk(posting, way, new_code, now)
        match number:
            case 0:
                posting.base_pay_yen = (posting.base_pay_yen or 0) + 5_000
                _change(
                    posting,
                    now - DAY,
                    ours,
                    base_pay_yen=((posting.base_pay_yen or 0) - 5_000, posting.base_pay_yen),
                )
            case 1:
                was = posting.items["holidays"] | {"days": 103}
                _change(
                    posting, now - 4.2 * DAY, ours, **{"items/holidays": (was, posting.items["holidays"])}
                )
                keep_findings(posting, now=now - 4 * DAY)
            case 2:
                posting.opens_at = now.replace(minute=0, second=0, microsecond=0) + 6 * DAY
            case 3:
                _ask(posting, now - 8 * DAY, reminded_at=now - 8 * DAY + REMINDED_AFTER)
            case 4:
                posting.closes_at = now.replace(minute=59, second=0, microsecond=0) + 4 * DAY
            case 5:
                _ask(
                    posting,
                    now - 30 * DAY,
                    reminded_at=now - 30 * DAY + REMINDED_AFTER,
                    ended_at=now - 16 * DAY,
                )
    session().flush()


def _walk(posting: Posting, way: tuple[Moved, ...], new_code: Callable[[], str], now: datetime) -> None:
    for move in way:
        at = now - move.days_ago * DAY
        session().add(
            PostingMove(
                posting_id=posting.id,
                from_state=posting.state,
                to_state=move.to,
                at=at,
                by_ref=move.by,
                reason=move.reason,
                cause=move.cause,
            )
        )
        posting.state = move.to
        if move.to in (S.PUBLISHED, S.SCHEDULED):
            posting.opens_at, posting.confirmed_on = at, day_in(at, TOKYO)
            posting.verify_code = new_code()
            session().add(
                PostingVersion(
                    posting_id=posting.id, number=1, content=queries.content_of(posting), published_at=at
                )
            )


def _change(posting: Posting, at: datetime, by_ref: str, **parts: tuple[object, object]) -> None:
    session().add(
        PostingChange(
            posting_id=posting.id,
            at=at,
            by_ref=by_ref,
            before={path: before for path, (before, _after) in parts.items()},
            after={path: after for path, (_before, after) in parts.items()},
        )
    )


def _ask(posting: Posting, at: datetime, *, reminded_at: datetime, ended_at: datetime | None = None) -> None:
    session().add(
        PostingQuestion(
            posting_id=posting.id,
            because=AskedBecause.UNTOUCHED,
            asked_at=at,
            answer_by_at=at + CLOSED_AFTER,
            reminded_at=reminded_at,
            ended_at=ended_at,
            outcome=QuestionEnd.UNANSWERED if ended_at else None,
        )
    )
