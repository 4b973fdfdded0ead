"""Pictures: measured before they are decoded, and written anew, so that nothing but what is seen is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
import io
import threading

from PIL import Image, ImageOps, UnidentifiedImageError

from recruit.core.errors import Refused
from recruit.core.uploads.refusals import UploadRefusal

# A telephone's camera has 12 to 50 million; a bomb of a few kilobytes has a thousand million.
MOST_PIXELS = 50_000_000
# A picture that must be decoded whole takes four bytes for each.
MOST_PIXELS_WHOLE = 30_000_000
# Enough for a scanned page at 300 dots to the inch.
LONGEST_SIDE = 4000
THUMBNAIL_SIDE = 400
_FORMATS = ("JPEG", "PNG", "WEBP")
# Decoding is what takes memory: one picture at a time in a process.
_decoding = threading.Semaphore(1)
_BROKEN = (
    UnidentifiedImageError,
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    IndexError,
    KeyError,
    OverflowError,
    TypeError,
    NotImplementedError,
)


@dataclass(frozen=True)
class Picture:
    """A picture that was written here; `kind` is jpeg or png."""

    content: bytes
    kind: str


def written_anew(content: bytes) -> Picture:
    """The same picture, upright, without place, device, words, and whatever else was in the file. Raises Refused."""
    with _decoding:
        try:
            return _written_anew(content)
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
            raise Refused(UploadRefusal.TOO_MANY_PIXELS) from bomb
        except _BROKEN as broken:
            raise Refused(UploadRefusal.DAMAGED) from broken


def thumbnail(content: bytes, *, side: int = THUMBNAIL_SIDE) -> bytes:
    """A small JPEG of a picture that was written anew: neither side longer than said, and never larger than it was."""
    with _decoding, Image.open(io.BytesIO(content), formats=_FORMATS) as opened:
        opened.draft("RGB", (side * 2, side * 2))
        small = _on_white(opened)
        small.thumbnail((side, side))
        return _jpeg(small, quality=78)


@dataclass(frozen=True)
class Sized:
    """A picture that was written here at one width; `kind` is jpeg or png."""

    content: bytes
    kind: str
    width: int
    height: int


# A drawing stays a drawing as long as its file does not grow by more than this beside a JPEG, which blurs lines.
_DRAWING_MAY_GROW = 1.5


def at_widths(content: bytes, widths: Sequence[int]) -> list[Sized]:
    """A picture that was written anew at each of these widths (ascending), on white; never wider than it was, nor twice."""
    with _decoding, Image.open(io.BytesIO(content), formats=_FORMATS) as opened:
        is_drawing = opened.format == "PNG"
        whole = _on_white(opened)
    wished = [one for one in widths if one < whole.width]
    if len(wished) < len(widths):
        wished.append(whole.width)
    made: list[Sized] = []
    with _decoding:
        for width in reversed(wished):
            size = (width, max(1, round(whole.height * width / whole.width)))
            picture = whole if size == whole.size else whole.resize(size, Image.Resampling.LANCZOS)
            as_jpeg = _jpeg(picture, quality=82)
            if is_drawing:
                out = io.BytesIO()
                picture.save(out, "PNG", optimize=True)
                # The widest decides for all.
                is_drawing = bool(made) or out.tell() <= _DRAWING_MAY_GROW * len(as_jpeg)
                if is_drawing:
                    made.append(Sized(out.getvalue(), "png", *size))
                    continue
            made.append(Sized(as_jpeg, "jpeg", *size))
    return made[::-1]


def _written_anew(content: bytes) -> Picture:
    # Opening reads the head alone; what it says is the size that decoding would take.
    with Image.open(io.BytesIO(content), formats=_FORMATS) as opened:
        pixels = opened.width * opened.height
        # Telephones put two pictures into one JPEG; the first is the one that was taken.
        is_jpeg, is_png = opened.format in ("JPEG", "MPO"), opened.format == "PNG"
        if pixels > (MOST_PIXELS if is_jpeg else MOST_PIXELS_WHOLE):
            raise Refused(UploadRefusal.TOO_MANY_PIXELS)
        if is_jpeg and max(opened.size) > LONGEST_SIDE:
            # The library halves a JPEG while it decodes it, as long as it stays larger than asked for.
            share = LONGEST_SIDE / max(opened.size)
            opened.draft("RGB", (int(opened.width * share), int(opened.height * share)))
        opened.load()
        upright = ImageOps.exif_transpose(opened)
        plain = upright.convert("RGBA") if is_png and _is_see_through(upright) else _on_white(upright)
    plain.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    if not is_png:
        return Picture(_jpeg(plain, quality=88), "jpeg")
    # What the file said of itself would be written again with it.
    plain.info.clear()
    out = io.BytesIO()
    plain.save(out, "PNG", compress_level=6)
    return Picture(out.getvalue(), "png")


def _is_see_through(image: Image.Image) -> bool:
    return image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info


def _on_white(image: Image.Image) -> Image.Image:
    if not _is_see_through(image):
        return image.convert("RGB")
    ground = Image.new("RGB", image.size, "white")
    over = image.convert("RGBA")
    ground.paste(over, mask=over.getchannel("A"))
    return ground


def _jpeg(image: Image.Image, *, quality: int) -> bytes:
    image.info.clear()
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality, optimize=True, progressive=True)
    return out.getvalue()
