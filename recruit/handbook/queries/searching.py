"""Where words stand in the books that readers see."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from recruit.core.facts import Fact, facts_on
from recruit.handbook import marks
from recruit.handbook.finding import Hit, hits_in, ways_to_ask
from recruit.handbook.glossary import Term, terms_of
from recruit.handbook.models import Book
from recruit.handbook.queries.books import Text, texts_of
from recruit.handbook.rendering import anchor_of, shown_value, word_of

# Sections shown of one chapter; more are counted.
MOST_SECTIONS = 3


@dataclass(frozen=True)
class Found:
    """A chapter in which the words stand: its best sections, each with its anchor (empty for the beginning), and how many
    more there are.
    """

    text: Text
    hits: tuple[tuple[Hit, str], ...]
    more: int


def search(
    books: Collection[Book], query: str, *, language: str, on: date
) -> tuple[list[Found], list[Found]]:
    """Chapters in the reader's language, then those in other languages; the best first."""
    ways = ways_to_ask(query)
    if not ways:
        return [], []
    worded = in_words(texts_of(books), on)
    own = [pair for pair in worded if pair[0].language == language]
    others = [pair for pair in worded if pair[0].language != language]
    return _best(own, ways), _best(others, ways)


def in_words(texts: Collection[Text], on: date) -> list[tuple[Text, str]]:
    """The texts beside their Markdown with facts and terms as readers see them that day."""
    facts = facts_on({key for text in texts for key in marks.keys_of_facts(text.version.body)}, on)
    terms = terms_of({key for text in texts for key in marks.keys_of_terms(text.version.body)})
    return [(text, _in_words(text, facts, terms)) for text in texts]


def _in_words(text: Text, facts: Mapping[str, Fact], terms: Mapping[str, Term]) -> str:
    """The text with its facts and terms as the reader sees them."""
    language = text.language
    body = marks.FACT.sub(
        lambda match: shown_value(facts[match[1]], language) if match[1] in facts else "–", text.version.body
    )
    return marks.TERM.sub(
        lambda match: match[2] or (word_of(terms[match[1]], language) if match[1] in terms else "–"), body
    )


def _best(texts: Collection[tuple[Text, str]], ways: Collection[list[str]]) -> list[Found]:
    for asked in ways:
        found = [(text, hits) for text, words in texts if (hits := hits_in(words, text.title, asked))]
        if found:
            found.sort(key=lambda pair: -pair[1][0].weight)
            return [
                Found(
                    text,
                    tuple(
                        (
                            hit,
                            anchor_of(hit.section.heading, hit.section.place) if hit.section.heading else "",
                        )
                        for hit in hits[:MOST_SECTIONS]
                    ),
                    max(0, len(hits) - MOST_SECTIONS),
                )
                for text, hits in found
            ]
    return []
