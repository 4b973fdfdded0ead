"""Cases 62 to 70 of the attacks: files that people send. `proofs.py` names the test of each; those that need a page are
with the pages.
"""

from collections.abc import Iterator
from contextlib import contextmanager
import io
from pathlib import Path
import socket
import struct
import threading
import time
import tracemalloc
import zipfile

from PIL import Image
import pytest

from recruit.core import scanning, uploads
from recruit.core.errors import Refused
from recruit.core.models import Scan
from recruit.core.settings import SettingsInvalid
from recruit.core.uploads import FileKind, Received, UploadRefusal, pdfs, pictures
from tests.conftest import make_settings
from tests.house import places
from tests.trust import bad_files as bad

MOST = 5 * 1024 * 1024
R = UploadRefusal


def receive(content: bytes, name: str) -> Received:
    return uploads.receive(content, name=name, taken=frozenset(FileKind), most_bytes=MOST)


def refusal_of(content: bytes, name: str) -> UploadRefusal:
    with pytest.raises(Refused) as refused:
        receive(content, name)
    assert refused.value.field == "file"
    return refused.value.reason


def test_honest_files_are_taken() -> None:
    pdf = bad.packed_objects(b"1 0 << /Type /Page /Annots [ << /A << /S /URI >> >> ] >>")
    assert receive(pdf, "Bảng điểm.PDF").content == pdf
    assert receive(pdf, "Bảng điểm").name == "Bảng điểm.pdf"
    for content, name, kind in (
        (bad.photograph(), "ảnh.jpg", FileKind.JPEG),
        (bad.drawing(), "cầu.png", FileKind.PNG),
        (bad.picture("WEBP"), "cầu.webp", FileKind.JPEG),
        (bad.office(), "thư.docx", FileKind.DOCX),
        (bad.office(kind="sheet"), "bảng.xlsx", FileKind.XLSX),
    ):
        taken = receive(content, name)
        assert (taken.kind, taken.scan) == (kind, Scan.NOT_SCANNED)
        assert uploads.kind_of(taken.content) is kind


HTML, SVG = (
    b"<!doctype html><script>alert(1)</script>",
    b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>",
)


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (HTML, "cv.pdf", R.KIND_NOT_TAKEN),
        (HTML, "cv.html", R.KIND_NOT_TAKEN),
        (SVG, "cv.png", R.KIND_NOT_TAKEN),
        (b"GIF89a/*" + HTML, "cv.gif", R.KIND_NOT_TAKEN),
        (b"MZ\x90\x00" + b"\0" * 100, "cv.docx", R.KIND_NOT_TAKEN),
        (bad.EICAR, "cv.pdf", R.KIND_NOT_TAKEN),
        (b"\n" + bad.pdf(), "cv.pdf", R.KIND_NOT_TAKEN),
        (bad.pdf(), "cv.docx", R.ENDING),
        (bad.pdf(), "cv.pdf.exe", R.ENDING),
        (bad.picture(), "picture.html", R.ENDING),
        (bad.office(), "cv.xlsx", R.ENDING),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "IMG_1.HEIC", R.HEIC),
        (b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic", "IMG_1.jpg", R.HEIC),
        (b"", "cv.pdf", R.EMPTY),
        (b"%PDF-1.7 and no end", "cv.pdf", R.DAMAGED),
        (bad.picture()[:100], "cv.jpg", R.DAMAGED),
    ],
)
def test_62_what_a_file_is_says_its_content(content: bytes, name: str, reason: UploadRefusal) -> None:
    assert refusal_of(content, name) is reason


def test_62_what_hides_behind_a_picture_or_a_letter_is_gone() -> None:
    hidden = b"<script>alert(1)</script>"
    for content, name in (
        (bad.picture() + hidden, "a.jpg"),
        (bad.picture("PNG") + hidden, "a.png"),
        (bad.picture(comment=hidden), "a.jpg"),
        (bad.office() + hidden, "a.docx"),
    ):
        assert hidden in content
        assert hidden not in receive(content, name).content


# 63 (odd names) is tests/core/test_files.py::test_names_are_harmless and with the pages of documents.


@contextmanager
def bounded(*, seconds: float, megabytes: int) -> Iterator[None]:
    """What happens inside takes no longer and no more memory of Python's."""
    tracemalloc.start()
    begun = time.perf_counter()
    try:
        yield
        _now, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert time.perf_counter() - begun < seconds
    assert most < megabytes * 1024 * 1024


