"""What a writer can put into a text: facts, terms, chapters of the book, pages and forms, each as it is written there."""

from dataclasses import dataclass

from flask import current_app

from recruit.core import clock
from recruit.core.facts import facts_on
from recruit.core.texts import best_title
from recruit.handbook.faults import known_to
from recruit.handbook.figures.drawing import mark_of
from recruit.handbook.figures.queries import figures_of
from recruit.handbook.glossary import all_terms
from recruit.handbook.models import Book, Chapter
from recruit.handbook.paper_forms import FORMS
from recruit.handbook.rendering import pages_to_link
from recruit.handbook.shown import shown_value
from recruit.web.fact_words import unit_words
from recruit.web.gate import current_language, visitor


@dataclass(frozen=True)
class Insert:
    """One thing to insert: as it is written in a text, and what it says."""

    mark: str
    says: str


def to_insert(book: Book, chapter: Chapter, code: str) -> dict[str, list[Insert]]:
    """By kind (`figures`, `facts`, `terms`, `chapters`, `pages`, `forms`), each in the order of its keys."""
    language = current_language()
    known = known_to(book, pages_to_link(current_app), chapter)
    facts = facts_on(known.facts, clock.today_in("Asia/Tokyo"))
    titles = {one.slug: one.titles for one in book.chapters}
    return {
        "figures": [Insert(mark_of(one, code), "") for one in figures_of(visitor(), chapter)],
        "facts": [
            Insert(
                f"{{{{fact:{key}}}}}",
                f"{shown_value(facts[key], language)} {unit_words(facts[key].unit)}".strip(),
            )
            for key in sorted(facts)
        ],
        "terms": [
            Insert(f"{{{{term:{key}}}}}", term.explained(language, book.source_language).word)
            for key, term in all_terms().items()
        ],
        "chapters": [
            Insert(f"[…](chapter:{slug})", best_title(titles[slug], language)[0]) for slug in titles
        ],
        "pages": [Insert(f"[…](page:{page})", "") for page in sorted(known.pages)],
        "forms": [
            Insert(f"[…](form:{key})", FORMS[key].titles.get(language, "")) for key in sorted(known.forms)
        ],
    }
