"""A folder as one archive (.zip). Nothing in an archive is believed: neither its names nor what it says of sizes."""

from collections.abc import Mapping
import io
import re
import zipfile
import zlib

from recruit.handbook.folders.reading import is_left_behind
from recruit.handbook.folders.rules import (
    BOOK_FILE,
    MOST_BYTES_PACKED,
    MOST_BYTES_UNPACKED,
    MOST_FILES,
    FileFault,
    FileFaultKind,
    FilesWrong,
)

_DAY = (1980, 1, 1, 0, 0, 0)
# Other ways of packing are unpacked at once, however much comes out of them.
_PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    RuntimeError,  # also of packings that zipfile does not know
    KeyError,
)


def packed(files: Mapping[str, bytes], folder: str) -> bytes:
    """One archive with the files in a folder of that name. The same files give the same archive, byte for byte."""
    store = io.BytesIO()
    with zipfile.ZipFile(store, "w") as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(f"{folder}/{name}", _DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return store.getvalue()


def unpacked(content: bytes) -> dict[str, bytes]:
    """The files of an archive by name, without the one folder around them. Never touches a disk. Raises FilesWrong."""
    if len(content) > MOST_BYTES_PACKED:
        raise _wrong(FileFaultKind.TOO_MUCH)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = [one for one in archive.infolist() if not one.filename.endswith("/")]
            if len(entries) > MOST_FILES:
                raise _wrong(FileFaultKind.TOO_MUCH)
            files: dict[str, bytes] = {}
            left = MOST_BYTES_UNPACKED
            for entry in entries:
                _judge(entry, files)
                if is_left_behind(entry.filename):
                    continue
                with archive.open(entry) as opened:
                    found = opened.read(left + 1)
                left -= len(found)
                if left < 0:
                    raise _wrong(FileFaultKind.TOO_MUCH)
                files[entry.filename] = found
    except _BROKEN as broken:
        raise _wrong(FileFaultKind.NOT_AN_ARCHIVE) from broken
    return _without_folder(files)


def _judge(entry: zipfile.ZipInfo, files: Mapping[str, bytes]) -> None:
    name = entry.filename
    if entry.flag_bits & 1:
        raise _wrong(FileFaultKind.LOCKED, name)
    parts = name.split("/")
    if not all(parts) or ".." in parts or re.search(r"[\\:\x00-\x1f]", name) or name in files:
        raise _wrong(FileFaultKind.BAD_NAME, name)
    if entry.compress_type not in _PACKINGS:
        raise _wrong(FileFaultKind.NOT_AN_ARCHIVE, name)


def _without_folder(files: dict[str, bytes]) -> dict[str, bytes]:
    if BOOK_FILE in files or not files:
        return files
    folders = {name.partition("/")[0] for name in files}
    if len(folders) > 1:
        return files
    return {name.partition("/")[2]: content for name, content in files.items() if "/" in name}


def _wrong(kind: FileFaultKind, name: str = "") -> FilesWrong:
    return FilesWrong([FileFault(kind, name[:120])])
