"""Finding words in chapters, in any script. Plain Python: texts come in as words without marks.

A text is compared as `core.text.fold` compares: no case, no accents, full width made half, katakana made hiragana. Latin
words are found from their beginning; where words have no spaces between them, anywhere.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
import re
import unicodedata

from recruit.core.text import fold
from recruit.handbook import marks

# Letters shown on each side of what was found.
AROUND = 70
MOST_LETTERS = 100
_LATIN = re.compile(r"[a-z0-9]")


@dataclass(frozen=True)
class Section:
    """A part of a chapter under one heading; the part before the first heading has none. `place` counts headings from 1."""

    place: int
    heading: str
    words: str


@dataclass(frozen=True)
class Hit:
    """A section in which the words stand; `around` as (words, are they what was asked for)."""

    section: Section
    around: tuple[tuple[str, bool], ...]
    weight: int


@lru_cache(maxsize=512)
def sections_of(text: str) -> tuple[Section, ...]:
    """The sections of a Markdown text whose facts and terms are words already. Kept in the process by the text itself."""
    easy, rest = marks.easy_and_rest(text)
    found: list[Section] = []
    heading, lines = "", [easy]
    for line in [*rest.split("\n"), "## "]:
        if line.startswith("## "):
            words = marks.bare(" ".join(lines))
            if heading or words:
                found.append(Section(sum(1 for one in found if one.heading) + bool(heading), heading, words))
            heading, lines = marks.bare(line[3:]), []
        elif not line.startswith("```"):
            lines.append(line)
    return tuple(found)


@lru_cache(maxsize=8192)
def _folded(words: str) -> tuple[str, tuple[int, ...]]:
    """The words folded, and for each letter of that where it comes from."""
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(words):
        for one in fold(letter):
            letters.append(one)
            places.append(place)
    return "".join(letters), tuple(places)


def asked_for(query: str) -> str:
    """What somebody typed, as it is looked for."""
    plain = " ".join(unicodedata.normalize("NFKC", query).split())[:MOST_LETTERS]
    return _folded(plain)[0]


def hits_in(text: str, title: str, asked: Sequence[str]) -> list[Hit]:
    """The sections in which all these words (folded) stand, the best first. A title that has them speaks for its chapter."""
    patterns = [_pattern(one) for one in asked]
    in_title = all(pattern.search(_folded(title)[0]) for pattern in patterns)
    found: list[Hit] = []
    for section in sections_of(text):
        heading, (words, places) = _folded(section.heading)[0], _folded(section.words)
        # Most sections have none of it: whether the letters are there at all is quicker to say than where a word begins.
        if not all(one in words or one in heading for one in asked):
            continue
        if not all(pattern.search(words) or pattern.search(heading) for pattern in patterns):
            continue
        spans = [match.span() for pattern in patterns for match in pattern.finditer(words)]
        in_heading = all(pattern.search(heading) for pattern in patterns)
        weight = 100 * in_title + 20 * in_heading + min(len(spans), 15)
        found.append(Hit(section, _around(section.words, places, sorted(spans)), weight))
    return sorted(found, key=lambda one: -one.weight)


def ways_to_ask(query: str) -> list[list[str]]:
    """First the words as one, then, where nobody has them so, all of them anywhere in a section."""
    asked = asked_for(query)
    words = asked.split()
    return [[asked]] + ([words] if len(words) > 1 else []) if asked else []


def _pattern(asked: str) -> re.Pattern[str]:
    start = r"(?<![a-z0-9])" if _LATIN.match(asked) else ""
    return re.compile(start + re.escape(asked))


def _around(
    words: str, places: Sequence[int], spans: Iterable[tuple[int, int]]
) -> tuple[tuple[str, bool], ...]:
    """The words around the first place, with every place in them marked."""
    own = [(places[first], places[last - 1] + 1) for first, last in spans]
    if not own:
        return ((words[: 2 * AROUND] + ("…" if len(words) > 2 * AROUND else ""), False),)
    start, end = max(0, own[0][0] - AROUND), min(len(words), own[0][1] + AROUND)
    # Words with spaces between them are not cut.
    if start and 0 <= (space := words.find(" ", start, own[0][0])) < start + 15:
        start = space + 1
    if end < len(words) and (space := words.rfind(" ", own[0][1], end)) > end - 15:
        end = space
    pieces: list[tuple[str, bool]] = [("…", False)] if start else []
    at = start
    for first, last in own:
        if first < at or last > end:
            continue
        pieces += [(words[at:first], False), (words[first:last], True)]
        at = last
    pieces.append((words[at:end] + ("…" if end < len(words) else ""), False))
    return tuple(piece for piece in pieces if piece[0])
