"""Which links of the header stand in its one line, and from which width of the window on; the others lie under "More".

A style sheet cannot count what fits, and the page works without scripts. So the width of the words is reckoned here, in a
font as wide as any that a reader is likely to have.
"""

from collections.abc import Sequence
from unicodedata import east_asian_width, normalize

# Widths of the window in em, each a pair of classes of the style sheet (`from-64`, `until-64`). From the last one on the page
# grows no wider.
STEPS = (56, 64, 70, 75)
# All that follows is in rem, as base.css has it.
MARGINS = 5.0
MARK = 3.125
ICON = 2.4
SIGN = 1.25
BETWEEN = 0.75
BETWEEN_LINKS = 0.75
LINK, BRAND, SMALL_BRAND, SECOND = 1.0625, 1.0625, 0.9375, 0.9375
# A longer name of a person is cut at its end.
WIDEST_NAME = 7.5
# The link of the page itself is set in bold, and so is the name of the service.
BOLD = 1.11

_NARROW = frozenset("ijlI.,:;'’|! \N{NO-BREAK SPACE}")
_HALF = frozenset("frt()-/")
_BROAD = frozenset("mwMW—")


def width_of(words: str) -> float:
    """How wide words are, in em of their own size."""
    return sum(_width(letter) for letter in normalize("NFC", words))


def _width(letter: str) -> float:
    if east_asian_width(letter) in "WF":
        return 1.0
    plain = normalize("NFD", letter)[0]
    if plain in _NARROW:
        return 0.32
    if plain in _HALF:
        return 0.41
    if plain in _BROAD:
        return 0.9
    return 0.7 if plain.isupper() else 0.61


def in_line_from(
    labels: Sequence[str], *, brand: str, is_signed_in: bool, language: str, account: str, more: str
) -> tuple[list[int | None], int | None]:
    """For each link the step from which it stands in the line (None: it always lies under "More"), and the step from which
    "More" is not needed (None: always needed). Who is signed in works here: the name of the service stands in lines of a word.
    """
    if is_signed_in:
        brand_width = max(map(width_of, brand.split()), default=0.0) * SMALL_BRAND
    else:
        brand_width = width_of(brand) * BRAND
    beside = (
        MARGINS
        + MARK
        + brand_width * BOLD
        + 2 * ICON
        + (width_of(language) + min(width_of(account), WIDEST_NAME / SECOND)) * SECOND
        + 4 * BETWEEN
    )
    # Any of them may be the one in bold: the widest is taken.
    widths = [width_of(label) * LINK for label in labels]
    bold = max(widths, default=0.0) * (BOLD - 1)
    more_width = width_of(more) * LINK + SIGN + BETWEEN_LINKS
    found: list[int | None] = [None] * len(labels)
    all_from = None
    for step in reversed(STEPS):
        room = step - beside - bold
        if _line(widths) <= room:
            count, all_from = len(widths), step
        else:
            count = max(
                (n for n in range(len(widths)) if _line(widths[:n]) + more_width <= room),
                default=0,
            )
        for place in range(count):
            found[place] = step
    return found, all_from


def _line(widths: Sequence[float]) -> float:
    return sum(widths) + BETWEEN_LINKS * max(len(widths) - 1, 0)
