"""Finding words in chapters, in any script. Plain Python: texts come in as words without marks.

A text is compared as `core.text.fold` compares: no case, no accents, full width made half, katakana made hiragana. Latin
words are found from their beginning; where words have no spaces between them, anywhere. Who asks for a term of the
glossary asks for all its names: COE finds the Certificate of Eligibility and 在留資格認定証明書. Sentences are cut, and
words in other forms found, by `cutting.py`.
"""

from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
import re
import unicodedata

from recruit.core.text import fold
from recruit.handbook import cutting, marks

# Letters shown on each side of what was found.
AROUND = 70
MOST_LETTERS = 100
# Of so many things that are asked for some may be left out.
MOST_LEFT_OUT_OF = 8
# What speaks for a chapter: its title says it; its opening explains the term; a heading says it; how often a section does;
# a section says it by the name that was typed.
IN_TITLE, EXPLAINED, IN_HEADING, MOST_TIMES, AS_TYPED = 100, 60, 20, 15, 10
_LATIN = re.compile(r"[a-z0-9]")
_HIRAGANA = re.compile("[\u3041-\u3096]")
_IN_BRACKETS = re.compile(r"\(([^()]*)\)")


@dataclass(frozen=True)
class Part:
    """One thing asked for, folded: it is found by any of these names, of which the first was typed, and by words made of
    these `roots`. `terms` are the keys of the terms it names. `is_verb`: one kanji, behind which an ending stands.
    """

    names: tuple[str, ...]
    terms: frozenset[str] = frozenset()
    roots: tuple[str, ...] = ()
    is_verb: bool = False

    @cached_property
    def made_of_roots(self) -> re.Pattern[str] | None:
        roots = "|".join(re.escape(root) for root in self.roots)
        return re.compile(rf"(?<![a-z0-9]){cutting.BEFORE_A_ROOT}(?:{roots})[a-z]*") if roots else None

    def may_stand_in(self, folded: str) -> bool:
        """Whether the letters are there at all: that is quicker to say than where a word begins."""
        return any(name in folded for name in (*self.names, *self.roots))

    def stands_in(self, folded: str) -> bool:
        return self.may_stand_in(folded) and next(self.places_in(folded), None) is not None

    def places_in(self, folded: str) -> Iterator[tuple[int, int]]:
        """From where to where; a name that holds another one gives both."""
        for name in self.names:
            is_latin = _LATIN.match(name)
            at = folded.find(name)
            while at >= 0:
                end = at + len(name)
                # A pattern that looks behind each letter takes ten times as long.
                if not (is_latin and at and _LATIN.match(folded, at - 1)) and (
                    not self.is_verb or _HIRAGANA.match(folded, end)
                ):
                    yield at, end
                at = folded.find(name, at + 1)
        if self.made_of_roots:
            yield from (match.span() for match in self.made_of_roots.finditer(folded))


# All of them are asked for.
Asked = tuple[Part, ...]


@dataclass(frozen=True)
class Section:
    """A part of a chapter under one heading; the part before the first heading has none. `place` counts headings from 1."""

    place: int
    heading: str
    words: str

    @cached_property
    def folded_heading(self) -> str:
        return _folded(self.heading)[0]

    @cached_property
    def folded(self) -> tuple[str, "array[int]"]:
        """The words folded, and for each letter of that where it comes from."""
        return _folded(self.words)


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
    heading, lines, headings = "", [easy], 0
    for line in [*rest.split("\n"), "## "]:
        if line.startswith("## "):
            words = marks.bare(" ".join(lines))
            headings += bool(heading)
            if heading or words:
                found.append(Section(headings, heading, words))
            heading, lines = marks.bare(line[3:]), []
        elif not line.startswith("```"):
            lines.append(line)
    return tuple(found)


@lru_cache(maxsize=512)
def letters_of(text: str) -> str:
    """All that is looked through in a text, folded."""
    return "\n".join(f"{one.folded_heading}\n{one.folded[0]}" for one in sections_of(text))


_letter = lru_cache(maxsize=16384)(fold)


def _folded(words: str) -> tuple[str, "array[int]"]:
    letters: list[str] = []
    places = array("I")
    for place, letter in enumerate(words):
        for one in _letter(letter):
            letters.append(one)
            places.append(place)
    return "".join(letters), places


@lru_cache(maxsize=512)
def asked_for(query: str) -> str:
    """What somebody typed, as it is looked for."""
    plain = " ".join(unicodedata.normalize("NFKC", query).split())[:MOST_LETTERS]
    return _folded(plain)[0]


def names_of(words: Iterable[str]) -> tuple[str, ...]:
    """The names, folded, that the words for one thing hold: "Certificate of Eligibility (COE)" has three."""
    names: list[str] = []
    for word in words:
        folded = asked_for(word)
        names += [folded, _IN_BRACKETS.sub(" ", folded), *_IN_BRACKETS.findall(folded)]
    return tuple(dict.fromkeys(name for name in (" ".join(one.split()) for one in names) if len(name) > 1))


def terms_by_name(terms: Mapping[str, Collection[str]]) -> dict[str, Part]:
    """From the words of each term to what is asked for by each of its names."""
    by_name: dict[str, Part] = {}
    for key, words in terms.items():
        names = names_of(words)
        for name in names:
            other = by_name.get(name, Part((name,)))
            by_name[name] = Part(tuple(dict.fromkeys((*other.names, *names))), other.terms | {key})
    return by_name


@dataclass(frozen=True)
class Vocabulary:
    """What the books have: the names of things in Japanese by their first letter, and whether these letters stand anywhere."""

    names: Mapping[str, Collection[str]]
    stands: Callable[[str], bool]


