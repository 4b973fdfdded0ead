"""How the shipped chapters speak: one name for a form, a next step in the platform, figures in their sentences, plain Japanese."""

import re
from typing import Any

import pytest

from recruit.handbook import marks
from recruit.handbook.paper_forms import FORMS
from tests.handbook.test_editions_files import BOOKS, CHAPTERS, NAMES, body

# The kanji of the levels N5 and N4 of the Japanese-Language Proficiency Test, by the usual lists (the test publishes none).
KNOWN_KANJI = set(
    "一二三四五六七八九十百千万円日月火水木金土曜年時分今先週毎半午前後上下左右中外東西南北大小高安新古長多少白本人名男女"
    "子父母友学校生山川天気雨電車駅道店会社国語何行来見聞読書話食飲出入休立買手足目耳口花魚空間同事自発者地業方場員開力問代"
    "明動京通言理体田主題意不作用度強公持野以思家世正院心界教文元重近考画海売知集別物使品計死特私始朝運終台広住無真有町料"
    "工建急止送切転研究楽起着病質待試族銀早映親験英医仕去味写字答夜音注帰歌悪図室歩風紙黒春赤青館屋色走秋夏習洋旅服夕借肉"
    "貸堂鳥飯勉冬昼茶弟牛兄犬妹姉漢"
)
NEXT = {
    "ja": "次にすること",
    "en": "Do this next",
    "id": "Langkah berikutnya",
    "vi": "Việc cần làm tiếp theo",
}
# “… (yen): 300,000” is a form to fill in, not a sentence.
_BESIDE = re.compile(
    r"[（(](?:[^（()）]{1,12})[)）][：:] ?\{\{fact:|(?:次の|this many )[^。|.]{0,40}[：:] ?\{\{fact:"
)


@pytest.mark.parametrize(("folder", "chapter"), CHAPTERS, ids=NAMES)
def test_a_form_has_one_name(folder: str, chapter: dict[str, Any]) -> None:
    for language in BOOKS[folder]["languages"]:
        for words, kind, key in marks.LINK.findall(body(folder, chapter, language)):
            if kind == "form":
                assert words.lower() == FORMS[key].titles[language].lower(), language


@pytest.mark.parametrize(("folder", "chapter"), CHAPTERS, ids=NAMES)
def test_a_chapter_ends_in_what_to_do_next_on_the_platform(folder: str, chapter: dict[str, Any]) -> None:
    for language in BOOKS[folder]["languages"]:
        *_before, last = re.split(r"^## ", body(folder, chapter, language), flags=re.MULTILINE)
        heading, _line, steps = last.partition("\n")
        assert heading == NEXT[language]
        lines = [line for line in steps.splitlines() if line]
        assert len(lines) >= 3 and all(re.match(r"\d+\. ", line) for line in lines), language
        assert "](page:" in steps, language


@pytest.mark.parametrize(("folder", "chapter"), CHAPTERS, ids=NAMES)
def test_figures_stand_in_their_sentences(folder: str, chapter: dict[str, Any]) -> None:
    for language in BOOKS[folder]["languages"]:
        assert _BESIDE.findall(body(folder, chapter, language)) == [], language


@pytest.mark.parametrize(("folder", "chapter"), CHAPTERS, ids=NAMES)
def test_the_summary_is_plain_japanese(folder: str, chapter: dict[str, Any]) -> None:
    """Short sentences, and a reading for each word beyond level N4 where it first stands."""
    easy, _rest = marks.easy_and_rest(body(folder, chapter, "ja"))
    easy = marks.FACT.sub("60", easy)
    assert words_without_reading(easy) == []
    sentences = re.split(r"[。\n]", re.sub(r"（[\u3040-\u30ffー]+）", "", easy))
    assert [one for one in sentences if len(one) > 36] == []
    assert 4 <= len([one for one in sentences if one.strip()]) <= 14


def words_without_reading(easy: str) -> list[str]:
    told, without = set(), []
    for match in re.finditer(r"[\u4e00-\u9fff々]+", easy):
        if re.match(r"（[\u3040-\u30ffー]+）", easy[match.end() :]):
            told.add(match[0])
        elif match[0] not in told and set(match[0]) - KNOWN_KANJI:
            without.append(match[0])
    return without


def test_a_word_without_its_reading_is_found() -> None:
    assert words_without_reading("会社は書類（しょるい）を渡（わた）します。書類を見ます。") == []
    assert words_without_reading("会社は書類を渡（わた）します。") == ["書類"]


def test_the_guide_is_whole_and_says_of_no_chapter_that_it_is_still_to_come() -> None:
    guide = BOOKS["guide"]
    assert [chapter["position"] for chapter in guide["chapters"]] == list(range(1, 16))
    assert "notes" not in guide
