import pytest

from recruit.handbook.finding import hits_in, sections_of, ways_to_ask

TEXT = """> **[easy]** はじめに。

First words about a coefficient.

## The COE

| Paper | Who |
| --- | --- |
| **在留資格認定証明書** | [Bureau](page:x.y) |

> **[must]** Giấy chứng nhận tư cách lưu trú đến trước.

## After it

Nothing of パスポート here."""


def test_sections_have_no_marks():
    assert [(one.place, one.heading) for one in sections_of(TEXT)] == [
        (0, ""),
        (1, "The COE"),
        (2, "After it"),
    ]
    assert sections_of(TEXT)[1].words == (
        "Paper Who 在留資格認定証明書 Bureau Giấy chứng nhận tư cách lưu trú đến trước."
    )


@pytest.mark.parametrize(
    ("asked", "places", "marked"),
    [
        ("COE", [1, 0], []),
        ("ｃｏｅ", [1, 0], []),
        ("認定証明", [1], ["認定証明"]),
        ("giay chung nhan", [1], ["Giấy chứng nhận"]),
        ("ぱすぽーと", [2], ["パスポート"]),
        ("efficient", [], []),
        ("| --", [], []),
        ("page:x", [], []),
        (" ", [], []),
    ],
)
def test_words_are_found_in_any_script(asked, places, marked):
    hits = [hit for way in ways_to_ask(asked)[:1] for hit in hits_in(TEXT, "Papers", way)]
    assert [hit.section.place for hit in hits] == places
    assert [words for words, is_it in hits[0].around if is_it] == marked if marked else True