def test_64_a_bomb_is_refused_fast_and_in_little_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    zeros = b"\0" * (30 * 1024 * 1024)
    monkeypatch.setattr(pdfs, "MOST_UNPACKED", 20 * 1024 * 1024)
    bombs = (
        (bad.png_bomb(), "a.png", R.TOO_MANY_PIXELS),
        (bad.png_bomb(9_000), "a.png", R.TOO_MANY_PIXELS),
        (bad.packed_objects(zeros), "a.pdf", R.TOO_MUCH_INSIDE),
        (bad.pdf(b"stream\nx\x9c" * 100_000), "a.pdf", R.TOO_MUCH_INSIDE),
        (bad.pdf(b"#41" * 100_000), "a.pdf", R.TOO_MUCH_INSIDE),
        (bad.office({"word/media/a.bin": zeros}), "a.docx", R.TOO_MUCH_INSIDE),
        (bad.office({f"word/{number}.xml": b"" for number in range(2_001)}), "a.docx", R.TOO_MUCH_INSIDE),
        # Packed in ways that come out all at once, and lists that take time without end to look through.
        (bad.packed_otherwise("[Content_Types].xml", zeros, zipfile.ZIP_BZIP2), "a.docx", R.KIND_NOT_TAKEN),
        (bad.packed_otherwise("word/a.xml", b"x", zipfile.ZIP_LZMA), "a.docx", R.DAMAGED),
        (bad.office({"word/_rels/a.rels": b"</" * 600_000}), "a.docx", R.TOO_MUCH_INSIDE),
        (bad.office({"word/_rels/a.rels": b'/frame"' * 100_000}), "a.docx", R.DAMAGED),
    )
    del zeros
    with bounded(seconds=20, megabytes=12):
        for content, name, reason in bombs:
            assert refusal_of(content, name) is reason


def test_64_an_entry_that_lies_about_its_size_is_refused() -> None:
    honest = bad.office({"word/big.xml": b"x" * 100_000})
    lying = honest.replace(struct.pack("<L", 100_000), struct.pack("<L", 10))
    assert lying != honest
    assert refusal_of(lying, "a.docx") is R.DAMAGED


@pytest.mark.parametrize(
    ("entries", "reason"),
    [
        (
            {"word/evil.xml": b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>"},
            R.OUTSIDE_PARTS,
        ),
        ({"word/evil.xml": "\ufeff<!DOCTYPE a []><a/>".encode("utf-16-le")}, R.OUTSIDE_PARTS),
        (
            {
                "word/_rels/settings.xml.rels": b'<Relationship Type="http://x/attachedTemplate" '
                b'Target="http://evil.example/a.dotm" TargetMode="External"/>'
            },
            R.OUTSIDE_PARTS,
        ),
        (
            {"word/_rels/a.rels": b"<R TargetMode='External' Target='x' Type='http://x/oleObject'/>"},
            R.OUTSIDE_PARTS,
        ),
        # As readers read it: whatever stands between, and however letters are written.
        (
            {"word/_rels/a.rels": b'<R Type="http://x/frame" Target="a>b" TargetMode="&#69;xternal"/>'},
            R.OUTSIDE_PARTS,
        ),
        ({"word/_rels/a.rels": b"<R TargetMode="}, R.DAMAGED),
        ({"word/vbaProject.bin": b"x"}, R.MACROS),
        ({"word/embeddings/oleObject1.bin": b"x"}, R.HOLDS_FILES),
        ({"word/inner.zip": bad.office()}, R.HOLDS_FILES),
        ({"../../outside.xml": b"x"}, R.DAMAGED),
        (
            {
                "word/_rels/document.xml.rels": b'<R TargetMode="External" Type="http://x/hyperlink" Target="x"/>'
            },
            None,
        ),
    ],
)
def test_64_letters_reach_for_nothing_outside(
    entries: dict[str, bytes], reason: UploadRefusal | None
) -> None:
    content = bad.office(entries)
    if reason is None:
        assert receive(content, "a.docx").kind is FileKind.DOCX
    else:
        assert refusal_of(content, "a.docx") is reason


def test_an_entry_without_a_name_is_refused() -> None:
    content = io.BytesIO(bad.office())
    with zipfile.ZipFile(content, "a") as archive:
        archive.writestr(zipfile.ZipInfo(""), b"x")
    assert refusal_of(content.getvalue(), "a.docx") is UploadRefusal.DAMAGED


SCRIPT = b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (bad.pdf(SCRIPT), R.PDF_ACTIVE),
        (bad.pdf(SCRIPT.replace(b"/JavaScript", b"/J#61vaScrip#74")), R.PDF_ACTIVE),
        (bad.packed_objects(SCRIPT), R.PDF_ACTIVE),
        # A wrong sum at the end, or a stream that breaks off, stops no reader.
        (bad.packed_objects(SCRIPT).replace(b"\nendstream", b"!\nendstream"), R.PDF_ACTIVE),
        (
            bad.packed_objects(SCRIPT + b" " * 9).replace(b"stream\nx\x9c", b"stream \r\nx\x9c", 1),
            R.PDF_ACTIVE,
        ),
        (bad.packed_objects(b" " * 2_000_000 + SCRIPT), R.PDF_ACTIVE),
        (bad.pdf(b"<< /S /Launch /F (cmd.exe) >>"), R.PDF_ACTIVE),
        (bad.pdf(b"<< /S /SubmitForm /F (http://evil.example) >>"), R.PDF_ACTIVE),
        (bad.pdf(b"<< /XFA 5 0 R >>"), R.PDF_ACTIVE),
        (bad.pdf(b"<< /Names << /EmbeddedFiles 7 0 R >> >>"), R.HOLDS_FILES),
        (bad.pdf(b"trailer << /Encrypt 9 0 R >>"), R.LOCKED),
        (bad.pdf(stream=b"x", dictionary=b"/Type /ObjStm /Filter /ASCII85Decode"), R.LOCKED),
        (bad.pdf(b"<< /S /URI /URI (https://huce.edu.vn) >>"), None),
    ],
)
def test_65_a_pdf_that_acts_is_refused(content: bytes, reason: UploadRefusal | None) -> None:
    if reason is None:
        assert receive(content, "a.pdf").content == content
    else:
        assert refusal_of(content, "a.pdf") is reason


