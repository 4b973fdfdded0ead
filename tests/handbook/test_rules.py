from datetime import UTC, date, datetime, timedelta

import pytest

from recruit.handbook import rules
from recruit.handbook.differences import Change, changed_places, differences, paragraphs_of
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


def test_a_list_a_table_and_a_block_are_a_paragraph_a_line() -> None:
    body = "One\ntwo\n\n- a\n- b\nafter\n\n| x | y |\n|---|---|\n```timeline\n3 | z\n\n4 | w\n```\n"
    assert paragraphs_of(body) == [
        "One\ntwo", "- a", "- b", "after", "| x | y |", "|---|---|", "```timeline", "3 | z", "4 | w", "```",
    ]  # fmt: skip


# before, after, language, what is shown: = same, + added, - removed, ~ changed with its pieces
@pytest.mark.parametrize(
    ("before", "after", "language", "shown"),
    [
        ("A b.\n\nC d.", "A b.\n\nC d.", "en", ["= A b.", "= C d."]),
        ("A b.", "A b.\n\nNew words here.", "en", ["= A b.", "+ New words here."]),
        ("A b.\n\nOld words here.", "A b.", "en", ["= A b.", "- Old words here."]),
        (
            "The office takes 30 days to answer.",
            "The office takes 45 days to answer.",
            "en",
            ["~ The office takes [-30][+45] days to answer."],
        ),
        (
            "会社は三日以内に届け出ます。",
            "会社は十四日以内に届け出ます。",
            "ja",
            ["~ 会社は[-三][+十四]日以内に届け出ます。"],
        ),
        (
            "- wait {{fact:a}} days",
            "- apply early\n- wait {{fact:b}} days",
            "en",
            ["+ - apply early", "~ - wait [-{{fact:a}}][+{{fact:b}}] days"],
        ),
        ("Everything was said.", "Completely unlike before, truly.", "en", ["+ Completely unlike before, truly.", "- Everything was said."]),
    ],
)  # fmt: skip
def test_what_differs(before: str, after: str, language: str, shown: list[str]) -> None:
    signs = {Change.SAME: "=", Change.ADDED: "+", Change.REMOVED: "-", Change.CHANGED: "~"}
    found = []
    for paragraph in differences(before, after, language=language):
        words = "".join(
            piece.words
            if piece.change is Change.SAME or paragraph.change is not Change.CHANGED
            else f"[{signs[piece.change]}{piece.words}]"
            for piece in paragraph.pieces
        )
        found.append(f"{signs[paragraph.change]} {words}")
    assert found == shown
    newer = [one for one in differences(before, after, language=language) if one.place is not None]
    assert [one.after for one in newer] == paragraphs_of(after)
    places = {one.place for one in newer if one.change is not Change.SAME}
    assert changed_places(before, after, language=language) == places


def test_long_texts_that_have_little_in_common_are_not_compared_piece_by_piece() -> None:
    lines = ["\n".join(f"- line {number} {word}" for number in range(500)) for word in ("old", "new")]
    assert {one.change for one in differences(*lines, language="en")} == {Change.ADDED, Change.REMOVED}
    [one] = differences("あい" * 2000, "あい" * 2000 + "あ", language="ja")
    assert [piece.change for piece in one.pieces] == [Change.REMOVED, Change.ADDED]
