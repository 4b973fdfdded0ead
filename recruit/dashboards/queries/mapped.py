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
    """One public thing: its address without language, and when it last changed, where that is known."""

    path: str
    changed_at: datetime | None


def _events() -> Select[Any]:
    return select(Event).where(Event.state.in_(PUBLIC_EVENTS), Event.hidden.is_(False))


def _companies() -> Select[Any]:
    return select(Organisation).where(
        Organisation.kind == OrganisationKind.COMPANY, Organisation.state == OrganisationState.APPROVED
    )


def _chapters() -> Select[Any]:
    has_text = (
        select(ChapterVersion.id)
        .where(ChapterVersion.chapter_id == Chapter.id, ChapterVersion.state == ChapterState.PUBLISHED)
        .exists()
    )
    return select(Chapter).join(Book, Book.id == Chapter.book_id).where(has_text)


def parts(now: datetime) -> list[Part]:
    """The parts that hold something. Four statements, however much there is."""
    found: list[Part] = []
    for kind, query, key, changed in (
        ("events", _events(), Event.id, Event.saved_at),
        ("positions", open_to_all(now), Posting.id, _OPENED_OR_SAVED),
        ("companies", _companies(), Organisation.id, None),
        ("handbook", _chapters(), Chapter.id, None),
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
        seen: set[str] = set()
        query = _chapters().with_only_columns(Book.slug, Chapter.slug)
        for book, chapter in _in_span(query, Chapter.id, number):
            if book not in seen:
                seen.add(book)
                yield Entry(f"/handbook/{book}/", None)
            yield Entry(f"/handbook/{book}/{chapter}", None)


def _in_span(query: Select[*tuple[Any, ...]], key: Any, number: int) -> list[Any]:
    span = query.where(key >= number * SPAN, key < (number + 1) * SPAN).order_by(key)
    return list(session().execute(span).all())
