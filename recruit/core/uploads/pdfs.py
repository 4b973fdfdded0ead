"""A look into a PDF, without a reader of PDFs: what is locked, and what names something that acts, is refused.

It is a look and no proof. Names are found in the plain file, in their escaped spellings, and in every stream that is packed
the usual way; a file that packs its objects in another way is refused, because nobody can look into it here. What stays
possible: a fault of a reader, a link that a person follows. So a PDF is only ever handed out to be saved, and who opens it
reads whether it was searched for viruses.
"""

from collections.abc import Iterator
import re
import zlib

from recruit.core.errors import Refused
from recruit.core.uploads.refusals import UploadRefusal

# Unpacked in all, of what one file holds; more is a bomb, or too much to look through.
MOST_UNPACKED = 96 * 1024 * 1024
# Streams that begin inside each other would be unpacked again and again, and a broken one is slow to read: both are counted.
_ONE_STREAM, _ONE_BREAK = 256, 4096
# Honest files escape a space here and there.
_MOST_ESCAPES = 50_000
# So little at a time, because what a broken piece holds is read again letter by letter.
_PIECE = 512
_TAIL = 64
_STREAM = re.compile(rb"stream[ \t\0]*(?:\r\n|\n|\r)")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_PACKED_OBJECTS = b"/ObjStm"
_OTHER_PACKING = (b"/LZWDecode", b"/ASCII85Decode", b"/ASCIIHexDecode", b"/RunLengthDecode")
_LOCKED = b"/Encrypt"
_FILES = (b"/EmbeddedFile", b"/Collection")
# Every script hangs on an action of this name; the others start programs, send forms or play what is inside.
_ACTIVE = (
    b"/JavaScript", b"/Launch", b"/SubmitForm", b"/ImportData", b"/RichMedia", b"/XFA", b"/Movie", b"/Rendition",
    b"/GoToE",
)  # fmt: skip


def look_into(content: bytes) -> None:
    """Raises Refused where a PDF is broken, locked, holds other files or acts."""
    if not content.startswith(b"%PDF-") or b"%%EOF" not in content[-2048:] or b"startxref" not in content:
        raise Refused(UploadRefusal.DAMAGED)
    plain = _unescaped(content)
    _judge(plain)
    if _PACKED_OBJECTS in plain and any(name in plain for name in _OTHER_PACKING):
        raise Refused(UploadRefusal.LOCKED)
    for piece in _unpacked(content):
        _judge(_unescaped(piece))


def _unescaped(words: bytes) -> bytes:
    """Names as readers read them: /J#61vaScript is /JavaScript."""
    if words.count(b"#") > _MOST_ESCAPES and sum(1 for _one in _ESCAPED.finditer(words)) > _MOST_ESCAPES:
        raise Refused(UploadRefusal.TOO_MUCH_INSIDE)
    return _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), words) if b"#" in words else words


def _has(words: bytes, name: bytes) -> bool:
    """Whether the name stands there whole, not as the beginning of another (`/XFA` in `/XFAx`)."""
    begin = words.find(name)
    while begin >= 0:
        after = words[begin + len(name) : begin + len(name) + 1]
        if not after.isalnum():
            return True
        begin = words.find(name, begin + 1)
    return False


def _judge(words: bytes) -> None:
    if b"/" not in words:
        return
    if _has(words, _LOCKED):
        raise Refused(UploadRefusal.LOCKED)
    if any(_has(words, name) or _has(words, name + b"s") for name in _FILES):
        raise Refused(UploadRefusal.HOLDS_FILES)
    if any(_has(words, name) for name in _ACTIVE):
        raise Refused(UploadRefusal.PDF_ACTIVE)


def _unpacked(content: bytes) -> Iterator[bytes]:
    """What lies packed in the streams, in pieces that overlap. Raises Refused for more than anybody needs."""
    left, work = MOST_UNPACKED, 4 * len(content) + 1024 * 1024
    for found in _STREAM.finditer(content):
        at = found.end()
        if not _is_packed(content[at : at + 2]):
            # A photograph, a font, plain words: the look at the plain file has seen them.
            continue
        tail, work = b"", work - _ONE_STREAM
        for piece, took in _inflated(content, at + 2):
            left, work = left - len(piece), work - took
            if left < 0 or work < 0:
                raise Refused(UploadRefusal.TOO_MUCH_INSIDE)
            yield tail + piece
            tail = (tail + piece)[-_TAIL:]


def _is_packed(head: bytes) -> bool:
    return len(head) == 2 and head[0] & 15 == 8 and (head[0] * 256 + head[1]) % 31 == 0


def _inflated(content: bytes, at: int) -> Iterator[tuple[bytes, int]]:
    """What is packed from there on, up to its end or to where it breaks (readers show as much of a broken stream), each piece
    with the work it took.
    """
    # Without the sum at the end: a wrong one stops this look and no reader.
    packed = zlib.decompressobj(-zlib.MAX_WBITS)
    while not packed.eof and at < len(content):
        before, given = packed.copy(), content[at : at + _PIECE]
        try:
            yield packed.decompress(given), len(given)
        except zlib.error:
            yield b"".join(_until_it_breaks(before, given)), _ONE_BREAK
            return
        at += _PIECE


def _until_it_breaks(packed: "zlib._Decompress", given: bytes) -> Iterator[bytes]:
    for letter in given:
        try:
            yield packed.decompress(bytes([letter]))
        except zlib.error:
            return
