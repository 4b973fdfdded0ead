import pytest

from recruit.handbook.finding import hits_in, names_of, sections_of, terms_by_name, ways_to_ask, weight_of

TEXT = """> **[easy]** はじめに。

First words about a coefficient.

## The COE

| Paper | Who |
| --- | --- |
| **在留資格認定証明書** | [Bureau](page:x.y) |

> **[must]** Giấy chứng nhận tư cách lưu trú đến trước.

## After it

Nothing of パスポート here."""
TERMS = terms_by_name(
    {
        "coe": [
            "在留資格認定証明書",
            "Certificate of Eligibility (COE)",
            "Giấy chứng nhận tư cách lưu trú (COE)",
        ],
        "visa": ["査証（ビザ）", "visa"],
    }
)


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
    hits = [hit for way in ways_to_ask(asked, {})[:1] for hit in hits_in(TEXT, "Papers", way)]
    assert [hit.section.place for hit in hits] == places
    assert [words for words, is_it in hits[0].around if is_it] == marked if marked else True


def test_the_words_for_one_thing_hold_several_names():
    assert names_of(["査証（ビザ）"]) == ("査証(びざ)", "査証", "びざ")
    assert names_of(["My Number (individual number)", "my number"])[1:] == ("my number", "individual number")


@pytest.mark.parametrize(
    "name", ["COE", "certificate of eligibility", "在留資格認定証明書", "Certificate of Eligibility (COE)"]
)
def test_a_term_is_found_by_each_of_its_names(name):
    [asked] = ways_to_ask(name, TERMS)[:1]
    [hit] = hits_in("Nothing.\n\n## Papers\n\nThe certificate of eligibility (COE) comes.", "A title", asked)
    assert [words for words, is_it in hit.around if is_it] == ["certificate of eligibility (COE)"]


def test_terms_among_other_words_stay_whole():
    whole, by_words = ways_to_ask("valid certificate of eligibility visa", TERMS)
    assert len(whole) == 1 and not whole[0].terms
    assert [sorted(part.terms) for part in by_words] == [[], ["coe"], ["visa"]]
    assert hits_in("ビザとCOE, valid", "", by_words)
    assert not hits_in("ビザとCOE", "", by_words)


def test_what_a_chapter_explains_comes_before_what_it_mentions_often():
    [asked] = ways_to_ask("COE", TERMS)
    once, often, title = (hits_in(text, "", asked) for text in ("A COE.", "COE " * 30, "A COE."))
    weights = [
        weight_of(title, "COE", (), asked),
        weight_of(once, "", {"coe"}, asked),
        weight_of(often, "", {"visa"}, asked),
        weight_of(once, "", (), asked),
    ]
    assert weights == sorted(set(weights), reverse=True)


def test_the_name_that_was_typed_comes_before_its_other_names():
    text = "## One\n\nCOE, COE, COE.\n\n## Two\n\nThe certificate of eligibility."
    [asked] = ways_to_ask("certificate of eligibility", TERMS)[:1]
    assert [hit.section.heading for hit in hits_in(text, "", asked)] == ["Two", "One"]


def test_a_chapter_is_found_by_its_title_alone():
    asked, *_others = ways_to_ask("first weeks", {})
    [hit] = hits_in("It begins.\n\n## Later\n\nMore.", "The first weeks", asked)
    assert (hit.section.place, hit.around) == (0, (("It begins.", False),))
    assert not hits_in("It begins.", "The weeks", asked)
