"""Makes the two fonts of printed papers out of Noto Sans CJK JP. Run by hand; what it writes is committed.

    apt-get install fonts-noto-cjk
    python -m recruit.web.fonts.make /usr/share/fonts/opentype/noto

fontTools comes with the packages for development. Kept are the signs of JIS X 0208 with those that Windows adds (髙 﨑 ①),
Latin with all marks of Vietnamese and Indonesian, kana, Greek, Cyrillic, and common symbols. `signs.txt` says which they are,
so that what cannot be printed is known before it is printed.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
import sys

from fontTools import subset
from fontTools.ttLib import TTCollection

WEIGHTS = ("Regular", "Bold")
_HERE = Path(__file__).parent
_RANGES = (
    (0x20, 0x7E), (0xA0, 0x24F), (0x300, 0x36F), (0x1E00, 0x1EFF), (0x2000, 0x206F), (0x20A0, 0x20BF),
    (0x2100, 0x214F), (0x2190, 0x22FF), (0x2460, 0x24FF), (0x2500, 0x25FF), (0x3000, 0x30FF), (0x3200, 0x33FF),
    (0xFF00, 0xFFEF),
)  # fmt: skip
# The forms of other languages' kanji (`locl`) and vertical writing double the size; no paper of ours uses them.
_FEATURES = ["ccmp", "kern", "liga", "mark", "mkmk"]
_NAMES = [0, 1, 2, 3, 4, 5, 6, 13, 14]


def _japanese() -> Iterator[str]:
    """What two bytes of Shift JIS as Windows reads it can say."""
    for first in (*range(0x81, 0xA0), *range(0xE0, 0xFD)):
        for second in range(0x40, 0xFD):
            yield from bytes([first, second]).decode("cp932", "ignore")


def kept_signs() -> set[int]:
    """The code points that the fonts of papers hold, where the source has them."""
    plain = {point for first, last in _RANGES for point in range(first, last + 1)}
    return plain | {ord(sign) for sign in _japanese()}


def make(source: Path) -> None:
    """Write both weights beside this file."""
    for weight in WEIGHTS:
        fonts = TTCollection(source / f"NotoSansCJK-{weight}.ttc").fonts
        font = next(one for one in fonts if one["name"].getDebugName(1).startswith("Noto Sans CJK JP"))
        options = subset.Options(
            layout_features=_FEATURES, name_IDs=_NAMES, notdef_outline=True, hinting=False
        )
        options.drop_tables += ["BASE", "VORG", "vhea", "vmtx"]
        keeper = subset.Subsetter(options)
        keeper.populate(unicodes=kept_signs())
        keeper.subset(font)
        font.save(_HERE / f"NotoSansJP-{weight}.otf")
        (_HERE / "signs.txt").write_text("\n".join(_in_ranges(sorted(font.getBestCmap()))) + "\n")


def _in_ranges(points: Sequence[int]) -> Iterator[str]:
    """`30-39`, first and last code point of each unbroken run, in hexadecimal."""
    first = 0
    for place, point in enumerate(points):
        if place + 1 == len(points) or points[place + 1] != point + 1:
            yield f"{points[first]:x}-{point:x}"
            first = place + 1


if __name__ == "__main__":
    make(Path(sys.argv[1]))
