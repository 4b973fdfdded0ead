"""Printed papers: right glyphs, right order, words that can be copied out, and the number of pages that was decided."""

from collections.abc import Iterator
from datetime import UTC, datetime
import io
from pathlib import Path
import shutil
import subprocess
import unicodedata

from flask import Flask
from flask_babel import Babel
from fontTools.ttLib import TTFont
from PIL import Image
import pytest

from recruit.core.errors import Busy
from recruit.organisations import words as organisation_words
from recruit.students import words as student_words
from recruit.students.models import Student
from recruit.students.papers import printing, rules, sheets, words as paper_words
from recruit.students.papers.rules import Interpreter, Paper
from recruit.students.rules import CefrLevel, ProfileFacts, ProfilePart
from recruit.web import pdf, words
from recruit.web.catalogues import KnownCatalogues, compile_into
from tests.conftest import missing_part
from tests.house.places import ROOT
from tests.students import papers_profiles as profiles

NOW = datetime(2026, 11, 25, 3, tzinfo=UTC)
PAGES = {Paper.RIREKISHO: 2, Paper.CV: 1, Paper.INTERVIEW_SHEET: 1}


@pytest.fixture(scope="module")
def printer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Enough of the application to print: templates and words, no database."""
    if shutil.which("pdftotext") is None:
        missing_part("poppler-utils", "apt-get install -y --no-install-recommends poppler-utils")
    compiled = tmp_path_factory.mktemp("words")
    for known in (student_words.ALL, paper_words.ALL, organisation_words.ALL):
        for labels in known if isinstance(known, tuple) else (known,):
            words.teach(labels)
    app = Flask("recruit", template_folder=str(ROOT / "templates"))
    compile_into(ROOT / "translations", compiled)
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(compiled)
    Babel(app).domain_instance = KnownCatalogues()
    with app.test_request_context():
        yield


def _printed(paper: Paper, student: Student) -> bytes:
    return printing.pdf_for(paper, student, email="student@students.example", now=NOW)


def _asked(program: str, content: bytes, *more: str) -> str:
    done = subprocess.run([program, *more], input=content, capture_output=True, check=True)
    return done.stdout.decode()


def _words(content: bytes) -> str:
    return " ".join(_asked("pdftotext", content, "-", "-").split())


def _pages(content: bytes) -> int:
    return _asked("pdftotext", content, "-", "-").count("\f")


@pytest.mark.parametrize("name", profiles.NAMES)
def test_hard_names_stand_on_every_paper_and_can_be_copied_out(printer, name):
    student = profiles.profile(name)
    passport, local, _called, katakana = profiles.NAMES[name]
    for paper, pages in PAGES.items():
        content = _printed(paper, student)
        text = _words(content)
        assert _pages(content) == pages
        assert passport in text
        if local.upper() != passport:
            assert unicodedata.normalize("NFC", local) in text
        if paper is not Paper.CV:
            assert katakana in text
        assert "\ufffd" not in text and "〓" not in text
        fonts = [line.split() for line in _asked("pdffonts", content, "-").splitlines()[2:]]
        assert fonts and all(
            "NotoSansCJK" in font[0] and font[-5:-2] == ["yes", "yes", "yes"] for font in fonts
        )


def test_texts_stand_in_their_language_which_is_named(printer):
    student = profiles.profile()
    japanese, english = _words(_printed(Paper.RIREKISHO, student)), _words(_printed(Paper.CV, student))
    assert "Em đã thiết kế một cây cầu.（ベトナム語）" in japanese
    assert "Em đã thiết kế một cây cầu.（Vietnamese）" in english
    assert "交通土木工学（Kỹ thuật xây dựng công trình giao thông）" in japanese
    assert "2027 6 同校" in japanese and "卒業見込み" in japanese and "満23歳" in japanese


def test_the_interview_sheet_says_what_an_interview_needs_and_nothing_else(printer):
    text = _words(_printed(Paper.INTERVIEW_SHEET, profiles.profile()))
    assert "フオンさん（Phượng）" in text
    assert "通訳が必要" in text and "話す力を測りません" in text
    assert "2003" not in text and "student@students.example" not in text


@pytest.mark.parametrize("paper", PAGES)
def test_the_number_of_pages_holds_for_the_longest_and_the_emptiest_profile(printer, paper):
    content = _printed(paper, profiles.endless())
    assert _pages(content) == PAGES[paper]
    # What stands last on the paper is still there.
    last = {
        Paper.RIREKISHO: "入社できる時期：2027年10月以降",
        Paper.CV: "from Oct 2027",
        Paper.INTERVIEW_SHEET: "廃棄してください",
    }
    assert last[paper] in _words(content)
    lowest = [
        float(line.split('yMax="')[1].split('"')[0])
        for line in _asked("pdftotext", content, "-bbox", "-", "-").splitlines()
        if "<word" in line
    ]
    assert max(lowest) < 842 - 20
    blank = _printed(paper, profiles.empty())
    assert _pages(blank) == PAGES[paper]


def test_what_the_fonts_do_not_hold_is_no_box(printer):
    student = profiles.profile(
        name_local="အောင်", about="ကျွန်တော် works hard 👷\u202e\u0000.", call_name="Aung 🙂"
    )
    text = _words(_printed(Paper.CV, student))
    assert "works hard ." in text and "〓" in text and "Please call me Aung" in text
    assert "အ" not in text
    assert sheets.unprintable_letters(student)[:2] == ["အ", "င"]


def test_words_are_never_source(printer, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("swordfish")
    attack = f'#read("{secret}") #panic("x") $x$ *bold* #import "@preview/cetz:0.3.0" \\ ]]] }} "'
    text = _words(_printed(Paper.CV, profiles.profile(about=attack, name_local=attack[:100])))
    assert "swordfish" not in text
    assert f'#read("{secret}")' in text and '#panic("x") $x$ *bold*' in text


def test_a_file_outside_cannot_be_read_even_by_source(printer, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("swordfish")
    for source in (
        f'#read("{secret}")',
        '#read("../../../../../../etc/passwd")',
        '#import "@preview/cetz:0.3.0"',
    ):
        with pytest.raises(pdf.PaperFailed):
            pdf.pdf_of(f"#set document(title: [x])\n{source}", {}, made_at=NOW)


def test_endless_work_ends(printer, monkeypatch):
    monkeypatch.setattr(pdf, "SECONDS", 1)
    with pytest.raises(pdf.PaperFailed):
        pdf.pdf_of(
            "#set document(title: [x])\n#let big = range(100000000).map(n => str(n) * 50).join()\n#big",
            {},
            made_at=NOW,
        )


def test_who_would_wait_long_is_asked_to_come_back(printer, monkeypatch):
    for _ in range(pdf.PLACES):
        assert pdf._places.acquire(blocking=False)
    try:
        with pytest.raises(Busy):
            _printed(Paper.CV, profiles.profile())
    finally:
        for _ in range(pdf.PLACES):
            pdf._places.release()
    assert _printed(Paper.CV, profiles.profile())


def test_the_picture_shows_the_first_page(printer):
    picture = Image.open(io.BytesIO(printing.picture_for(Paper.CV, profiles.profile(), email="", now=NOW)))
    assert picture.format == "PNG" and picture.width < picture.height
    assert len(picture.convert("L").getcolors() or []) > 10


def test_both_fonts_hold_what_is_said_they_hold():
    """`signs.txt` is what `printable` goes by; all of Vietnamese and JIS X 0208 is in it."""
    for weight in ("Regular", "Bold"):
        font = TTFont(Path(pdf.__file__).parent / "fonts" / f"NotoSansJP-{weight}.otf")
        assert set(font.getBestCmap()) == pdf._signs()
    vietnamese = {*range(0x1EA0, 0x1EFA), *map(ord, "ĂăĐđĨĩŨũƠơƯư")}
    kanji = {
        ord(bytes([first, second]).decode("euc_jp", "ignore") or " ")
        for first in range(0xB0, 0xF5)
        for second in range(0xA1, 0xFF)
    }
    assert vietnamese | kanji | set(map(ord, "髙﨑①㈱～〜")) <= pdf._signs()


@pytest.mark.parametrize(
    ("speaking", "wanted"),
    [
        (None, Interpreter.NEEDED),
        ("A2", Interpreter.NEEDED),
        ("B1", Interpreter.HELPFUL),
        ("B2", Interpreter.NOT_NEEDED),
    ],
)
def test_an_interpreter_is_needed_by_what_is_said_of_speaking(speaking, wanted):
    assert rules.interpreter(CefrLevel(speaking) if speaking else None) is wanted


def test_a_paper_says_before_what_stays_blank():
    facts = ProfileFacts(parts=frozenset({ProfilePart.NAME_PASSPORT, ProfilePart.KATAKANA}))
    assert rules.missing_on(Paper.RIREKISHO, facts)[0] is ProfilePart.BORN_ON
    assert ProfilePart.BORN_ON not in rules.missing_on(Paper.INTERVIEW_SHEET, facts)
    assert rules.missing_on(Paper.RESUME, facts) == []


def test_long_words_end_at_a_word():
    assert rules.shortened("aaa bbb ccc", 8) == "aaa bbb…"
    assert rules.shortened("橋を設計した", 8) == "橋を設計…"
    assert rules.shortened("short", 8) == "short"
