"""Reads of the archive; the same for everybody."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import func, select

from recruit.core.db import session
from recruit.events.archive.rules import told_guests
from recruit.events.door.here import let_in
from recruit.events.models import CheckIn, Event, Registration
from recruit.events.rules import EventKind, EventState
from recruit.web.tables import Page, keyset_page

OVER = (EventState.FINISHED, EventState.ARCHIVED)


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for among past events; what is empty is not asked."""

    year: int | None = None
    kind: EventKind | None = None
    country: str = ""


def past_page(wanted: Wanted, *, after: str | None) -> Page[Event]:
    """Public events that are over, the newest first."""
    query = select(Event).where(Event.state.in_(OVER), Event.hidden.is_(False))
    if wanted.year is not None:
        begins, ends = (datetime(year, 1, 1, tzinfo=UTC) for year in (wanted.year, wanted.year + 1))
        query = query.where(Event.starts_at >= begins, Event.starts_at < ends)
    if wanted.kind is not None:
        query = query.where(Event.kind == wanted.kind)
    if wanted.country:
        query = query.where(Event.country == wanted.country)
    return keyset_page(query, by=[Event.starts_at, Event.id], after=after, newest_first=True)


@dataclass(frozen=True)
class Choices:
    """What there is to choose from: years and countries of past events."""

    years: tuple[int, ...]
    countries: tuple[str, ...]


def choices() -> Choices:
    """The years, newest first, and the countries of past events."""
    rows = (
        session()
        .execute(
            select(Event.starts_at, Event.country)
            .where(Event.state.in_(OVER), Event.hidden.is_(False))
            .order_by(Event.starts_at.desc())
        )
        .all()
    )
    years = dict.fromkeys(row[0].year for row in rows)
    return Choices(tuple(years), tuple(sorted({row[1] for row in rows})))


def told_guests_of(events: Collection[Event]) -> dict[int, int]:
    """How many came to each, rounded as everybody may read it, companions too; no entry for too few. One statement."""
    rows = session().execute(
        select(CheckIn.event_id, func.sum(1 + Registration.companions))
        .join(Registration, Registration.id == CheckIn.registration_id)
        .where(CheckIn.event_id.in_([one.id for one in events]), let_in())
        .group_by(CheckIn.event_id)
    )
    return {row[0]: told for row in rows if (told := told_guests(int(row[1]))) is not None}
