"""A book as files: one reader and one writer, nothing lost on the way, and everything wrong named with its line."""

from dataclasses import replace
import io
import json
import time
import zipfile

from hypothesis import HealthCheck, given, settings, strategies as st
import pytest

from recruit.core.locales import CODES
from recruit.core.text import one_line
from recruit.handbook.folders import packing
from recruit.handbook.folders.packing import packed, unpacked
from recruit.handbook.folders.reading import book_from, files_in
from recruit.handbook.folders.rules import (
    ENOUGH_FAULTS,
    MOST_BYTES_OF_TEXT,
    MOST_FILES,
    BookFiles,
    ChapterFiles,
    FileFaultKind as Kind,
    FilesWrong,
    Here,
    Outcome,
    TextFile,
    outcome_of,
)
from recruit.handbook.folders.writing import files_of
from recruit.handbook.rules import Audience, ChapterState

NAMES = dict.fromkeys(CODES, "Name")
TEXT = TextFile(
    "ja", "初め", "一つ目です。\n\n## 節\n\n二つ目です。\n", "一行で", edition=2, state=ChapterState.PUBLISHED
)
CHAPTER = ChapterFiles("first", 1, "01-first", NAMES, {"ja": TEXT}, ("once",), {"ja": "部"})
BOOK = BookFiles(
    "small", "ja", ("ja", "en"), Audience.COMPANY, NAMES, (CHAPTER,), {"en": "More follows."}, ("old",)
)
FILES = files_of(BOOK)
NAME = "01-first.ja.md"

LINES = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=60).map(one_line)
BODIES = st.lists(
    st.sampled_from(
        ["", "---", "title: x", "## 節", "- [ ] a", "\ufeffx", "```timeline", "  zwei  ", "｜ーー"]
    ),
    min_size=1,
).map(lambda lines: "\n".join(lines) + "\n")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    title=LINES.filter(bool),
    summary=LINES,
    note=LINES,
    body=BODIES,
    numbers=st.tuples(*[st.none() | st.integers(1, 999)] * 3),
    state=st.none() | st.sampled_from(ChapterState),
)
def test_nothing_is_lost_between_book_and_files(title, summary, note, body, numbers, state):
    edition, follows, revision = numbers
    text = TextFile("ja", title, body, summary, note, edition, follows, state, revision)
    book = replace(BOOK, chapters=(replace(CHAPTER, texts={"ja": text}),))
    files = files_of(book)
    assert book_from(files) == book
    assert files_of(book_from(unpacked(packed(files, "small")))) == files
    # However an editor of another system has saved it.
    windows = {name: b"\xef\xbb\xbf" + content.replace(b"\n", b"\r\n") for name, content in files.items()}
    assert book_from(windows) == book


def faults_of(files):
    with pytest.raises(FilesWrong) as wrong:
        book_from(files)
    return [(one.kind, one.file, one.line) for one in wrong.value.faults]


@pytest.mark.parametrize(
    ("old", "new", "kind", "line"),
    [
        ("---\nchapter", "chapter", Kind.NO_FRONT_MATTER, 1),
        ("title: 初め\n", "", Kind.NO_TITLE, 1),
        ("title: 初め", 'title: "初め', Kind.WRONG_LINE, 4),
        ("title: 初め", "title: " + "長" * 201, Kind.TOO_LONG, 4),
        ("title: 初め", "title: 初め\ntitle: 次", Kind.WRONG_LINE, 5),
        ("title: 初め", "titel: 初め", Kind.WRONG_LINE, 4),
        ("edition: 2", "edition: two", Kind.WRONG_LINE, 6),
        ("edition: 2", "edition: ２", Kind.WRONG_LINE, 6),
        ("state: published", "state: gone", Kind.WRONG_LINE, 7),
        ("chapter: first", "chapter: second", Kind.OTHER_PLACE, 2),
        ("language: ja", "language: en", Kind.OTHER_PLACE, 3),
        ("一つ目", "一\0つ目", Kind.NOT_UTF8, 10),
        ("一つ目", "字" * 120_001, Kind.TOO_LONG, 0),
    ],
)
def test_what_is_wrong_with_a_text_is_said_with_its_line(old, new, kind, line):
    words = FILES[NAME].decode()
    assert old in words
    assert (kind, NAME, line) in faults_of(FILES | {NAME: words.replace(old, new, 1).encode()})


