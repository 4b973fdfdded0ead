"""What differs between two texts."""

import pytest

from recruit.core import differences as compared
from recruit.core.differences import Change, changed_places, differences, paragraphs_of


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


def test_of_a_text_written_anew_what_goes_beyond_all_bounds_is_new_as_a_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(compared, "_MOST_PAIRS_IN_ALL", 60)
    before, after = "a b c d\n\ne f g h", "a b c x\n\ne f g x"
    first, second = differences(before, after, language="en")
    assert [piece.words for piece in first.pieces] == ["a b c ", "d", "x"]
    assert [piece.words for piece in second.pieces] == ["e f g h", "e f g x"]