def test_65_a_script_in_a_stream_that_breaks_off_is_found() -> None:
    whole = bad.packed_objects(SCRIPT + bytes(range(256)) * 8)
    start = whole.index(b"stream\n") + 7
    broken = whole[: start + 130] + b"\xff" * 8 + whole[start + 138 :]
    assert refusal_of(broken, "a.pdf") is R.PDF_ACTIVE


def test_66_place_device_and_author_are_gone_and_the_picture_is_upright() -> None:
    before = bad.photograph()
    after = receive(before, "a.jpg").content
    with Image.open(io.BytesIO(before)) as taken, Image.open(io.BytesIO(after)) as kept:
        assert taken.getexif().get_ifd(0x8825)
        assert (taken.size, kept.size) == ((60, 40), (40, 60))
        assert not kept.getexif() and not set(kept.info) & {"comment", "exif", "xmp", "icc_profile"}
        red, _green, blue = kept.getpixel((20, 5))
        assert red > 200 > blue
    for content, name in ((before, "a.jpg"), (bad.drawing(), "a.png")):
        assert b"my home" in content and b"my home" not in receive(content, name).content
    with zipfile.ZipFile(io.BytesIO(receive(bad.office(), "a.docx").content)) as archive:
        assert b"my home" not in archive.read("docProps/core.xml")
        assert "Xin chào".encode() in archive.read("word/document.xml")


def test_66_a_large_photograph_is_made_smaller() -> None:
    large = receive(bad.picture(size=(8_000, 3_000)), "a.jpg").content
    with Image.open(io.BytesIO(large)) as kept, Image.open(io.BytesIO(pictures.thumbnail(large))) as small:
        assert kept.size == (4_000, 1_500)
        assert small.size == (400, 150)


SOUNDS = {FileKind.MP3: bad.mp3, FileKind.OGG: bad.ogg, FileKind.M4A: bad.m4a, FileKind.WEBM: bad.webm}


def recorded(content: bytes) -> tuple[Received, float]:
    return uploads.receive_recording(content, most_bytes=500_000, most_seconds=15)


