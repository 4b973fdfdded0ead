"""What is true about pictures in chapters, in plain Python."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
import re

# What may be sent; what is kept is written anew.
MOST_BYTES = 8 * 1024 * 1024
# In dots: a telephone, a telephone with a fine screen, a desk and paper. None is made larger than it was sent.
WIDTHS = (480, 960, 1600)
MOST_FIGURES = 40
LONGEST_KEY = 60
LONGEST_WORDS = 300


class FigureRefusal(StrEnum):
    """Why a picture is not taken, or not removed."""

    KEY_TAKEN = "figure_key_taken"
    KEY_SHAPE = "figure_key_shape"
    ENOUGH = "figure_enough"
    SHOWN = "figure_shown"
    SIGNS = "figure_signs"


@dataclass(frozen=True)
class Size:
    """One size of a picture, in dots."""

    width: int
    height: int


@dataclass(frozen=True)
class Shown:
    """A picture as a page shows it: its sizes, the smallest first."""

    key: str
    sizes: tuple[Size, ...]

    @property
    def middle(self) -> Size:
        """The size for who takes no other: not more than a desk needs."""
        return self.at_most(WIDTHS[1])

    def at_most(self, width: int) -> Size:
        """The largest that is not wider; the smallest where all are."""
        return next((one for one in reversed(self.sizes) if one.width <= width), self.sizes[0])


def why_not_key(key: str) -> FigureRefusal | None:
    """Keys stand in texts and addresses."""
    fits = re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", key) and len(key) <= LONGEST_KEY
    return None if fits else FigureRefusal.KEY_SHAPE


def why_not_words(*words: str) -> FigureRefusal | None:
    """What is said of a picture stands between these signs in a text, so it holds none of them."""
    return FigureRefusal.SIGNS if any(re.search(r'[\[\]"|\n]', one) for one in words) else None


def key_from(wished: str, taken: Collection[str]) -> str:
    """A key made of a name, with a number where the name is taken.

    >>> key_from("site-office", {"site-office"})
    'site-office-2'
    """
    stem = wished[: LONGEST_KEY - 4].strip("-") or "picture"
    return next(key for key in (stem, *(f"{stem}-{number}" for number in range(2, 1000))) if key not in taken)
