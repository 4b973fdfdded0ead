"""Where words stand in the books that readers see."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache
import json
from pathlib import Path
import re
from typing import Any

from recruit.core import content
from recruit.core.db import database
from recruit.core.facts import Fact, facts_on
from recruit.handbook import cutting, marks
from recruit.handbook.finding import (
    MOST_LEFT_OUT_OF,
    Asked,
    Hit,
    Part,
    Vocabulary,
    asked_for,
    hits_in,
    letters_of,
    masks_in,
    most_of,
    names_by_letter,
    names_of,
    terms_by_name,
    ways_to_ask,
    weight_of,
)
from recruit.handbook.glossary import Explained, Term, all_terms, terms_of
from recruit.handbook.queries.books import Text, texts_of
from recruit.handbook.queries.reading import shelf
from recruit.handbook.rules import Audience
from recruit.handbook.shown import anchor_of, shown_value

# Sections shown of one chapter; more are counted.
MOST_SECTIONS = 3
OTHER_NAMES = Path(__file__).parents[1] / "editions" / "other_names.json"
_KATAKANA = re.compile("[\u30a1-\u30fa\u30fc]{5,}")
_LATIN = re.compile("[a-z]{5,}")
_HEADING = re.compile(r"^## ", re.MULTILINE)


@dataclass(frozen=True)
class Findable:
    """A chapter in one language as it is looked through: plain words that outlive the session they were read in."""

    book: str
    audience: Audience
    titles: Mapping[str, str]
    source_language: str
    chapter: str
    position: int
    language: str
    title: str
    summary: str
    words: str
    explained: frozenset[str]


@dataclass(frozen=True)
class Found:
    """A chapter in which the words stand: its best sections, each with its anchor (empty for the beginning), and how many
    more there are.
    """

    text: Findable
    hits: tuple[tuple[Hit, str], ...]
    more: int


@dataclass(frozen=True)
class Answer:
    """Chapters in the reader's language; those that have the words in other languages alone, each once; and the terms that
    were asked for by one of their names. `is_in_part`: those in the reader's language have only some of the words. `meant`:
    what was typed stands nowhere, and these words near it were looked for instead.
    """

    own: list[Found]
    others: list[Found]
    terms: list[Explained]
    is_in_part: bool = False
    meant: str = ""


@dataclass(frozen=True)
class _Shelf:
    """All that is looked through on one day."""

    texts: tuple[Findable, ...]
    terms: Mapping[str, Term]
    by_name: Mapping[str, Part]

    @cached_property
    def books(self) -> Vocabulary:
        """What a sentence without spaces is cut by."""
        japanese = "\n".join(letters_of(one.words) for one in self.texts if one.language == "ja")
        return Vocabulary(names_by_letter(self.by_name), japanese.__contains__)

    @cached_property
    def words(self) -> Mapping[str, Mapping[str, int]]:
        """By language the long words of its texts, folded, and how often each stands there."""
        found: dict[str, Counter[str]] = {}
        for one in self.texts:
            words = found.setdefault(one.language, Counter())
            words.update(_LATIN.findall(letters_of(one.words)))
            words.update(asked_for(word) for word in _KATAKANA.findall(one.words))
        return found

    def near(self, word: str, language: str) -> str | None:
        """A word of the books near this one, which stands in none of them; in the reader's language first."""
        folded = asked_for(word)
        if not cutting.may_be_mistyped(folded) or any(folded in letters_of(one.words) for one in self.texts):
            return None
        for code in dict.fromkeys((language, "en", *self.words)):
            if near := cutting.near_word(folded, self.words.get(code, {})):
                return near if near.isascii() else cutting.in_katakana(near)
        return None


def search(
    query: str, *, language: str, on: date, book: str | None = None, reader: Audience | None = None
) -> Answer:
    """Chapters of all books, or of the one with that address; the best first. A `reader` who has a book of their own gets
    what it says first, and the other books behind it.
    """
    shelf_now = _shelf_now(on)
    texts = [one for one in shelf_now.texts if book is None or one.book == book]
    answer = _answer(query, texts, shelf_now, language, reader)
    if answer.own and not answer.is_in_part:
        return answer
    meant = cutting.with_near_words(query, lambda word: shelf_now.near(word, language))
    if meant == " ".join(query.split()):
        return answer
    corrected = _answer(meant, texts, shelf_now, language, reader)
    return replace(corrected, meant=meant) if corrected.own or corrected.others else answer


def _answer(
    query: str, texts: Collection[Findable], shelf_now: _Shelf, language: str, reader: Audience | None
) -> Answer:
    ways = ways_to_ask(query, shelf_now.by_name, language, shelf_now.books)
    own = _best([one for one in texts if one.language == language], ways, language, reader)
    others = _best([one for one in texts if one.language != language], ways, language, reader)
    keys = sorted({key for asked in ways for part in asked for key in part.terms})
    terms = [shelf_now.terms[key].explained(language) for key in keys]
    if own or not ways:
        return Answer(own, _once_each(others, own), terms)
    in_part = _in_part([one for one in texts if one.language == language], ways[-1], language, reader)
    return Answer(in_part, _once_each(others, own), terms, is_in_part=bool(in_part))


def _shelf_now(on: date) -> _Shelf:
    # Before any row: rows that are read afterwards are never older than the stamp.
    with database().reading() as connection:
        stamp = content.stamp_now(connection)
    return _shelf_at.__wrapped__("", on) if stamp is None else _shelf_at(stamp, on)


