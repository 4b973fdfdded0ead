"""What people send as files: known by its content, bounded, looked into, and where it can be, written anew.

Nothing here trusts the name or the type that a browser claims. Pictures are decoded and written anew, office files are
packed anew; a PDF is kept as it came, because rewriting it would break signatures, and is refused where a look into it finds
something that acts. What is taken is never shown inline but for pictures that were written here.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

import filetype

from recruit.core import scanning
from recruit.core.errors import Refused
from recruit.core.models import Scan
from recruit.core.scanning import Verdict
from recruit.core.uploads import office, pdfs, pictures, recordings
from recruit.core.uploads.refusals import UploadRefusal

__all__ = [
    "MEDIA_TYPES",
    "PICTURES",
    "FileKind",
    "Received",
    "UploadRefusal",
    "kind_of",
    "receive",
    "receive_recording",
]


class FileKind(StrEnum):
    """What may be taken; each use names its own."""

    PDF = "pdf"
    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"
    DOCX = "docx"
    XLSX = "xlsx"
    M4A = "m4a"
    MP3 = "mp3"
    OGG = "ogg"
    WEBM = "webm"


PICTURES = frozenset({FileKind.JPEG, FileKind.PNG, FileKind.WEBP})
_PICTURE_ENDINGS = ("jpg", "jpeg", "jpe", "jfif", "png", "webp")
ENDINGS: dict[FileKind, tuple[str, ...]] = {
    FileKind.PDF: ("pdf",),
    # A picture is written anew and gets the ending that fits, so a wrong one among pictures does no harm.
    FileKind.JPEG: _PICTURE_ENDINGS,
    FileKind.PNG: _PICTURE_ENDINGS,
    FileKind.WEBP: _PICTURE_ENDINGS,
    FileKind.DOCX: ("docx",),
    FileKind.XLSX: ("xlsx",),
}
MEDIA_TYPES: dict[FileKind, str] = {
    FileKind.PDF: "application/pdf",
    FileKind.JPEG: "image/jpeg",
    FileKind.PNG: "image/png",
    FileKind.WEBP: "image/webp",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileKind.M4A: "audio/mp4",
    FileKind.MP3: "audio/mpeg",
    FileKind.OGG: "audio/ogg",
    FileKind.WEBM: "audio/webm",
}
_BY_CONTENT = {
    "application/pdf": FileKind.PDF,
    "image/jpeg": FileKind.JPEG,
    "image/png": FileKind.PNG,
    "image/webp": FileKind.WEBP,
}
_HEIC = frozenset({"image/heic", "image/heif"})
_HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")


@dataclass(frozen=True)
class Received:
    """A file that was looked at and may be kept. `name` is still what the sender called it, with a fitting ending."""

    content: bytes
    name: str
    kind: FileKind
    media_type: str
    scan: Scan


def kind_of(content: bytes) -> FileKind | None:
    """What a file is, by its content alone. Raises Refused where it is a photograph of an iPhone (HEIC)."""
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC_BRANDS:
        raise Refused(UploadRefusal.HEIC, field="file")
    found = filetype.guess_mime(content[:8192])
    if found in _HEIC:
        raise Refused(UploadRefusal.HEIC, field="file")
    if content.startswith(b"PK\x03\x04"):
        # The library tells a workbook from a letter by the order of what is inside; the list of contents is surer.
        return {"docx": FileKind.DOCX, "xlsx": FileKind.XLSX}.get(office.kind_of(content) or "")
    return _BY_CONTENT.get(found or "")


def receive(content: bytes, *, name: str, taken: Collection[FileKind], most_bytes: int) -> Received:
    """Look at a file that somebody sent. Raises Refused with an UploadRefusal, on the field `file`."""
    try:
        return _receive(content, name, taken, most_bytes)
    except Refused as refusal:
        refusal.field = "file"
        raise


def receive_recording(content: bytes, *, most_bytes: int, most_seconds: int) -> tuple[Received, float]:
    """Look at a recording of a voice; gives how long it is too. Raises Refused, on the field `file`.

    It is called by what it is: recorders name their files as they like.
    """
    try:
        if not content:
            raise Refused(UploadRefusal.EMPTY)
        if len(content) > most_bytes:
            raise Refused(UploadRefusal.TOO_LARGE)
        made = recordings.cleaned(content, most_seconds=most_seconds)
        kind = FileKind(made.kind)
        scan = _scanned(made.content)
    except Refused as refusal:
        refusal.field = "file"
        raise
    return Received(made.content, f"name.{kind}", kind, MEDIA_TYPES[kind], scan), made.seconds


def _scanned(content: bytes) -> Scan:
    verdict = scanning.scan(content)
    if verdict is Verdict.FOUND:
        raise Refused(UploadRefusal.VIRUS)
    return scanning.kept_as(verdict)


def _receive(content: bytes, name: str, taken: Collection[FileKind], most_bytes: int) -> Received:
    if not content:
        raise Refused(UploadRefusal.EMPTY)
    if len(content) > most_bytes:
        raise Refused(UploadRefusal.TOO_LARGE)
    kind = kind_of(content)
    if kind is None or kind not in taken:
        raise Refused(UploadRefusal.KIND_NOT_TAKEN)
    stem, dot, ending = name.rpartition(".")
    if not dot:
        stem, ending = name or "file", ENDINGS[kind][0]
        name = f"{stem}.{ending}"
    if ending.lower() not in ENDINGS[kind]:
        raise Refused(UploadRefusal.ENDING)
    if kind in PICTURES:
        picture = pictures.written_anew(content)
        content, kind = picture.content, FileKind(picture.kind)
        name = f"{stem}.{'jpg' if kind is FileKind.JPEG else kind}"
    elif kind is FileKind.PDF:
        pdfs.look_into(content)
    else:
        content = office.packed_anew(content)
    return Received(content, name, kind, MEDIA_TYPES[kind], _scanned(content))
