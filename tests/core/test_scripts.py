import pytest

from recruit.core.scripts import in_scripts, marked, runs


@pytest.mark.parametrize(
    ("language", "words", "foreign"),
    [
        ("id", "Bawa 在留カード (36協定) ke kantor.", [("在留カード", "ja"), ("協定", "ja")]),
        (
            "en",
            "Say 「お疲れ様です」、then Luật Lao động 2019.",
            [("お疲れ様です", "ja"), ("Luật Lao động", "vi")],
        ),
        ("vi", "Thẻ lưu trú là 在留カード.", [("在留カード", "ja")]),
        ("ja", "在留カードは Thẻ lưu trú です。COE", [("Thẻ lưu trú", "vi")]),
        ("en", "A résumé of 4–5 words", []),
    ],
)
def test_words_of_another_language_are_told_by_their_letters(language, words, foreign):
    pieces = list(runs(words, language))
    assert [piece for piece in pieces if piece[1]] == foreign
    assert "".join(piece for piece, _code in pieces) == words


def test_what_is_html_keeps_its_tags_and_what_is_not_becomes_safe():
    assert (
        marked('<a title="在留">在留 &amp; x</a>', "id")
        == '<a title="在留"><span lang="ja">在留</span> &amp; x</a>'
    )
    assert in_scripts("<b>在留", "en", is_xml=True) == '&lt;b&gt;<span lang="ja" xml:lang="ja">在留</span>'


def test_a_word_without_an_end_is_read_once():
    """An address or a key that was pasted into a chapter: read again from each of its letters, it takes minutes."""
    key = "a" * 200_000
    assert list(runs(f"{key} ở {key}", "en")) == [(f"{key} ", ""), ("ở", "vi"), (f" {key}", "")]
