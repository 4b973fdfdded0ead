"""Katakana proposals for common names."""

import json
from pathlib import Path

import pytest

from recruit.students.katakana import propose_katakana
from recruit.students.rules import why_not_katakana

VIETNAMESE = [
    ("Nguyễn Văn Đức", "グエン・ヴァン・ドゥック"),
    ("NGUYEN VAN DUC", "グエン・ヴァン・ドゥック"),
    ("Nguyen", "グエン"),
    ("Trần Thị Ngọc", "チャン・ティ・ゴック"),
    ("Lê Minh Tuấn", "レ・ミン・トゥアン"),
    ("LE THI MAI", "レ・ティ・マイ"),
    ("Phạm Quốc Đạt", "ファム・クオック・ダット"),
    ("Hoàng Anh Dũng", "ホアン・アイン・ズン"),
    ("Huỳnh Tấn Phát", "フイン・タン・ファット"),
    ("Phan Thanh Tùng", "ファン・タイン・トゥン"),
    ("Vũ Hải Yến", "ヴー・ハイ・イエン"),
    ("Võ Hữu Phúc", "ヴォー・フウ・フック"),
    ("Đặng Xuân Trường", "ダン・スアン・チュオン"),
    ("Bùi Thùy Linh", "ブイ・トゥイ・リン"),
    ("Đỗ Mỹ Duyên", "ド・ミー・ズエン"),
    ("DO VAN DAT", "ド・ヴァン・ダット"),
    ("Ngô Gia Khánh", "ゴー・ザー・カイン"),
    ("Dương Nhật Quang", "ズオン・ニャット・クアン"),
    ("Lý Như Quỳnh", "リー・ニュー・クイン"),
    ("Hồ Thị Hương Giang", "ホー・ティ・フオン・ザン"),
    ("Trịnh Công Hiếu", "チン・コン・ヒエウ"),
    ("Đinh Bích Nguyệt", "ディン・ビック・グエット"),
    ("Mai Nhung", "マイ・ニュン"),
]
INDONESIAN = [
    ("Siti Rahayu", "シティ・ラハユ"),
    ("Budi Santoso", "ブディ・サントソ"),
    ("SUTRISNO", "ストリスノ"),
    ("Putri Lestari", "プトリ・レスタリ"),
    ("Dwi Cahya", "ドゥイ・チャヒヤ"),
    ("Tri Wibowo", "トリ・ウィボウォ"),
    ("Muhammad Rizky", "ムハンマド・リズキ"),
    ("Ahmad Hidayat", "アフマド・ヒダヤット"),
    ("Joko Prasetyo", "ジョコ・プラセティヨ"),
    ("Dewi Anggraini", "デウィ・アングライニ"),
    ("Bambang Nugroho", "バンバン・ヌグロホ"),
    ("Nur'aini Fatimah", "ヌルアイニ・ファティマ"),
    ("I Nyoman Wayan", "イ・ニョマン・ワヤン"),
    ("Abdurrahman Yusuf", "アブドゥラフマン・ユスフ"),
    ("Fitri Aisyah", "フィトリ・アイシャ"),
    ("Rachmat Soeharto", "ラフマット・スハルト"),
    ("Agus Kurniawan", "アグス・クルニアワン"),
    ("Bunga Ningsih", "ブンガ・ニンシ"),
]


# As they stand in what is written about such names in Japanese (docs/names.md says where).
PUBLISHED = [
    ("VN", "Anh", "アイン"),
    ("VN", "Bích", "ビック"),
    ("VN", "Châu", "チャウ"),
    ("VN", "Cường", "クオン"),
    ("VN", "Hoa", "ホア"),
    ("VN", "Hoàng", "ホアン"),
    ("VN", "Hương", "フオン"),
    ("VN", "Lan", "ラン"),
    ("VN", "Liên", "リエン"),
    ("VN", "Linh", "リン"),
    ("VN", "Long", "ロン"),
    ("VN", "Mai", "マイ"),
    ("VN", "Nga", "ガー"),
    ("VN", "Ngọc", "ゴック"),
    ("VN", "Thúy", "トゥイ"),
    ("VN", "Trâm", "チャム"),
    ("VN", "Vân", "ヴァン"),
    ("VN", "Vũ", "ヴー"),
    ("VN", "Võ", "ヴォー"),
    ("VN", "Hồ", "ホー"),
    ("VN", "Lý", "リー"),
    ("ID", "Sri Mulyani", "スリ・ムルヤニ"),
    ("ID", "Taufik Hidayat", "タウフィック・ヒダヤット"),
    ("ID", "Suharto", "スハルト"),
    ("ID", "Joko Widodo", "ジョコ・ウィドド"),
]
GIVEN_NAMES = json.loads((Path(__file__).parent / "given_names.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("country", ["VN", "ID"])
def test_two_hundred_given_names_are_read_as_they_were_looked_through(country: str) -> None:
    names = GIVEN_NAMES[country]
    assert len(names) >= 200
    read = {name: propose_katakana(name, country) for name in names}
    assert {name: kana for name, kana in read.items() if kana != names[name]} == {}
    assert all(why_not_katakana(kana) is None for kana in names.values())


@pytest.mark.parametrize(("country", "name", "katakana"), PUBLISHED)
def test_names_are_read_as_they_are_published(country: str, name: str, katakana: str) -> None:
    assert propose_katakana(name, country) == katakana


@pytest.mark.parametrize(("name", "katakana"), VIETNAMESE)
def test_vietnamese_names(name: str, katakana: str) -> None:
    assert propose_katakana(name, "VN") == katakana
    assert why_not_katakana(katakana) is None


@pytest.mark.parametrize(("name", "katakana"), INDONESIAN)
def test_indonesian_names(name: str, katakana: str) -> None:
    assert propose_katakana(name, "ID") == katakana
    assert why_not_katakana(katakana) is None


def test_marks_composed_or_not_read_the_same() -> None:
    assert propose_katakana("Nguye\u0302\u0303n", "VN") == "グエン"


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("Kevin", "VN"),
        ("Nguyễn Văn An", "JP"),
        ("", "VN"),
        (" - ", "ID"),
        ("山田", "ID"),
        ("Sutrisno 2", "ID"),
    ],
)
def test_no_proposal_where_no_rule_fits(name: str, country: str) -> None:
    assert propose_katakana(name, country) is None
