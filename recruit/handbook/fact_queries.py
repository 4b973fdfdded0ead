"""The dated facts that the books state: where each stands, and which are to be looked at again."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select

from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.core.facts import Fact, facts_on
from recruit.core.models import DatedFact
from recruit.core.text import fold
from recruit.core.visitor import Visitor
from recruit.handbook import marks
from recruit.handbook.models import Book, Chapter, ChapterVersion
from recruit.handbook.paper_forms import FORMS, Form
from recruit.handbook.queries import demand_writer
from recruit.handbook.rules import ChapterState, check_due_on


@dataclass(frozen=True)
class FactInBooks:
    """A fact that holds today, the chapters and forms that state it, and by when it is to be looked at again."""

    fact: Fact
    check_due_on: date
    is_overdue: bool
    chapters: list[tuple[Book, Chapter]] = field(default_factory=list)
    forms: list[Form] = field(default_factory=list)


def facts_in_books(by: Visitor, today: date, *, words: str = "") -> list[FactInBooks]:
    """Every fact that a published text or a form states, those first that should have been looked at the longest ago.

    `words` narrow it to facts whose key, source, or a chapter's title has them.
    """
    demand_writer(by)
    places = _places()
    facts = facts_on({*places, *(key for form in FORMS.values() for key in form.facts)}, today)
    found = [_in_books(facts[key], places.get(key, []), today) for key in facts]
    wanted = fold(words).split()
    if wanted:
        found = [one for one in found if all(word in _found_by(one) for word in wanted)]
    return sorted(found, key=lambda one: (one.check_due_on, one.fact.key))


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
    holding = facts_on({key}, today).get(key)
    if not rows or holding is None:
        raise Missing
    return _in_books(holding, _places().get(key, []), today), rows


def _in_books(fact: Fact, chapters: list[tuple[Book, Chapter]], today: date) -> FactInBooks:
    due_on = check_due_on(fact.unit, fact.checked_on)
    forms = [form for form in FORMS.values() if fact.key in form.facts]
    return FactInBooks(fact, due_on, due_on < today, chapters, forms)


def _found_by(one: FactInBooks) -> str:
    named = [*(chapter.titles for _book, chapter in one.chapters), *(form.titles for form in one.forms)]
    titles = " ".join(str(title) for titles in named for title in titles.values())
    return fold(f"{one.fact.key} {one.fact.value} {one.fact.source_name} {one.fact.source} {titles}")


def _places() -> dict[str, list[tuple[Book, Chapter]]]:
    """By the key of a fact the chapters whose published texts state it, in the order of the books."""
    newest: dict[tuple[int, str], str] = {}
    for row in session().execute(
        select(ChapterVersion.chapter_id, ChapterVersion.language, ChapterVersion.body)
        .where(ChapterVersion.state == ChapterState.PUBLISHED)
        .order_by(ChapterVersion.number)
    ):
        newest[row.chapter_id, row.language] = row.body
    keys: dict[int, set[str]] = {}
    for (chapter_id, _language), body in newest.items():
        keys.setdefault(chapter_id, set()).update(marks.keys_of_facts(body))
    places: dict[str, list[tuple[Book, Chapter]]] = {}
    for book, chapter in session().execute(
        select(Book, Chapter)
        .join(Chapter, Chapter.book_id == Book.id)
        .order_by(Book.position, Book.id, Chapter.position, Chapter.id)
    ):
        for key in keys.get(chapter.id, ()):
            places.setdefault(key, []).append((book, chapter))
    return places
