"""What is true about pictures of experiences, in plain Python."""

from collections.abc import Sequence
from enum import StrEnum
from typing import TypeVar

Ref = TypeVar("Ref")

# Of one experience. What needs more is a portfolio, and has its place among the documents.
MOST_PICTURES = 4
# What may be sent; what is kept is made smaller.
MOST_BYTES = 8 * 1024 * 1024
# Large enough to read a drawing on a desk, small enough for the telephone of who looks at it.
LARGE_SIDE = 1200
# All of one student's together fit, with the documents, into the archive that the student may take along.
MOST_TOGETHER = 3 * 1024 * 1024
LONGEST_WORDS = 200


class PictureSize(StrEnum):
    """As it stands in a list, or opened by itself."""

    SMALL = "small"
    LARGE = "large"


class PictureMove(StrEnum):
    """Where a picture goes in its row."""

    EARLIER = "earlier"
    LATER = "later"


class PictureRefusal(StrEnum):
    """Why a picture is not taken, beyond what is wrong with its file."""

    ENOUGH_PICTURES = "enough_pictures"
    PICTURES_TOO_LARGE = "pictures_too_large"


def why_not_add(pictures: int, held_bytes: int, more_bytes: int) -> PictureRefusal | None:
    """Why an experience with so many pictures gets no further one of this size."""
    return (
        PictureRefusal.ENOUGH_PICTURES if pictures >= MOST_PICTURES else why_not_hold(held_bytes, more_bytes)
    )


def why_not_hold(held_bytes: int, more_bytes: int) -> PictureRefusal | None:
    """Why so much more is too much for one student."""
    return PictureRefusal.PICTURES_TOO_LARGE if held_bytes + more_bytes > MOST_TOGETHER else None


def moved(row: Sequence[Ref], one: Ref, where: PictureMove) -> list[Ref]:
    """The row after one of it has changed places with its neighbour; at the end of the row nothing changes.

    >>> moved("abc", "b", PictureMove.EARLIER)
    ['b', 'a', 'c']
    """
    after = list(row)
    place = after.index(one)
    other = place + (1 if where is PictureMove.LATER else -1)
    if 0 <= other < len(after):
        after[place], after[other] = after[other], after[place]
    return after
