"""What differs between two texts: paragraph by paragraph, and inside a paragraph word by word (Japanese: letter by letter)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
import re


class Change(StrEnum):
    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True)
class Piece:
    """Some words of a paragraph: the same in both texts, only in the older (`removed`), or only in the newer (`added`)."""

    change: Change
    words: str


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of the newer text, or one that only the older had. `place` counts the newer text's from 0."""

    change: Change
    pieces: tuple[Piece, ...]
    place: int | None

    @property
    def before(self) -> str:
        """As the older text has it; empty where it has none."""
        return "".join(piece.words for piece in self.pieces if piece.change is not Change.ADDED)

    @property
    def after(self) -> str:
        """As the newer text has it; empty where it has none."""
        return "".join(piece.words for piece in self.pieces if piece.change is not Change.REMOVED)


# Two paragraphs that have less in common are two paragraphs, not one that was changed.
_ALIKE = 0.4
# What is compared with what grows with the square of a text: beyond so many pairs it is new as a whole.
_MOST_PAIRS, _MOST_PAIRS_INSIDE = 40_000, 4_000_000
# Of all paragraphs of two texts together: who has written a whole book anew waits no longer than a few seconds.
_MOST_PAIRS_IN_ALL = 20_000_000
# A line that is a paragraph by itself: of a list, a table, a callout, a heading, the edge of a fenced block.
_OWN_LINE = re.compile(r"\s*(?:[-*|>#]|\d+\.\s|```)")


def paragraphs_of(body: str) -> list[str]:
    """The paragraphs of a Markdown text. A list, a table or a fenced block is one for each of its lines, so that a changed
    line stands out.
    """
    found: list[str] = []
    goes_on = fenced = False
    for line in body.replace("\r\n", "\n").split("\n"):
        is_own = fenced or _OWN_LINE.match(line) is not None
        if line.startswith("```"):
            fenced = not fenced
        if not line.strip():
            goes_on = False
        elif goes_on and not is_own:
            found[-1] = f"{found[-1]}\n{line}"
        else:
            found.append(line)
            goes_on = not is_own
    return found


def differences(before: str, after: str, *, language: str) -> list[Paragraph]:
    """Both texts as one: every paragraph of the newer one, with what the older had between and inside them."""
    old, new = paragraphs_of(before), paragraphs_of(after)
    room = _Room(_MOST_PAIRS_IN_ALL)
    found: list[Paragraph] = []
    for kind, old_from, old_to, new_from, new_to in SequenceMatcher(
        a=old, b=new, autojunk=False
    ).get_opcodes():
        if kind == "equal":
            found += [
                Paragraph(Change.SAME, (Piece(Change.SAME, new[place]),), place)
                for place in range(new_from, new_to)
            ]
        else:
            found += _pairs(old[old_from:old_to], new[new_from:new_to], new_from, language, room)
    return found


def changed_places(before: str, after: str, *, language: str) -> frozenset[int]:
    """Which paragraphs of the newer text (as `paragraphs_of` counts them) are new or other than in the older."""
    return frozenset(
        paragraph.place
        for paragraph in differences(before, after, language=language)
        if paragraph.change is not Change.SAME and paragraph.place is not None
    )


@dataclass
class _Room:
    """How many pairs may still be compared."""

    left: int

    def takes(self, pairs: int) -> bool:
        """Whether so many fit; then they are taken."""
        fits = pairs <= min(_MOST_PAIRS_INSIDE, self.left)
        self.left -= pairs if fits else 0
        return fits