NO_VOCABULARY = Vocabulary({}, lambda _letters: False)


def ways_to_ask(
    query: str, terms: Mapping[str, Part], language: str = "", books: Vocabulary = NO_VOCABULARY
) -> list[Asked]:
    """First the words as one; then, where nobody has them so, all of them anywhere in a section; then without the words of
    asking; then in other forms of theirs.
    """
    asked = asked_for(query)
    if not asked:
        return []
    whole: Asked = (terms.get(asked, Part((asked,))),)
    words = cutting.words_of(unicodedata.normalize("NFKC", query)[:MOST_LETTERS])
    all_words = _parts(words, terms, books)
    # Only now: words of asking may stand inside of the name of a term.
    said = tuple(part for part in all_words if part.terms or not cutting.asks(part.names[0])) or all_words
    forms = tuple(
        part if part.terms else replace(part, roots=cutting.roots_of(part.names[0], language))
        for part in said
    )
    ways = [whole, all_words, said, forms]
    return [way for place, way in enumerate(ways) if way and way not in ways[:place]]


def names_by_letter(names: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The Japanese ones among them, as a sentence is cut at them."""
    found: dict[str, list[str]] = {}
    for name in names:
        if len(name) > 1 and cutting.is_japanese(name):
            found.setdefault(name[0], []).append(name)
    return {letter: tuple(those) for letter, those in found.items()}


def most_of(masks: Iterable[int], parts: int) -> list[tuple[int, ...]]:
    """Which of the things that are asked for stand together where the most of them do; `masks` says of each place which it
    has, a bit for each. Several ways where as many stand together elsewhere; empty where nothing stands anywhere.
    """
    there = {mask for mask in masks if mask}
    most = max((mask.bit_count() for mask in there), default=0)
    return [
        tuple(place for place in range(parts) if mask >> place & 1)
        for mask in sorted(there)
        if mask.bit_count() == most
    ]


def _parts(words: Sequence[str], terms: Mapping[str, Part], books: Vocabulary) -> Asked:
    """The words one by one; those that make a term stay together, and what is written without spaces is cut."""
    parts: list[Part] = []
    folded = [asked_for(word) for word in words]
    at = 0
    while at < len(words):
        ends = range(len(words), at, -1)
        end = next((end for end in ends if " ".join(folded[at:end]) in terms), at + 1)
        name = " ".join(folded[at:end])
        if name not in terms and cutting.is_japanese(name):
            pieces = cutting.pieces_of(words[at], name, books.names, books.stands)
            parts += [terms.get(piece, Part((piece,), is_verb=is_verb)) for piece, is_verb in pieces]
        else:
            parts.append(terms.get(name, Part((name,))))
        at = end
    return tuple(dict.fromkeys(parts))


def masks_in(text: str, title: str, asked: Asked) -> Iterator[int]:
    """Of each section, and of the title, which of these things stand in it."""
    letters = letters_of(text)
    there = [(1 << place, part) for place, part in enumerate(asked) if part.may_stand_in(letters)]
    for section in sections_of(text) if there else ():
        words = section.folded[0]
        yield sum(
            bit for bit, part in there if part.stands_in(section.folded_heading) or part.stands_in(words)
        )
    folded = asked_for(title)
    yield sum(1 << place for place, part in enumerate(asked) if part.stands_in(folded))


def hits_in(text: str, title: str, asked: Asked) -> list[Hit]:
    """The sections in which all this stands, the best first; the beginning of a chapter of which the title alone has it."""
    letters = letters_of(text)
    # Most chapters have none of it.
    sections = sections_of(text) if all(part.may_stand_in(letters) for part in _needed(asked)) else ()
    found = [hit for section in sections if (hit := _hit(section, asked)) is not None]
    if not found and _stands_in_title(title, asked):
        found = [Hit(one, _around(one.words, array("I"), ()), 0) for one in sections_of(text)[:1]]
    return sorted(found, key=lambda one: -one.weight)


def weight_of(hits: Sequence[Hit], title: str, explained: Collection[str], asked: Asked) -> int:
    """How much speaks for a chapter with these hits; `explained` are the keys of the terms that its opening marks."""
    explains = any(not part.terms.isdisjoint(explained) for part in asked)
    return IN_TITLE * _stands_in_title(title, asked) + EXPLAINED * explains + hits[0].weight


def _stands_in_title(title: str, asked: Asked) -> bool:
    folded = asked_for(title)
    return all(part.stands_in(folded) for part in _needed(asked))


def _needed(asked: Asked) -> Asked:
    """Beside a term a verb says what somebody wants to know of it: what tells of the term may say that with another verb."""
    names_a_term = any(part.terms for part in asked)
    return tuple(part for part in asked if not part.is_verb) if names_a_term else asked


def _hit(section: Section, asked: Asked) -> Hit | None:
    words, places = section.folded
    heading = section.folded_heading
    needed = _needed(asked)
    in_heading = [part.stands_in(heading) for part in needed]
    if not all(here or part.stands_in(words) for here, part in zip(in_heading, needed, strict=True)):
        return None
    spans = _apart(place for part in asked for place in part.places_in(words))
    as_typed = all(part.names[0] in words or part.names[0] in heading for part in asked)
    weight = IN_HEADING * all(in_heading) + min(len(spans), MOST_TIMES) + AS_TYPED * as_typed
    return Hit(section, _around(section.words, places, spans), weight)


def _apart(places: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """In their order, the longest of those that lie over each other, so that it is marked whole."""
    found: list[tuple[int, int]] = []
    for first, last in sorted(places, key=lambda place: (place[0], -place[1])):
        if not found or first >= found[-1][1]:
            found.append((first, last))
    return found


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