def test_bytes_that_are_no_utf8_are_said_with_their_line():
    assert faults_of(FILES | {NAME: FILES[NAME].replace("二つ目".encode(), "二つ目".encode("cp932"))}) == [
        (Kind.NOT_UTF8, NAME, 14)
    ]
    assert faults_of(FILES | {"book.json": FILES["book.json"].decode().encode("utf-16")}) == [
        (Kind.NOT_UTF8, "book.json", 1)
    ]


def listed(**changed):
    book = json.loads(FILES["book.json"]) | changed
    return FILES | {"book.json": json.dumps(book).encode()}


@pytest.mark.parametrize(
    ("changed", "about"),
    [
        ({"slug": "Small"}, "slug"),
        ({"slug": None}, "slug"),
        ({"languages": "ja"}, "languages"),
        ({"languages": ["ja", "ko"]}, "languages: ko"),
        ({"source_language": "vi"}, "source_language"),
        ({"audience": "cats"}, "audience"),
        ({"titles": {"ja": "本"}}, "titles"),
        ({"notes": {"ja": 3}}, "notes"),
        ({"former": ["../up"]}, "former"),
        ({"chapters": {}}, "chapters"),
        ({"chapters": [{"slug": "first", "position": True, "titles": NAMES}]}, "chapters[0].position"),
        (
            {"chapters": [{"slug": "first", "position": 1, "file": "../x", "titles": NAMES}]},
            "chapters[0].file",
        ),
        ({"chapters": [{"slug": "first", "position": 1}]}, "chapters[0].titles"),
    ],
)
def test_what_is_wrong_with_the_list_is_named(changed, about):
    with pytest.raises(FilesWrong) as wrong:
        book_from(listed(**changed))
    assert (Kind.WRONG_VALUE, about) in [(one.kind, one.about) for one in wrong.value.faults]


@pytest.mark.parametrize("sign", ["\\u0000", "\\ud800"])
def test_signs_that_no_database_or_page_can_hold_are_refused(sign):
    """JSON can write them although no file of ours holds them."""
    named = FILES["book.json"].replace(b'"Name"', f'"a{sign}"'.encode(), 1)
    assert (Kind.WRONG_VALUE, "book.json", 0) in faults_of(FILES | {"book.json": named})
    titled = FILES[NAME].decode().replace("title: 初め", f'title: "a{sign}"').encode()
    assert (Kind.WRONG_LINE, NAME, 4) in faults_of(FILES | {NAME: titled})
    with pytest.raises(FilesWrong) as wrong:
        book_from(listed(languages=["ja", json.loads(f'"{sign}"')]))
    assert wrong.value.faults[0].about.encode() == b"languages: "


def test_what_is_looked_through_has_an_end():
    """A small archive can list, and be wrong in, millions of things."""
    many = [f"a{number}" for number in range(40_000)]
    began = time.process_time()
    too_much = (Kind.TOO_MUCH, "book.json", 0)
    assert too_much in faults_of(listed(languages=["ja", *["en"] * 40_000]))
    assert too_much in faults_of(listed(former=many))
    assert too_much in faults_of(listed(chapters=[{}] * 40_000))
    assert len(faults_of(FILES | {NAME: b"---\n" + b"a\n" * 90_000 + b"---\n"})) == ENOUGH_FAULTS
    first = json.loads(FILES["book.json"])["chapters"][0]
    pictures = {f"a{number}": {"file": "a.png"} for number in range(41)}
    assert faults_of(listed(chapters=[first | {"figures": pictures}]) | {"a.png": b"x"}) == [too_much]
    for text in (b"x" * 100_000, b"\n" * 2_000):
        texts = {f"{number}.md": text for number in range(100)}
        assert faults_of(FILES | texts) == [(Kind.TOO_MUCH, "", 0)]
    assert time.process_time() - began < 2


def test_all_faults_are_said_at_once():
    twice = {"slug": "first", "position": 2, "titles": NAMES}
    third = {"slug": "once", "position": 3, "titles": NAMES}
    files = listed(chapters=[*json.loads(FILES["book.json"])["chapters"], twice, third])
    files |= {"99-nobody.ja.md": b"x", NAME: b"\xff"}
    found = faults_of(files)
    assert {
        (Kind.UNLISTED, "99-nobody.ja.md", 0),
        (Kind.NOT_UTF8, NAME, 1),
        (Kind.TWICE, "book.json", 0),
    } <= set(found)
    assert faults_of({}) == [(Kind.NO_BOOK, "book.json", 0)]
    assert faults_of({"book.json": b"{\n]"}) == [(Kind.NOT_JSON, "book.json", 2)]
    assert faults_of({"book.json": b"[" * 100_000}) == [(Kind.NOT_JSON, "book.json", 0)]
    assert faults_of(FILES | {NAME: b"x" * (MOST_BYTES_OF_TEXT + 1)})[0][0] is Kind.TOO_LONG


