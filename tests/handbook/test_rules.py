from datetime import UTC, date, datetime, timedelta

import pytest

from recruit.handbook import rules
from recruit.handbook.rules import ChapterState, HandbookRefusal, Move

DRAFT, REVIEW, SCHEDULED, PUBLISHED, WITHDRAWN = ChapterState
OWN, ELSES, STATE = HandbookRefusal.OWN_TEXT, HandbookRefusal.SOMEBODY_ELSES, HandbookRefusal.WRONG_STATE


@pytest.mark.parametrize(
    ("move", "state", "ref", "reason"),
    [
        (Move.SAVE, DRAFT, "anna", None),
        (Move.SAVE, DRAFT, "carl", ELSES),
        (Move.SAVE, REVIEW, "anna", STATE),
        (Move.SEND, DRAFT, "carl", ELSES),
        (Move.DROP, DRAFT, "carl", None),
        (Move.PUBLISH, REVIEW, "carl", None),
        (Move.PUBLISH, REVIEW, "anna", OWN),
        # Who has written in it before it was taken over does not publish it either.
        (Move.PUBLISH, REVIEW, "ben", OWN),
        (Move.PUBLISH, DRAFT, "carl", STATE),
        (Move.SEND_BACK, REVIEW, "anna", OWN),
        (Move.SEND_BACK, SCHEDULED, "carl", None),
        (Move.TAKE_BACK, SCHEDULED, "anna", None),
        (Move.TAKE_BACK, PUBLISHED, "anna", STATE),
        (Move.SAVE, PUBLISHED, "anna", STATE),
        (Move.WITHDRAW, PUBLISHED, "anna", None),
        (Move.WITHDRAW, WITHDRAWN, "anna", STATE),
    ],
)
def test_who_may_move_a_text(
    move: Move, state: ChapterState, ref: str, reason: HandbookRefusal | None
) -> None:
    found = rules.why_not_move(move, state, writers=("ben", "anna"), holder="anna", ref=ref)
    assert found is reason


def test_a_translation_is_behind_by_what_was_published_since() -> None:
    assert rules.versions_behind(1, [1, 2, 4]) == 2
    assert rules.versions_behind(4, [1, 2, 4]) == 0
    # Begun before there was any original: it follows none of them.
    assert rules.versions_behind(None, [1, 2]) == 2


def test_what_is_checked_again_and_when() -> None:
    checked = date(2026, 6, 1)
    assert rules.check_due_on("days", checked) == checked + timedelta(days=180)
    assert rules.check_due_on("yen_per_hour", checked) == checked + timedelta(days=120)
    assert rules.is_check_overdue("yen", checked, date(2026, 9, 30))
    assert not rules.is_check_overdue("days", checked, date(2026, 11, 28))
    assert rules.is_check_overdue("days", checked, date(2026, 11, 29))


def test_times_addresses_and_keys() -> None:
    now = datetime(2026, 11, 25, tzinfo=UTC)
    assert rules.why_not_publish_at(now, now) is HandbookRefusal.PAST
    assert rules.why_not_publish_at(None, now) is None
    assert rules.why_not_publish_at(now + timedelta(minutes=1), now) is None
    assert [
        slug for slug in ("first-two-weeks", "-a", "a--b", "A", "a b", "手") if rules.why_not_slug(slug)
    ] == [
        "-a",
        "a--b",
        "A",
        "a b",
        "手",
    ]
    assert rules.why_not_key("residence_card") is None and rules.why_not_key("9a")
