"""What stands in the site's map: every public thing by its part of the map, read in spans so that no part grows with the programme."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, case, func, select

from recruit.core.db import session
from recruit.dashboards.queries.public import PUBLIC_EVENTS
from recruit.events.models import Event
from recruit.events.rules import EventKind
from recruit.handbook.models import Book, Chapter, ChapterVersion
from recruit.handbook.rules import ChapterState
from recruit.organisations.models import Organisation
from recruit.organisations.rules import OrganisationKind, OrganisationState
from recruit.postings.models import Posting
from recruit.postings.queries import open_to_all

# What opens on its day was written before.
_OPENED_OR_SAVED = case((Posting.opens_at > Posting.saved_at, Posting.opens_at), else_=Posting.saved_at)
# So many things stand in one part at most: with four languages less than half of what a map may hold.
SPAN = 5_000


@dataclass(frozen=True)
class Part:
    """One part of the map. `number` counts spans of keys; those without anything public are left out."""

    kind: str
    number: int
    changed_at: datetime | None


@dataclass(frozen=True)
class Entry:
    """One public thing: its address without language, when it last changed, where that is known, and in which languages it
    stands; None: in all.
    """

    path: str
    changed_at: datetime | None
    languages: tuple[str, ...] | None = None


def _events() -> Select[Any]:
    return select(Event).where(Event.state.in_(PUBLIC_EVENTS), Event.hidden.is_(False))


def _companies() -> Select[Any]:
    return select(Organisation).where(
        Organisation.kind == OrganisationKind.COMPANY, Organisation.state == OrganisationState.APPROVED
    )


def _chapters() -> Select[Any]:
    return (
        select(Chapter)
        .join(Book, Book.id == Chapter.book_id)
        .join(ChapterVersion, ChapterVersion.chapter_id == Chapter.id)
        .where(ChapterVersion.state == ChapterState.PUBLISHED)
    )


def parts(now: datetime) -> list[Part]:
    """The parts that hold something. Four statements, however much there is."""
    found: list[Part] = []
    for kind, query, key, changed in (
        ("events", _events(), Event.id, Event.saved_at),
        ("positions", open_to_all(now), Posting.id, _OPENED_OR_SAVED),
        ("companies", _companies(), Organisation.id, None),
        ("handbook", _chapters(), Chapter.id, ChapterVersion.publish_at),
    ):
        number = key // SPAN
        columns = (number, func.max(changed)) if changed is not None else (number,)
        for row in session().execute(query.with_only_columns(*columns).group_by(number).order_by(number)):
            found.append(Part(kind, int(row[0]), row[1] if changed is not None else None))
    return found


def entries(kind: str, number: int, now: datetime) -> Iterator[Entry]:
    """What stands in one part, at most `SPAN` things of it. One statement."""
    if kind == "events":
        query = _events().with_only_columns(Event.kind, Event.slug, Event.saved_at)
        for event_kind, slug, changed_at in _in_span(query, Event.id, number):
            folder = "fairs" if event_kind is EventKind.FAIR else "events"
            yield Entry(f"/{folder}/{slug}", changed_at)
    elif kind == "positions":
        query = open_to_all(now).with_only_columns(Posting.slug, _OPENED_OR_SAVED)
        for slug, changed_at in _in_span(query, Posting.id, number):
            yield Entry(f"/positions/{slug}", changed_at)
    elif kind == "companies":
        for (slug,) in _in_span(_companies().with_only_columns(Organisation.slug), Organisation.id, number):
            yield Entry(f"/companies/{slug}", None)
    elif kind == "handbook":
        yield from _books_and_chapters(number)


def _books_and_chapters(number: int) -> Iterator[Entry]:
    """Each in the languages in which it can be read, the newest edition of all of them last changed it."""
    query = _chapters().with_only_columns(
        Book.slug, Chapter.slug, ChapterVersion.language, func.max(ChapterVersion.publish_at)
    )
    by_path: dict[str, dict[str, datetime | None]] = {}
    for book, chapter, language, changed_at in _in_span(
        query.group_by(Chapter.id, Book.slug, Chapter.slug, ChapterVersion.language),
        Chapter.id,
        number,
        ChapterVersion.language,
    ):
        for path in (f"/handbook/{book}/", f"/handbook/{book}/{chapter}"):
            found = by_path.setdefault(path, {})
            known = found.get(language)
            found[language] = max(known, changed_at) if known and changed_at else known or changed_at
    for path, found in by_path.items():
        yield Entry(path, max((at for at in found.values() if at), default=None), tuple(found))


def _in_span(query: Select[*tuple[Any, ...]], key: Any, number: int, *then: Any) -> list[Any]:
    span = query.where(key >= number * SPAN, key < (number + 1) * SPAN).order_by(key, *then)
    return list(session().execute(span).all())
