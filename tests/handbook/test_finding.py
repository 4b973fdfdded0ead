import pytest

from recruit.handbook.finding import (
    Vocabulary,
    hits_in,
    most_of,
    names_by_letter,
    names_of,
    sections_of,
    terms_by_name,
    ways_to_ask,
    weight_of,
)

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
    whole, by_words = ways_to_ask("valid certificate of eligibility visa?", TERMS)
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


BOOKS = Vocabulary(names_by_letter(TERMS), "採用の手続の書類が届く。外国人。".__contains__)


@pytest.mark.parametrize(
    ("asked", "pieces"),
    [
        ("在留資格認定証明書はいつ届きますか？", ["在留資格認定証明書", "届"]),
        # What stands nowhere as one word is cut where the books have its parts; a name goes before.
        ("外国人採用手続ビザ", ["外国人", "採用", "手続", "びざ"]),
        # What a name leaves over, words of asking and endings say nothing.
        ("査証料は何円必要ですか", ["査証"]),
        ("ビザのCOE書類", ["びざ", "coe", "書類"]),
        ("いつですか", []),
    ],
)
def test_a_sentence_without_spaces_is_cut_into_what_it_is_about(asked, pieces):
    *_whole, parts = ways_to_ask(asked, TERMS, "ja", BOOKS)
    assert [part.names[0] for part in parts] == (pieces or [asked])


def test_one_kanji_is_a_verb_only_before_its_ending():
    *_whole, (part,) = ways_to_ask("届きますか", TERMS, "ja", BOOKS)
    assert part.stands_in("すぐに届く。") and not part.stands_in("届出をする。")


@pytest.mark.parametrize(
    ("language", "asked", "there", "elsewhere"),
    [
        ("id", "pembayaran", "sudah dibayar", "gaji"),
        ("id", "menulis", "sudah ditulis", "menu"),
        ("en", "contracts", "a contract", "contra"),
        ("vi", "contracted", "a contract", "subcontract"),
    ],
)
def test_words_are_found_in_other_forms_last(language, asked, there, elsewhere):
    as_typed, in_forms = ways_to_ask(asked, {}, language)
    assert not hits_in(there, "", as_typed)
    assert hits_in(there, "", in_forms) and not hits_in(elsewhere, "", in_forms)


def test_where_most_of_it_stands_together():
    assert most_of([0b001, 0b110, 0b011, 0b000], 3) == [(0, 1), (1, 2)]
    assert most_of([0, 0], 3) == []


def test_one_name_inside_of_another_is_marked_once():
    [asked] = ways_to_ask("COE", TERMS)
    [hit] = hits_in("A certificate of eligibility (COE).", "", asked)
    assert [words for words, is_it in hit.around if is_it] == ["certificate of eligibility (COE)"]
