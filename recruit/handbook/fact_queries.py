"""The dated facts that the books state: where each stands, and which are to be looked at again."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select

from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.core.facts import Fact, facts_on, newest_facts
from recruit.core.models import DatedFact
from recruit.core.text import fold
from recruit.core.visitor import Visitor
from recruit.handbook import marks
from recruit.handbook.models import Book, Chapter, ChapterVersion
from recruit.handbook.paper_forms import FORMS, Form
from recruit.handbook.queries import demand_writer, newest_published
from recruit.handbook.rules import check_due_on


@dataclass(frozen=True)
class FactInBooks:
    """A fact, the chapters and forms that state it, and by when it is to be looked at again.

    Where no value holds today (`holds` is false: readers see a dash) it is the newest value, and overdue.
    """

    fact: Fact
    check_due_on: date
    is_overdue: bool
    holds: bool
    chapters: list[tuple[Book, Chapter]] = field(default_factory=list)
    forms: list[Form] = field(default_factory=list)


def facts_in_books(by: Visitor, today: date, *, words: str = "") -> list[FactInBooks]:
    """Every fact that a published text or a form states, those first of which no value holds, then those that should have been
    looked at the longest ago.

    `words` narrow it to facts whose key, source, or a chapter's title has them.
    """
    demand_writer(by)
    places = _places()
    keys = {*places, *(key for form in FORMS.values() for key in form.facts)}
    facts = facts_on(keys, today)
    found = [_in_books(fact, places.get(key, []), today) for key, fact in facts.items()]
    found += [
        _in_books(fact, places.get(key, []), today, holds=False)
        for key, fact in newest_facts(keys - set(facts)).items()
    ]
    wanted = fold(words).split()
    if wanted:
        found = [one for one in found if all(word in _found_by(one) for word in wanted)]
    return sorted(found, key=lambda one: (one.holds, one.check_due_on, one.fact.key))


def overdue_facts(by: Visitor, today: date) -> list[FactInBooks]:
    """Those that should have been looked at by now."""
    return [one for one in facts_in_books(by, today) if one.is_overdue]


def fact_in_books(by: Visitor, key: str, today: date) -> tuple[FactInBooks, Sequence[DatedFact]]:
    """One fact with every value it ever had, the newest first."""
    demand_writer(by)
    rows = (
        session()
        .scalars(
            select(DatedFact)
            .where(DatedFact.key == key)
            .order_by(DatedFact.valid_from_on.desc(), DatedFact.id.desc())
        )
        .all()
    )
    if not rows:
        raise Missing
    holding = facts_on({key}, today).get(key)
    fact = holding or newest_facts({key})[key]
    return _in_books(fact, _places().get(key, []), today, holds=holding is not None), rows


def _in_books(
    fact: Fact, chapters: list[tuple[Book, Chapter]], today: date, *, holds: bool = True
) -> FactInBooks:
    due_on = check_due_on(fact.unit, fact.checked_on)
    forms = [form for form in FORMS.values() if fact.key in form.facts]
    return FactInBooks(fact, due_on, due_on < today or not holds, holds, chapters, forms)


def _found_by(one: FactInBooks) -> str:
    named = [*(chapter.titles for _book, chapter in one.chapters), *(form.titles for form in one.forms)]
    titles = " ".join(str(title) for titles in named for title in titles.values())
    return fold(f"{one.fact.key} {one.fact.value} {one.fact.source_name} {one.fact.source} {titles}")


def _places() -> dict[str, list[tuple[Book, Chapter]]]:
    """By the key of a fact the chapters whose published texts state it, in the order of the books."""
    keys: dict[int, set[str]] = {}
    published = newest_published(ChapterVersion.chapter_id, ChapterVersion.body)
    for row in session().execute(published.order_by(ChapterVersion.id)):
        keys.setdefault(row.chapter_id, set()).update(marks.keys_of_facts(row.body))
    places: dict[str, list[tuple[Book, Chapter]]] = {}
    for book, chapter in session().execute(
        select(Book, Chapter)
        .join(Chapter, Chapter.book_id == Book.id)
        .order_by(Book.position, Book.id, Chapter.position, Chapter.id)
    ):
        for key in keys.get(chapter.id, ()):
            places.setdefault(key, []).append((book, chapter))
    return places