# ------------------------------------------------------------------------------------------ archives


def archive(entries, **more):
    store = io.BytesIO()
    with zipfile.ZipFile(store, "w", **more) as made:
        for name, content in entries:
            made.writestr(name, content)
    return store.getvalue()


def refused(content):
    with pytest.raises(FilesWrong) as wrong:
        unpacked(content)
    return wrong.value.faults[0].kind


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(
    "name", ["../up.md", "/etc/passwd", "a/../../b", "C:\\x", "a//b", "x\ny", "a\\..\\b"]
)
def test_names_that_lead_out_of_the_folder_are_refused(name):
    assert refused(archive([("book.json", "{}"), (name, "x")])) is Kind.BAD_NAME
    assert refused(archive([("book.json", "{}"), ("book.json", "{}")])) is Kind.BAD_NAME
    assert refused(archive([("book.json", "{}"), (zipfile.ZipInfo(""), "x")])) is Kind.BAD_NAME


def test_archives_that_grow_without_end_are_refused(monkeypatch):
    monkeypatch.setattr(packing, "MOST_BYTES_UNPACKED", 1_000_000)
    bomb = archive([("book.json", b"0" * 5_000_000)], compression=zipfile.ZIP_DEFLATED)
    assert len(bomb) < 10_000 and refused(bomb) is Kind.TOO_MUCH
    # One that lies about its sizes is no better.
    lying = bomb.replace((5_000_000).to_bytes(4, "little"), (50).to_bytes(4, "little"))
    assert lying != bomb and refused(lying) in (Kind.TOO_MUCH, Kind.NOT_AN_ARCHIVE)
    assert refused(archive([(f"{n}.md", "") for n in range(MOST_FILES + 1)])) is Kind.TOO_MUCH
    assert refused(b"x" * (packing.MOST_BYTES_PACKED + 1)) is Kind.TOO_MUCH


def test_what_is_no_archive_is_refused():
    whole = packed(FILES, "small")
    assert (
        refused(b"")
        is refused(b"PK\x03\x04 nothing")
        is refused(whole[: len(whole) // 2])
        is Kind.NOT_AN_ARCHIVE
    )
    assert refused(archive([("book.json", "{}")], compression=zipfile.ZIP_LZMA)) is Kind.NOT_AN_ARCHIVE
    locked = bytearray(archive([("book.json", "{}")]))
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    assert refused(bytes(locked)) is Kind.LOCKED


def test_what_systems_leave_in_folders_is_not_read(tmp_path):
    more = [("small/" + name, content) for name, content in FILES.items()]
    found = archive(
        [*more, ("__MACOSX/small/._book.json", b"\0"), ("small/.DS_Store", b"\0"), ("small/Thumbs.db", b"")]
    )
    assert unpacked(found) == FILES
    for name, content in FILES.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "x.md").write_bytes(b"\xff")
    (tmp_path / "out.md").symlink_to("/etc/hostname")
    assert files_in(tmp_path) == FILES


# ------------------------------------------------------------------------------------------ what becomes of a text

OURS, THEIRS = ("a", "", "ours\n"), ("a", "", "theirs\n")


@pytest.mark.parametrize(
    ("here", "outcome"),
    [
        (Here(None, None, None, False, False), Outcome.NEW_TEXT),
        (Here(OURS, 1, None, False, False), Outcome.SAME),
        (Here(THEIRS, 1, None, False, False), Outcome.DRAFT),
        (Here(OURS, 1, THEIRS, False, False), Outcome.SAME),
        (Here(THEIRS, 1, OURS, False, False), Outcome.SAME),
        (Here(None, None, THEIRS, True, True), Outcome.DRAFT_SAVED),
        (Here(None, None, THEIRS, True, False), Outcome.BESIDE),
        (Here(None, None, THEIRS, False, True), Outcome.BESIDE),
        (Here(None, None, THEIRS, False, False, frozenset({OURS})), Outcome.KNOWN),
    ],
)
def test_what_somebody_writes_is_never_overwritten(here, outcome):
    assert outcome_of(OURS, here) is outcome