@lru_cache(maxsize=2)
def _shelf_at(_stamp: str, on: date) -> _Shelf:
    """Kept in the process until anything for everybody changes, a published text among it: a stamp never comes again for
    other rows.
    """
    terms = all_terms()
    texts = tuple(
        Findable(
            text.book.slug,
            text.book.audience,
            dict(text.book.titles),
            text.book.source_language,
            text.chapter.slug,
            text.chapter.position,
            text.language,
            text.title,
            text.version.summary,
            words,
            frozenset(marks.keys_of_terms(_opening(text.version.body))),
        )
        for text, words in in_words(texts_of(shelf()), on, terms)
    )
    by_name = terms_by_name({key: list(one.words.values()) for key, one in terms.items()})
    _add_other_names(by_name, terms)
    for one in texts:
        if one.language == "ja":
            _add_readings(by_name, one.words)
    return _Shelf(texts, terms, by_name)


@lru_cache(maxsize=1)
def _other_names() -> Any:
    """`terms`: by the key of a term what people call it beside its words, short forms, readings, everyday names. `words`:
    each an everyday thing by its names in all languages.
    """
    return json.loads(OTHER_NAMES.read_text(encoding="utf-8"))


def _add_other_names(by_name: dict[str, Part], terms: Mapping[str, Term]) -> None:
    """Who asks by another name is led to the term; who asks by one of its words is not led to where another name stands.
    Everyday words for one thing find each other.
    """
    other_names = _other_names()
    for key, others in other_names["terms"].items():
        names = names_of(terms[key].words.values()) if key in terms else ()
        for other in map(asked_for, others if names else ()):
            by_name.setdefault(other, Part(tuple(dict.fromkeys((other, *names))), frozenset({key})))
    for words in other_names["words"]:
        names = tuple(map(asked_for, words))
        for name in names:
            by_name.setdefault(name, Part(tuple(dict.fromkeys((name, *names)))))


def _add_readings(by_name: dict[str, Part], words: str) -> None:
    """Who types a word as it is read, as learners do, asks for the word."""
    for kanji, reading in marks.readings_in(words):
        part = by_name.get(kanji, Part((kanji,)))
        by_name.setdefault(reading, replace(part, names=tuple(dict.fromkeys((reading, *part.names)))))


def _opening(body: str) -> str:
    """A text up to its second heading: what it marks there it explains."""
    return "".join(_HEADING.split(body, maxsplit=2)[:2])


def in_words(
    texts: Collection[Text], on: date, terms: Mapping[str, Term] | None = None
) -> list[tuple[Text, str]]:
    """The texts beside their Markdown with facts and terms as readers see them that day. `terms` where they are known."""
    facts = facts_on({key for text in texts for key in marks.keys_of_facts(text.version.body)}, on)
    if terms is None:
        terms = terms_of({key for text in texts for key in marks.keys_of_terms(text.version.body)})
    return [(text, _in_words(text, facts, terms)) for text in texts]


def _in_words(text: Text, facts: Mapping[str, Fact], terms: Mapping[str, Term]) -> str:
    """The text with its facts and terms as the reader sees them."""
    language, source = text.language, text.book.source_language
    body = marks.FACT.sub(
        lambda match: shown_value(facts[match[1]], language) if match[1] in facts else "–", text.version.body
    )
    return marks.TERM.sub(
        lambda match: (
            match[2] or (terms[match[1]].explained(language, source).word if match[1] in terms else "–")
        ),
        body,
    )


def in_books(found: Collection[Found]) -> list[tuple[Mapping[str, str], list[Found]]]:
    """What was found by the titles of its books, each book where its first chapter stands."""
    books: dict[str, tuple[Mapping[str, str], list[Found]]] = {}
    for one in found:
        books.setdefault(one.text.book, (one.text.titles, []))[1].append(one)
    return list(books.values())


def _best(
    texts: Collection[Findable], ways: Collection[Asked], language: str, reader: Audience | None
) -> list[Found]:
    for asked in ways:
        found = [(text, hits) for text in texts if (hits := hits_in(text.words, text.title, asked))]
        if found:
            # Among equals a book written for readers of this language comes first.
            found.sort(
                key=lambda pair: (
                    reader is not None and pair[0].audience is not reader,
                    -weight_of(pair[1], pair[0].title, pair[0].explained, asked),
                    pair[0].source_language != language,
                )
            )
            return [_shown(text, hits) for text, hits in found]
    return []


def _in_part(
    texts: Collection[Findable], asked: Asked, language: str, reader: Audience | None
) -> list[Found]:
    """The chapters that have as many of these things as any has; among several ways one with a term, which says most, and
    that with the fewest chapters, as what stands everywhere says least.
    """
    asked = asked[:MOST_LEFT_OUT_OF]
    masks = {mask for text in texts for mask in masks_in(text.words, text.title, asked)}
    ways = [tuple(asked[place] for place in way) for way in most_of(masks, len(asked))]
    with_a_term = [way for way in ways if any(part.terms for part in way)]
    return min((_best(texts, [way], language, reader) for way in with_a_term or ways), key=len, default=[])


def _once_each(others: list[Found], own: list[Found]) -> list[Found]:
    """Of each chapter that was not found in the reader's language one text: the English one, else that of the source."""
    here = {(one.text.book, one.text.chapter) for one in own}
    chosen: dict[tuple[str, str], Found] = {}
    for one in others:
        place = (one.text.book, one.text.chapter)
        before = chosen.get(place)
        if place not in here and (before is None or _nearness(one) < _nearness(before)):
            chosen[place] = one
    return list(chosen.values())


def _nearness(one: Found) -> tuple[bool, bool]:
    return one.text.language != "en", one.text.language != one.text.source_language


def _shown(text: Findable, hits: list[Hit]) -> Found:
    shown = [
        (hit, anchor_of(hit.section.heading, hit.section.place) if hit.section.heading else "")
        for hit in hits[:MOST_SECTIONS]
    ]
    return Found(text, tuple(shown), max(0, len(hits) - MOST_SECTIONS))