def _pairs(old: Sequence[str], new: Sequence[str], first: int, language: str, room: _Room) -> list[Paragraph]:
    """Neighbouring paragraphs that were replaced: each new one beside the old one it came from, in order."""
    partners = (
        _partners([_bag(one, language) for one in old], [_bag(one, language) for one in new])
        if len(old) * len(new) <= _MOST_PAIRS
        else {}
    )
    found: list[Paragraph] = []
    taken = 0
    for place, words in enumerate(new):
        partner = partners.get(place)
        if partner is None:
            found.append(Paragraph(Change.ADDED, (Piece(Change.ADDED, words),), first + place))
            continue
        found += [_removed(one) for one in old[taken:partner]]
        found.append(Paragraph(Change.CHANGED, _inside(old[partner], words, language, room), first + place))
        taken = partner + 1
    return found + [_removed(one) for one in old[taken:]]


def _partners(old: Sequence[Counter[str]], new: Sequence[Counter[str]]) -> dict[int, int]:
    """For places of the new ones those of the old ones they came from, in order, so that as much as can be is alike."""
    best = [[0.0] * (len(old) + 1) for _ in range(len(new) + 1)]
    alike = [[_likeness(one, other) for other in old] for one in new]
    for row in range(len(new) - 1, -1, -1):
        for column in range(len(old) - 1, -1, -1):
            paired = alike[row][column] + best[row + 1][column + 1] if alike[row][column] >= _ALIKE else 0.0
            best[row][column] = max(paired, best[row + 1][column], best[row][column + 1])
    partners: dict[int, int] = {}
    row = column = 0
    while row < len(new) and column < len(old):
        if best[row][column] == best[row + 1][column]:
            row += 1
        elif best[row][column] == best[row][column + 1]:
            column += 1
        else:
            partners[row] = column
            row, column = row + 1, column + 1
    return partners


def _bag(words: str, language: str) -> Counter[str]:
    """What two paragraphs are likened by: their words, without spaces and without the mark of a list or a heading."""
    bare = re.sub(r"^\s*(?:[-*|>#]+|\d+\.)", "", words)
    return Counter(unit for unit in _units(bare, language) if not unit.isspace() and unit not in "|.,、。")


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    return 2 * (one & other).total() / max(1, one.total() + other.total())


def _removed(words: str) -> Paragraph:
    return Paragraph(Change.REMOVED, (Piece(Change.REMOVED, words),), None)


def _units(words: str, language: str) -> list[str]:
    """What is compared inside a paragraph: letters where words have no spaces between them; marks stay whole."""
    pattern = r"\{\{.*?\}\}|[A-Za-z0-9]+|\s+|." if language == "ja" else r"\{\{.*?\}\}|\w+|\s+|."
    return re.findall(pattern, words, re.DOTALL)


def _inside(before: str, after: str, language: str, room: _Room) -> tuple[Piece, ...]:
    old, new = _units(before, language), _units(after, language)
    if not room.takes(len(old) * len(new)):
        return (Piece(Change.REMOVED, before), Piece(Change.ADDED, after))
    pieces: list[Piece] = []
    for kind, old_from, old_to, new_from, new_to in SequenceMatcher(
        a=old, b=new, autojunk=False
    ).get_opcodes():
        if kind == "equal":
            pieces.append(Piece(Change.SAME, "".join(new[new_from:new_to])))
            continue
        if old_to > old_from:
            pieces.append(Piece(Change.REMOVED, "".join(old[old_from:old_to])))
        if new_to > new_from:
            pieces.append(Piece(Change.ADDED, "".join(new[new_from:new_to])))
    return tuple(pieces)


def shortened(paragraphs: Sequence[Paragraph], around: int = 1) -> list[Paragraph | int]:
    """Only what differs, with so many unchanged paragraphs on each side; in place of the others stands how many they are."""
    changed = [at for at, one in enumerate(paragraphs) if one.change is not Change.SAME]
    shown = {near for at in changed for near in range(at - around, at + around + 1)}
    found: list[Paragraph | int] = []
    for at, paragraph in enumerate(paragraphs):
        if at in shown:
            found.append(paragraph)
        elif found and isinstance(found[-1], int):
            found[-1] += 1
        else:
            found.append(1)
    return found
