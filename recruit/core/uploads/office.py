"""Letters and workbooks (.docx, .xlsx): looked through entry by entry, and packed anew without who wrote them."""

from collections.abc import Iterator
import io
import re
from xml.parsers import expat
import zipfile
import zlib

from recruit.core.errors import Refused
from recruit.core.uploads.refusals import UploadRefusal

MOST_ENTRIES = 2000
MOST_UNPACKED = 100 * 1024 * 1024
# Below this nobody minds how well something packs; white pages pack very well.
HARMLESS_SIZE = 10 * 1024 * 1024
MOST_RATIO = 100
_PIECE = 256 * 1024
_TAIL = 64
_CONTENTS = "[Content_Types].xml"
_MAIN = {
    "docx": b"wordprocessingml.document.main+xml",
    "xlsx": b"spreadsheetml.sheet.main+xml",
}
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    RuntimeError,
    KeyError,
    UnicodeError,
    expat.ExpatError,
)
_INSIDE_OTHERS = re.compile(
    r"(^|/)(embeddings|activeX|ctrlProps)/|\.(zip|exe|dll|js|vbs|scr|jar|html?|docx|xlsx|pptx|ole)$",
    re.IGNORECASE,
)
_MACROS = re.compile(r"vba(project|data)|macrosheets/", re.IGNORECASE)
# Other ways of packing are unpacked at once, however much comes out of them; office programs use none.
_PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_REACHING = ("attachedtemplate", "/oleobject", "/frame", "/subdocument", "externallinkpath")
# A list of what belongs together is some kilobytes, and is looked at whole.
MOST_OF_LIST = 1024 * 1024
# Declarations inside XML make one file read another, or grow without end; office programs write none.
_DECLARATIONS = (b"<!DOCTYPE", b"<!ENTITY")
_EMPTY_PARTS = {
    "docProps/core.xml": b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>',
    "docProps/app.xml": b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>',
    "docProps/custom.xml": b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>',
}


def kind_of(content: bytes) -> str | None:
    """The name of the kind, docx or xlsx, by the list of contents; None for any other archive."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entry = archive.getinfo(_CONTENTS)
            if entry.compress_type not in _PACKINGS:
                return None
            with archive.open(entry) as listed:
                words = listed.read(_PIECE)
    except _BROKEN:
        return None
    return next((kind for kind, name in _MAIN.items() if name in words), None)


def packed_anew(content: bytes) -> bytes:
    """The same file without its author, and without what an archive can hide between its entries. Raises Refused."""
    out = io.BytesIO()
    try:
        with (
            zipfile.ZipFile(io.BytesIO(content)) as archive,
            zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made,
        ):
            entries = archive.infolist()
            _judge(entries, len(content))
            for entry in entries:
                if entry.is_dir():
                    continue
                fresh = zipfile.ZipInfo(entry.filename)
                fresh.compress_type = zipfile.ZIP_DEFLATED
                if entry.filename in _EMPTY_PARTS:
                    made.writestr(fresh, _EMPTY_PARTS[entry.filename])
                    continue
                with archive.open(entry) as read, made.open(fresh, "w") as written:
                    for piece in _looked_through(read, entry):
                        written.write(piece)
    except _BROKEN as broken:
        raise Refused(UploadRefusal.DAMAGED) from broken
    return out.getvalue()


def _judge(entries: list[zipfile.ZipInfo], size: int) -> None:
    names = [entry.filename for entry in entries]
    together = sum(entry.file_size for entry in entries)
    if (
        len(entries) > MOST_ENTRIES
        or together > MOST_UNPACKED
        or (together > HARMLESS_SIZE and together > MOST_RATIO * size)
    ):
        raise Refused(UploadRefusal.TOO_MUCH_INSIDE)
    if any(entry.flag_bits & 1 for entry in entries):
        raise Refused(UploadRefusal.LOCKED)
    if (
        len(set(names)) != len(names)
        or not all(names)
        or any(entry.compress_type not in _PACKINGS for entry in entries)
        or any(name.startswith(("/", "\\")) or ".." in re.split(r"[\\/]", name) for name in names)
    ):
        raise Refused(UploadRefusal.DAMAGED)
    if any(_is_list(entry) and entry.file_size > MOST_OF_LIST for entry in entries):
        raise Refused(UploadRefusal.TOO_MUCH_INSIDE)
    if any(_MACROS.search(name) for name in names):
        raise Refused(UploadRefusal.MACROS)
    if any(_INSIDE_OTHERS.search(name) for name in names):
        raise Refused(UploadRefusal.HOLDS_FILES)


def _looked_through(read: io.BufferedIOBase | object, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """The entry in pieces. What it says of its own size is not believed."""
    is_words = entry.filename.lower().endswith((".xml", ".rels", ".vml"))
    given, tail, listed = 0, b"", b""
    while piece := read.read(_PIECE):  # ty: ignore[missing-attribute]
        given += len(piece)
        if given > entry.file_size:
            raise Refused(UploadRefusal.DAMAGED)
        if is_words:
            # The other spelling of XML has a zero byte beside each letter.
            words = (tail + piece).replace(b"\0", b"").replace(b"'", b'"')
            if any(name in words for name in _DECLARATIONS):
                raise Refused(UploadRefusal.OUTSIDE_PARTS)
            tail = piece[-_TAIL:]
        if _is_list(entry):
            listed += piece
        yield piece
    if listed:
        _look_into_list(listed)


def _is_list(entry: zipfile.ZipInfo) -> bool:
    return entry.filename.lower().endswith(".rels")


def _look_into_list(words: bytes) -> None:
    """Read what belongs together as office programs read it: no relationship fetches a part of the file from elsewhere."""

    def refuse(*_declared: object) -> None:
        raise Refused(UploadRefusal.OUTSIDE_PARTS)

    def look(_name: str, written: dict[str, str]) -> None:
        facts = {name.lower(): value.strip().lower() for name, value in written.items()}
        if facts.get("targetmode") == "external" and facts.get("type", "").endswith(_REACHING):
            refuse()

    reader = expat.ParserCreate()
    reader.StartDoctypeDeclHandler = refuse
    reader.StartElementHandler = look
    reader.Parse(words, True)
