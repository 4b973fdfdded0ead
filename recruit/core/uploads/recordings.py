"""Short recordings of a voice: known by their content, measured without a decoder, and kept without what else a telephone
writes into them (place, device, words).

Four containers that telephones and messengers make: M4A (AAC), MP3, Ogg (Opus, Vorbis), WebM (Opus, Vorbis).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
import struct

from recruit.core.errors import Refused
from recruit.core.uploads.refusals import UploadRefusal


@dataclass(frozen=True)
class Recording:
    """A recording that may be kept. `kind` is m4a, mp3, ogg or webm."""

    content: bytes
    kind: str
    seconds: float


class _Broken(Exception):
    """Not what it says it is."""


def cleaned(content: bytes, *, most_seconds: int) -> Recording:
    """The recording without its tags. Raises Refused."""
    kind = kind_of(content)
    if kind is None:
        raise Refused(UploadRefusal.NO_RECORDING)
    try:
        kept, seconds = _READERS[kind](content)
    except (_Broken, struct.error, IndexError, ValueError, ZeroDivisionError, RecursionError) as broken:
        raise Refused(UploadRefusal.DAMAGED) from broken
    # What is no number is not above nothing either.
    if not seconds > 0:
        raise Refused(UploadRefusal.LENGTH_UNKNOWN)
    # What is a breath longer is not sent back.
    if seconds > most_seconds + 0.5:
        raise Refused(UploadRefusal.TOO_LONG)
    return Recording(kept, kind, seconds)


def kind_of(content: bytes) -> str | None:
    """The container, by its first bytes."""
    if content[4:8] == b"ftyp":
        return "m4a"
    if content.startswith(b"OggS"):
        return "ogg"
    if content.startswith(b"\x1a\x45\xdf\xa3"):
        return "webm"
    if content.startswith(b"ID3") or (len(content) > 1 and content[0] == 0xFF and content[1] & 0xE6 == 0xE2):
        return "mp3"
    return None


# ------------------------------------------------------------------------------------------------ MP3

_RATES = {1: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)}
_RATES[2] = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_SAMPLES = (44_100, 48_000, 32_000)


def _mp3(content: bytes) -> tuple[bytes, float]:
    """Nothing but whole frames of layer III is kept."""
    at, seconds, kept = 0, 0.0, []
    if content.startswith(b"ID3"):
        size = [byte & 127 for byte in content[6:10]]
        at = 10 + (size[0] << 21 | size[1] << 14 | size[2] << 7 | size[3])
    while at + 4 <= len(content):
        if content[at] != 0xFF or content[at + 1] & 0xE6 != 0xE2:
            break
        version = content[at + 1] >> 3 & 3
        rate_index, sample_index = content[at + 2] >> 4, content[at + 2] >> 2 & 3
        if version == 1 or rate_index in (0, 15) or sample_index == 3:
            raise _Broken
        is_first = version == 3
        samples = _SAMPLES[sample_index] >> {3: 0, 2: 1, 0: 2}[version]
        rate = _RATES[1 if is_first else 2][rate_index] * 1000
        length = (144 if is_first else 72) * rate // samples + (content[at + 2] >> 1 & 1)
        if at + length > len(content):
            break
        kept.append(content[at : at + length])
        seconds += (1152 if is_first else 576) / samples
        at += length
    if len(kept) < 3:
        raise _Broken
    return b"".join(kept), seconds


# ------------------------------------------------------------------------------------------------ Ogg


def _sum_of_page(page: bytes) -> int:
    found = 0
    for byte in page:
        found ^= byte << 24
        for _bit in range(8):
            found = (found << 1 ^ 0x04C11DB7 if found & 0x80000000 else found << 1) & 0xFFFFFFFF
    return found


def _pages(content: bytes) -> Iterator[tuple[bytes, bytes, bytes]]:
    """The head of each page, its table of segments, and its body."""
    at = 0
    while at < len(content):
        head = content[at : at + 27]
        if len(head) < 27 or not head.startswith(b"OggS\0"):
            raise _Broken
        table = content[at + 27 : at + 27 + head[26]]
        begin = at + 27 + head[26]
        body = content[begin : begin + sum(table)]
        if len(body) != sum(table):
            raise _Broken
        yield head, table, body
        at = begin + sum(table)


def _ogg(content: bytes) -> tuple[bytes, float]:
    """One voice, Opus or Vorbis. The page of words is written anew without any; a Vorbis file, whose words share pages with
    what decoders need, has them blotted out.
    """
    pages = list(_pages(content))
    if len({head[14:18] for head, _table, _body in pages}) != 1:
        raise _Broken
    first = pages[0][2]
    if first.startswith(b"OpusHead"):
        samples, skipped, begins = 48_000, struct.unpack_from("<H", first, 10)[0], b"OpusTags"
    elif first.startswith(b"\x01vorbis"):
        samples, skipped, begins = struct.unpack_from("<L", first, 12)[0], 0, b"\x03vorbis"
    else:
        raise _Broken
    ends = [struct.unpack_from("<q", head, 6)[0] for head, _table, _body in pages]
    kept = []
    for number, (head, table, body) in enumerate(pages):
        if number == 1:
            if not body.startswith(begins):
                raise _Broken
            body = _blotted(body, len(begins))
        page = head[:22] + b"\0\0\0\0" + head[26:] + table + body
        kept.append(
            page[:22] + struct.pack("<L", _sum_of_page(page)) + page[26:]
            if number == 1
            else head + table + body
        )
    return b"".join(kept), (max(ends) - skipped) / samples


def _blotted(body: bytes, at: int) -> bytes:
    """Every word of the comments becomes as many spaces, but for the equals sign that readers ask for."""
    out, place = bytearray(body), at

    def blot() -> None:
        nonlocal place
        (length,) = struct.unpack_from("<L", out, place)
        end = place + 4 + length
        if end > len(out):
            raise _Broken
        out[place + 4 : end] = (b"X=" + b" " * length)[:length]
        place = end

    blot()
    (count,) = struct.unpack_from("<L", out, place)
    place += 4
    if count > 100:
        raise _Broken
    for _comment in range(count):
        blot()
    return bytes(out)


# ------------------------------------------------------------------------------------------------ M4A

_HOLDERS = {b"moov", b"trak", b"mdia", b"minf", b"stbl"}
# Boxes with words, places and devices; what stays keeps its offset.
_WORDS = {b"udta", b"meta", b"uuid", b"free", b"skip", b"wide"}


def _boxes(content: bytes | bytearray, begin: int, end: int) -> Iterator[tuple[bytes, int, int, int]]:
    """Name, begin, begin of what is inside, end."""
    while begin + 8 <= end:
        size, name = struct.unpack_from(">L4s", content, begin)
        inside = begin + 8
        if size == 1:
            (size,) = struct.unpack_from(">Q", content, inside)
            inside += 8
        stop = end if size == 0 else begin + size
        if stop > end or stop < inside:
            raise _Broken
        yield bytes(name), begin, inside, stop
        begin = stop
    if begin != end:
        raise _Broken


def _m4a(content: bytes) -> tuple[bytes, float]:
    """Sound alone, whole in one piece."""
    out, found = bytearray(content), {"seconds": 0.0}
    kinds: set[bytes] = set()

    def look(begin: int, end: int, parents: tuple[bytes, ...]) -> None:
        if len(parents) > 6:
            raise _Broken
        for name, start, inside, stop in _boxes(out, begin, end):
            if name in _WORDS:
                out[start + 4 : start + 8] = b"free"
                out[inside:stop] = bytes(stop - inside)
            elif name == b"mvhd":
                is_long = out[inside] == 1
                scale, length = struct.unpack_from(
                    ">LQ" if is_long else ">LL", out, inside + (20 if is_long else 12)
                )
                found["seconds"] = length / scale
            elif name == b"hdlr" and parents[-1:] == (b"mdia",):
                kinds.add(bytes(out[inside + 8 : inside + 12]))
                # What the maker calls itself.
                out[inside + 24 : stop] = bytes(stop - inside - 24)
            elif name in _HOLDERS:
                look(inside, stop, (*parents, name))

    look(0, len(out), ())
    if kinds != {b"soun"}:
        raise _Broken
    return bytes(out), found["seconds"]


# ------------------------------------------------------------------------------------------------ WebM

_SEGMENT, _CLUSTER, _GROUP, _TRACKS, _TRACK, _INFO = (
    0x18538067,
    0x1F43B675,
    0xA0,
    0x1654AE6B,
    0xAE,
    0x1549A966,
)
_INSIDE = {_SEGMENT, _CLUSTER, _GROUP, _TRACKS, _TRACK, _INFO}
_TOP = {_CLUSTER, _TRACKS, _INFO, 0x1254C367, 0x1941A469, 0x114D9B74, 0x1C53BB6B, 0x1043A770}
# Tags, attachments, chapters, a title, the programs that wrote it, the day, and names of tracks.
_BLOTTED = {0x1254C367, 0x1941A469, 0x1043A770, 0x7BA9, 0x4D80, 0x5741, 0x4461, 0x536E}
_BLOCKS = {0xA1, 0xA3}


def _number(content: bytes | bytearray, at: int, *, keep_mark: bool) -> tuple[int, int, bool]:
    """A number of EBML, where the next thing begins, and whether it means that nobody knows."""
    first = content[at]
    length = 9 - first.bit_length()
    if length > 8:
        raise _Broken
    raw = int.from_bytes(content[at : at + length], "big")
    plain = raw & (1 << 7 * length) - 1
    return (raw if keep_mark else plain), at + length, plain == (1 << 7 * length) - 1


def _webm(content: bytes) -> tuple[bytes, float]:
    """Sound alone. A recorder that writes while it records does not know the length; the last block does."""
    out = bytearray(content)
    known = {"scale": 1_000_000, "length": 0.0, "cluster": 0, "last": 0}
    kinds: set[int] = set()

    def value(inside: int, stop: int) -> int:
        return int.from_bytes(out[inside:stop], "big")

    def look(at: int, end: int, parent: int) -> int:
        while at < end:
            name, size_at, _unknown = _number(out, at, keep_mark=True)
            if parent == _CLUSTER and name in _TOP:
                return at
            size, inside, is_unknown = _number(out, size_at, keep_mark=False)
            stop = end if is_unknown else inside + size
            if stop > end or (is_unknown and name not in (_SEGMENT, _CLUSTER)):
                raise _Broken
            if name in _INSIDE:
                at = look(inside, stop, name)
                continue
            if name in _BLOTTED:
                # A void of the same length is passed over by every reader: its one-byte name, then its size in what is left.
                _void(out, at, stop)
            elif name == 0x83:
                kinds.add(value(inside, stop))
            elif name == 0x2AD7B1:
                known["scale"] = value(inside, stop)
            elif name == 0x4489:
                known["length"] = struct.unpack(">f" if size == 4 else ">d", out[inside:stop])[0]
            elif name == 0xE7:
                known["cluster"] = value(inside, stop)
            elif name in _BLOCKS:
                _track, after, _unknown = _number(out, inside, keep_mark=False)
                (offset,) = struct.unpack_from(">h", out, after)
                known["last"] = max(known["last"], known["cluster"] + offset)
            at = stop
        return at

    look(0, len(out), 0)
    if kinds != {2} or b"webm" not in content[:64]:
        raise _Broken
    return bytes(out), max(known["last"], known["length"]) * known["scale"] / 1e9


def _void(out: bytearray, begin: int, end: int) -> None:
    length = end - begin
    size = bytes([128 | length - 2]) if length < 9 else (1 << 56 | length - 9).to_bytes(8, "big")
    out[begin:end] = b"\xec" + size + bytes(length - 1 - len(size))


_READERS: dict[str, Callable[[bytes], tuple[bytes, float]]] = {
    "mp3": _mp3,
    "ogg": _ogg,
    "m4a": _m4a,
    "webm": _webm,
}
