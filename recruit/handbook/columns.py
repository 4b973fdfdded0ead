"""Which cells of a chapter's table hold numbers, which stand at the right one below the other, and which columns only signs. Plain Python."""

from collections.abc import Sequence
from dataclasses import dataclass
import re

# About, above, below; money before or behind; from how much to how much.
_NUMBER = re.compile(
    r"(?:(?:約|およそ|最大|about|around|up to|sekitar|khoảng) ?)?[±~≈≤≥<>]? ?[-−–+]?(?:(?:¥|￥|\$|JPY|Rp|USD) ?)?"
    r"\d[\d.,]*(?: ?[-–〜~～] ?\d[\d.,]*)? ?(?:%|％|円|万円|割|yen|yên|JPY|VND|đồng)?",
    re.IGNORECASE,
)
_NOTHING = frozenset({"", "-", "–", "—", "―", "−"})
# At least so many of a column's cells are numbers; a word among them ("shared") stands with them, a sentence does not.
_SHARE = 0.6
_LONGEST = 40
_LONGEST_WORD = 16
# A column of ticks, or of classes such as A and B, needs no more room than its head.
_LONGEST_SIGN = 3


@dataclass(frozen=True)
class Numbers:
    """Which columns hold numbers, and which cells of the body stand at the right."""

    columns: list[bool]
    cells: list[list[bool]]


def is_number(cell: str) -> bool:
    """Whether a cell holds a number and nothing else.

    >>> [is_number(one) for one in ("約 12 %", "¥1,200", "−14.392", "5–10", "30 days", "2027", "11 July", "–")]
    [True, True, True, True, False, True, False, False]
    """
    words = " ".join(cell.split())
    return len(words) <= _LONGEST and _NUMBER.fullmatch(words) is not None


def numbers_in(rows: Sequence[Sequence[str]], said: Sequence[str] = ()) -> Numbers:
    """Where numbers stand; `rows` are the plain words of the body's cells. What names a row, the first column, never does,
    unless its writer says so: `said` has of each column "number", "words" or nothing.
    """
    width = max((len(row) for row in rows), default=0)
    columns = [
        at > 0 and _holds_numbers([row[at].strip() for row in rows if at < len(row)]) for at in range(width)
    ]
    by_writer = [*said, *[""] * (width - len(said))]
    columns = [one == "number" if one else found for found, one in zip(columns, by_writer, strict=False)]
    cells = [
        [
            is_in and (one == "number" or len(cell.strip()) <= _LONGEST_WORD or is_number(cell))
            for cell, is_in, one in zip(row, columns, by_writer, strict=False)
        ]
        for row in rows
    ]
    return Numbers(columns, cells)


def _holds_numbers(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell not in _NOTHING]
    numbers = sum(is_number(cell) for cell in filled)
    return numbers > 0 and numbers >= _SHARE * len(filled)


def columns_of_signs(rows: Sequence[Sequence[str]]) -> list[bool]:
    """Which columns hold nothing longer than a sign or two, the head among `rows` as well.

    >>> columns_of_signs([["Paper", "1", "By"], ["Photo", "●", "person"], ["Envelope", "–", "us"]])
    [False, True, False]
    """
    width = max((len(row) for row in rows), default=0)
    return [
        at > 0 and all(len(row[at].strip()) <= _LONGEST_SIGN for row in rows if at < len(row))
        for at in range(width)
    ]