@pytest.mark.parametrize("kind", SOUNDS)
def test_66_a_recording_is_measured_and_says_no_place(kind: FileKind) -> None:
    before = SOUNDS[kind](4.0, b"+21.028+105.854/ my home")
    assert b"my home" in before
    taken, seconds = recorded(before)
    assert (taken.kind, taken.media_type) == (kind, uploads.MEDIA_TYPES[kind])
    assert seconds == pytest.approx(4.0, abs=0.1)
    assert b"my home" not in taken.content and b"+21.028" not in taken.content
    # Cleaning what is clean changes nothing, so nothing that players need was touched.
    assert recorded(taken.content)[0].content == taken.content
    with pytest.raises(Refused) as refused:
        recorded(SOUNDS[kind](15.9))
    assert (refused.value.reason, refused.value.field) == (R.TOO_LONG, "file")
    # Half a recording is broken, but for MP3, which is nothing but frames.
    if kind is not FileKind.MP3:
        with pytest.raises(Refused):
            recorded(before[: len(before) // 2])


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", R.EMPTY),
        (b"x" * 500_001, R.TOO_LARGE),
        (HTML, R.NO_RECORDING),
        (bad.picture(), R.NO_RECORDING),
        (b"\xff\xfb\x90\x00" + HTML, R.DAMAGED),
        (b"OggS" + HTML, R.DAMAGED),
        (b"\x1a\x45\xdf\xa3" + HTML, R.DAMAGED),
        (bad.m4a(handler=b"vide"), R.DAMAGED),
        (bad.webm(track=1), R.DAMAGED),
        (bad.m4a(0), R.LENGTH_UNKNOWN),
        # Lengths that are no lengths.
        (bad.ogg(-20), R.LENGTH_UNKNOWN),
        (bad.webm(60, said=b"\x7f\xc0\0\0"), R.TOO_LONG),
        (bad.webm(0, said=b"\x7f\xc0\0\0"), R.LENGTH_UNKNOWN),
    ],
)
def test_62_what_is_no_recording_is_refused(content: bytes, reason: UploadRefusal) -> None:
    with pytest.raises(Refused) as refused:
        recorded(content)
    assert refused.value.reason is reason


@contextmanager
def scanner(answer: bytes | None) -> Iterator[list[bytes]]:
    """A scanner on this machine that says this to everybody (None: nothing), and what it was sent."""
    heard: list[bytes] = []
    done = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            line, _address = server.accept()
            with line:
                words = b""
                while not words.endswith(b"\0\0\0\0") and (piece := line.recv(65_536)):
                    words += piece
                heard.append(words)
                if answer is None:
                    done.wait(5)
                else:
                    line.sendall(answer)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        scanning.install(f"tcp://127.0.0.1:{server.getsockname()[1]}")
        try:
            yield heard
        finally:
            scanning.install("")
            done.set()
            thread.join(5)


@pytest.mark.parametrize(
    ("answer", "scan"),
    [
        (b"stream: OK\0", Scan.CLEAN),
        (b"stream: Eicar-Test-Signature FOUND\0", None),
        (b"INSTREAM size limit exceeded. ERROR\0", Scan.NOT_SCANNED),
        (b"", Scan.NOT_SCANNED),
        (None, Scan.NOT_SCANNED),
    ],
)
def test_67_a_virus_is_refused_and_silence_is_told(
    answer: bytes | None, scan: Scan | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = bad.pdf(bad.EICAR)
    monkeypatch.setattr(scanning.scan, "__kwdefaults__", {"seconds": 0.5})
    with scanner(answer) as heard:
        if scan is None:
            assert refusal_of(content, "a.pdf") is R.VIRUS
        else:
            assert receive(content, "a.pdf").scan is scan
    assert heard[0].startswith(b"zINSTREAM\0" + struct.pack(">L", len(content)))
    assert content in heard[0]


def test_67_without_a_scanner_nothing_counts_as_searched(tmp_path: Path) -> None:
    assert receive(bad.pdf(), "a.pdf").scan is Scan.NOT_SCANNED
    scanning.install("tcp://127.0.0.1:9")
    try:
        assert receive(bad.pdf(), "a.pdf").scan is Scan.NOT_SCANNED
        assert not scanning.ping("tcp://127.0.0.1:9")
    finally:
        scanning.install("")
    for wrong in ("clamd.ctl", "tcp://nowhere", "unix://host/path"):
        with pytest.raises(SettingsInvalid, match="RECRUIT_SCANNER_URL"):
            make_settings("sqlite:///x", tmp_path, SCANNER_URL=wrong)


def test_70_nothing_fetches_an_address_that_somebody_typed() -> None:
    """Who asks the network: providers of sign-in and the bucket, at addresses of the operator's settings, and the command
    that starts the service here, at its own.
    """
    fetching = (
        "import requests",
        "from requests",
        "urlopen",
        "import httpx",
        "http.client",
        "import boto3",
        "aiohttp",
    )
    found = {
        path.relative_to(places.SOURCES).as_posix()
        for path in places.SOURCES.rglob("*.py")
        if any(name in path.read_text(encoding="utf-8") for name in fetching)
    }
    assert found <= {"accounts/openid.py", "commands/development.py", "core/stores.py"}
