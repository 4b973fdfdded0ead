"""Files as attackers and as honest people send them, made here byte by byte."""

import io
import struct
import zipfile
import zlib

from PIL import Image, ImageDraw, PngImagePlugin

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def pdf(inside: bytes = b"", *, stream: bytes | None = None, dictionary: bytes = b"") -> bytes:
    """One page, with more objects where asked for; offsets are only as right as a look into it needs."""
    body = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n"
    if stream is not None:
        body += b"3 0 obj\n<< /Length %d %s >>\nstream\n" % (len(stream), dictionary)
        body += stream + b"\nendstream\nendobj\n"
    return (
        body
        + inside
        + b"\nxref\n0 3\ntrailer\n<< /Root 1 0 R /Size 3 >>\nstartxref\n%d\n%%%%EOF\n" % len(body)
    )


def packed_objects(words: bytes) -> bytes:
    """A PDF whose objects lie packed, as most programs write them."""
    return pdf(stream=zlib.compress(words), dictionary=b"/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode")


def picture(kind: str = "JPEG", size: tuple[int, int] = (60, 40), **more: object) -> bytes:
    """Red on the left, blue on the right."""
    image = Image.new("RGB", size, "blue")
    ImageDraw.Draw(image).rectangle((0, 0, size[0] // 2, size[1]), fill="red")
    out = io.BytesIO()
    image.save(out, kind, **more)
    return out.getvalue()


def photograph() -> bytes:
    """Taken with a telephone held upright: on its side, with place, device and a comment."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Kamera of An"
    exif.get_ifd(0x8825).update({1: "N", 2: (21.0, 1.0, 42.0), 3: "E", 4: (105.0, 51.0, 15.0)})
    return picture(exif=exif, comment=b"my home")


def drawing() -> bytes:
    """A PNG with words in it that no eye sees."""
    words = PngImagePlugin.PngInfo()
    words.add_text("Author", "my home")
    return picture("PNG", pnginfo=words)


def png_bomb(side: int = 30_000) -> bytes:
    """A few kilobytes that say of themselves that they are 30,000 × 30,000."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">L", len(content)) + name + content + struct.pack(">L", zlib.crc32(name + content))
        )

    head = struct.pack(">LLBBBBB", side, side, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * 1_000_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def office(entries: dict[str, bytes] | None = None, *, kind: str = "word") -> bytes:
    """A letter (or, with `kind="sheet"`, a workbook) that its author signed."""
    main = "wordprocessingml.document" if kind == "word" else "spreadsheetml.sheet"
    all_entries = {
        "[Content_Types].xml": f'<Types><Override ContentType="application/vnd.openxmlformats-officedocument.{main}.main+xml"/></Types>'.encode(),
        "docProps/core.xml": b"<cp:coreProperties><dc:creator>my home</dc:creator></cp:coreProperties>",
        f"{kind}/document.xml": b"<w:document>Xin ch\xc3\xa0o</w:document>",
        **(entries or {}),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in all_entries.items():
            archive.writestr(name, content)
    return out.getvalue()


def packed_otherwise(name: str, content: bytes, how: int) -> bytes:
    """A letter with one entry that is packed in a way no office program uses."""
    kept = (
        {}
        if name == "[Content_Types].xml"
        else {"[Content_Types].xml": b"wordprocessingml.document.main+xml"}
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for one, words in kept.items():
            archive.writestr(one, words)
        archive.writestr(name, content, how)
    return out.getvalue()


# ------------------------------------------------------------------------------------------------ sounds


def mp3(seconds: float = 1.0, words: bytes = b"") -> bytes:
    """Silent frames of 128 kbit/s at 44,100 Hz, after words of the recorder."""
    frame = b"\xff\xfb\x90\x00" + bytes(413)
    length = len(words)
    tag = (
        b"ID3\x04\0\0"
        + bytes([length >> 21 & 127, length >> 14 & 127, length >> 7 & 127, length & 127])
        + words
    )
    return (tag if words else b"") + frame * round(seconds * 44_100 / 1152)


def ogg(seconds: float = 1.0, words: bytes = b"") -> bytes:
    """An Opus file of three pages, its sums left out."""

    def page(number: int, end: int, body: bytes) -> bytes:
        head = b"OggS\0\0" + struct.pack("<qLLL", end, 7, number, 0)
        table = bytes([255] * (len(body) // 255) + [len(body) % 255])
        return head + bytes([len(table)]) + table + body

    tags = b"OpusTags" + struct.pack("<L", 4) + b"Lavf" + struct.pack("<LL", 1, len(words)) + words
    return (
        page(0, 0, b"OpusHead\x01\x01" + struct.pack("<HLHB", 312, 48_000, 0, 0))
        + page(1, 0, tags)
        + page(2, round(seconds * 48_000) + 312, b"\x08" * 300)
    )


def _box(name: bytes, inside: bytes) -> bytes:
    return struct.pack(">L", 8 + len(inside)) + name + inside


def m4a(seconds: float = 1.0, words: bytes = b"", *, handler: bytes = b"soun") -> bytes:
    """The boxes of a recording, with the place where it was made."""
    head = _box(b"mvhd", bytes(12) + struct.pack(">LL", 1000, round(seconds * 1000)) + bytes(80))
    media = _box(b"mdia", _box(b"hdlr", bytes(8) + handler + bytes(12) + b"Core Media\0"))
    return (
        _box(b"ftyp", b"M4A \0\0\0\0")
        + _box(b"moov", head + _box(b"trak", media) + _box(b"udta", _box(b"\xa9xyz", words)))
        + _box(b"mdat", bytes(200))
    )


def webm(seconds: float = 1.0, words: bytes = b"", *, track: int = 2, said: bytes = b"") -> bytes:
    """As a browser records: of a length that nobody knows, or (`said`) of one that is said besides."""

    def element(name: bytes, inside: bytes) -> bytes:
        return name + (1 << 28 | len(inside)).to_bytes(4, "big") + inside

    unknown = b"\x01" + b"\xff" * 7
    block = element(b"\xa3", b"\x81" + struct.pack(">h", 0) + b"\x80" + bytes(50))
    return (
        element(b"\x1a\x45\xdf\xa3", element(b"\x42\x82", b"webm"))
        + b"\x18\x53\x80\x67" + unknown
        + element(b"\x15\x49\xa9\x66", element(b"\x2a\xd7\xb1", b"\x0f\x42\x40") + element(b"\x57\x41", words) + (element(b"\x44\x89", said) if said else b""))
        + element(b"\x16\x54\xae\x6b", element(b"\xae", element(b"\x83", bytes([track]))))
        + b"\x1f\x43\xb6\x75" + unknown + element(b"\xe7", b"\0") + block
        + b"\x1f\x43\xb6\x75" + unknown + element(b"\xe7", round(seconds * 1000).to_bytes(4, "big")) + block
        + element(b"\x12\x54\xc3\x67", words)
    )  # fmt: skip
