"""What comes next for a position, when it may open and close, and how it stood before a change: without a database."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from recruit.postings.life.changes import Change, change_between, contents_around, joined, parts_of
from recruit.postings.life.rules import (
    CLOSED_AFTER,
    REOPENED_WITHIN,
    NextStep,
    is_asked,
    next_step,
    why_not_reopen,
    why_not_times,
)
from recruit.postings.rules import PostingRefusal, PostingState

NOW = datetime(2026, 11, 25, 3, tzinfo=UTC)
DAY = timedelta(days=1)
STATE, STEP = PostingState, NextStep


@pytest.mark.parametrize(
    ("state", "more", "what", "by"),
    [
        (STATE.DRAFT, {}, STEP.FINISH, None),
        (STATE.DRAFT, {"asked_back": True}, STEP.ANSWER_STAFF, None),
        (STATE.IN_REVIEW, {}, STEP.STAFF_CHECK, None),
        (STATE.SCHEDULED, {"opens_at": NOW + DAY}, STEP.WAIT_FOR_OPENING, NOW + DAY),
        (STATE.PUBLISHED, {}, STEP.NOTHING, None),
        (STATE.PUBLISHED, {"closes_at": NOW + 8 * DAY}, STEP.NOTHING, NOW + 8 * DAY),
        (STATE.PUBLISHED, {"closes_at": NOW + 7 * DAY}, STEP.MOVE_CLOSING_DAY, NOW + 7 * DAY),
        (STATE.PUBLISHED, {"answer_by_at": NOW, "closes_at": NOW + DAY}, STEP.SAY_STILL_RIGHT, NOW),
        (STATE.CLOSED, {"may_reopen": True}, STEP.OPEN_AGAIN, None),
        (STATE.CLOSED, {}, STEP.NOTHING, None),
        (STATE.WITHDRAWN, {}, STEP.NOTHING, None),
    ],
)
def test_one_thing_comes_next(
    state: PostingState, more: dict[str, Any], what: NextStep, by: datetime | None
) -> None:
    asked: dict[str, Any] = {
        "asked_back": False, "answer_by_at": None, "opens_at": None, "closes_at": None, "may_reopen": False
    }  # fmt: skip
    found = next_step(state, **{**asked, **more}, now=NOW)
    assert (found.what, found.by) == (what, by)
    assert found.is_ours is (what in (STEP.FINISH, STEP.ANSWER_STAFF, STEP.SAY_STILL_RIGHT))


def test_days_that_cannot_be() -> None:
    assert why_not_times(None, None, now=NOW) is None
    assert why_not_times(NOW - DAY, NOW + DAY, now=NOW) is None
    assert why_not_times(None, NOW, now=NOW) is PostingRefusal.CLOSING_DAY_OVER
    assert why_not_times(NOW + 2 * DAY, NOW + DAY, now=NOW) is PostingRefusal.CLOSES_BEFORE_OPENING
    for state, closed_at, closes_at, why in (
        (STATE.CLOSED, NOW - REOPENED_WITHIN, NOW + DAY, None),
        (STATE.CLOSED, NOW - REOPENED_WITHIN - DAY, NOW + DAY, PostingRefusal.CLOSED_TOO_LONG),
        (STATE.CLOSED, NOW - DAY, NOW - DAY, PostingRefusal.CLOSING_DAY_OVER),
        (STATE.WITHDRAWN, NOW - DAY, None, PostingRefusal.MOVE_NOT_POSSIBLE),
    ):
        assert why_not_reopen(state, closed_at=closed_at, closes_at=closes_at, now=NOW) is why
    assert is_asked(closes_at=None, now=NOW)
    assert not is_asked(closes_at=NOW + CLOSED_AFTER, now=NOW)


FIRST: dict[str, Any] = {
    "base_pay_yen": 225_000,
    "closes_at": None,
    "majors": ["civil"],
    "items": {"fixed_ot": 0, "holidays": {"days": 115}},
    "texts": {"ja": {"title": "土木", "more": ""}},
}
SECOND: dict[str, Any] = {
    "base_pay_yen": 230_000,
    "closes_at": "2027-01-31T14:59:00+00:00",
    "majors": ["civil"],
    "items": {"holidays": {"days": 120}, "smoking": "outdoors"},
    "texts": {"ja": {"title": "土木", "more": "寮"}, "vi": {"title": "Xây dựng", "more": ""}},
}
THIRD: dict[str, Any] = SECOND | {"base_pay_yen": 225_000, "items": {"holidays": {"days": 120}}}


def test_a_change_names_what_differs_and_takes_back_to_what_was() -> None:
    change = change_between(FIRST, SECOND)
    assert set(change.paths) == {
        "base_pay_yen", "closes_at", "items/fixed_ot", "items/holidays", "items/smoking", "texts/ja/more", "texts/vi/title"
    }  # fmt: skip
    # What changed later without being kept (a draft nobody had read) does not stand in the way.
    later = SECOND | {"majors": ["civil", "hvac"], "base_pay_yen": 1}
    before, after = contents_around(later, change)
    same = {"majors": ["civil", "hvac"]}
    assert parts_of(before) == parts_of(FIRST | same)
    assert parts_of(after) == parts_of(SECOND | same)
    assert not change_between(FIRST, FIRST)


def test_two_changes_of_one_sitting_are_one() -> None:
    both = joined(change_between(FIRST, SECOND), change_between(SECOND, THIRD))
    assert both == change_between(FIRST, THIRD)
    assert "base_pay_yen" not in both.paths
    assert not joined(change_between(FIRST, SECOND), change_between(SECOND, FIRST))
    assert joined(Change({}, {}), change_between(FIRST, SECOND)) == change_between(FIRST, SECOND)
