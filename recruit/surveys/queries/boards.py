"""What staff see of follow-ups: states and dates, never an answer."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, case, func, select
from sqlalchemy.orm import joinedload, selectinload

from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.organisations.models import Organisation
from recruit.placements.models import Placement
from recruit.surveys.models import Contact, Instrument, InstrumentVersion, Wave
from recruit.surveys.planning.board import COLUMN_OF_STATE, Column, Place, place_on_board
from recruit.surveys.planning.contacts import Kind, State
from recruit.surveys.queries.known import newest_programme
from recruit.surveys.rules import ContactKind, ContactState
from recruit.web.tables import Page, keyset_page


@dataclass(frozen=True)
class Line:
    """One wave of the board: how many invitations stand in each column, and why."""

    wave: str
    counts: dict[Column, int]
    reasons: dict[Column, dict[str, int]]


@dataclass(frozen=True)
class Today:
    """What ought to have gone on a day beside what went. `should` is the sum of the others, or something is wrong."""

    should: int
    sent: int
    held: int
    unknown: int
    not_sent: int

    @property
    def closes(self) -> bool:
        return self.should == self.sent + self.held + self.unknown + self.not_sent


_OUT = (
    ContactState.SENT,
    ContactState.STARTED,
    ContactState.COMPLETE,
    ContactState.LATE,
    ContactState.EXPIRED,
    ContactState.BOUNCED,
)
_QUIET = (
    ContactState.CANCELLED,
    ContactState.NOT_APPLICABLE,
    ContactState.OPTED_OUT,
    ContactState.UNREACHABLE,
    ContactState.PAUSED,
)


def _of_source(query: Select, source: str) -> Select:
    if not source:
        return query
    return query.join(Placement, Placement.id == Contact.placement_id).where(Placement.source_name == source)


def place_of(contact: Contact, now: datetime) -> Place:
    """Where a row stands on the board just now."""
    return _place(contact.state, contact.reason, contact.kind, contact.due_at, contact.closes_at, now)


def _place(
    state: ContactState,
    reason: str,
    kind: ContactKind,
    due_at: datetime | None,
    closes_at: datetime,
    now: datetime,
) -> Place:
    is_queued = state is ContactState.QUEUED
    return place_on_board(
        state=State.PLANNED if is_queued else State(state.value),
        reason="queued" if is_queued else reason or None,
        kind=Kind(kind.value),
        due_at=due_at,
        closes_at=closes_at,
        now=now,
    )


def board(now: datetime, *, source: str = "") -> list[Line]:
    """All invitations by wave and column, counted by the database in one read."""
    is_due = case((and_(Contact.due_at.is_not(None), Contact.due_at <= now), 1), else_=0)
    is_closed = case((Contact.closes_at <= now, 1), else_=0)
    query = _of_source(
        select(Contact.wave_id, Contact.state, Contact.reason, is_due, is_closed, func.count()).where(
            Contact.kind == ContactKind.INVITATION
        ),
        source,
    ).group_by(Contact.wave_id, Contact.state, Contact.reason, is_due, is_closed)
    counts: dict[int, Counter[Column]] = {}
    reasons: dict[int, dict[Column, Counter[str]]] = {}
    soon = datetime.max.replace(tzinfo=now.tzinfo)
    for wave_id, state, reason, due, closed, number in session().execute(query):
        place = _place(
            state, reason, ContactKind.INVITATION, now if due else None, now if closed else soon, now
        )
        counts.setdefault(wave_id, Counter())[place.column] += number
        reasons.setdefault(wave_id, {}).setdefault(place.column, Counter())[place.reason or ""] += number
    programme = newest_programme()
    return [
        Line(
            wave.key,
            dict(counts[wave.id]),
            {column: dict(found) for column, found in reasons[wave.id].items()},
        )
        for wave in (programme.waves if programme else ())
        if wave.id in counts
    ]


def day_of(since: datetime, until: datetime, *, source: str = "") -> Today:
    """Invitations and reminders whose time lay in [since, until)."""
    query = _of_source(
        select(Contact.state, func.count()).where(
            Contact.kind != ContactKind.CALL,
            Contact.due_at >= since,
            Contact.due_at < until,
            Contact.state.notin_(_QUIET),
        ),
        source,
    ).group_by(Contact.state)
    found: dict[ContactState, int] = {row[0]: row[1] for row in session().execute(query)}
    sent = sum(found.get(state, 0) for state in _OUT)
    held, unknown = found.get(ContactState.HELD, 0), found.get(ContactState.UNKNOWN, 0)
    should = sum(found.values())
    return Today(should, sent, held, unknown, should - sent - held - unknown)


def _column(now: datetime) -> ColumnElement[str]:
    """The column of an invitation, decided by the database as `place_on_board` decides it."""
    state, reason = Contact.state, Contact.reason
    is_closed = and_(Contact.closes_at <= now, reason.notin_(("released", "queued")))
    return case(
        (state == ContactState.QUEUED, Column.DUE.value),
        (and_(state == ContactState.PLANNED, is_closed), Column.MISSED_BY_US.value),
        (state == ContactState.PLANNED, Column.DUE.value),
        (
            and_(state.in_((ContactState.SENT, ContactState.STARTED)), reason != ""),
            Column.NOT_APPLICABLE.value,
        ),
        *((state == ContactState(of.value), column.value) for of, column in COLUMN_OF_STATE.items()),
        else_="",
    )


@dataclass(frozen=True)
class Standing:
    """Follow-ups of one hire that stand at the same place, in order."""

    place: Place
    contacts: tuple[Contact, ...]


@dataclass(frozen=True)
class Person:
    """One hire's follow-ups: where each wave stands."""

    placement: Placement
    contacts: tuple[Contact, ...]

    def standings(self, now: datetime) -> list[Standing]:
        """What is not sent or answered, gathered by place and reason: what staff may have to ask about."""
        found: dict[Place, list[Contact]] = {}
        for contact in self.contacts:
            place = place_of(contact, now)
            if place.column not in (Column.SENT, Column.ANSWERED):
                found.setdefault(place, []).append(contact)
        return [Standing(place, tuple(contacts)) for place, contacts in found.items()]


def people(
    now: datetime,
    *,
    source: str = "",
    column: Column | None = None,
    wave: str = "",
    after: str | None = None,
) -> Page[Person]:
    """Hires with follow-ups, newest first, each with the invitations of all waves; where wanted only those who
    stand in one column (at one wave).
    """
    query = select(Placement).options(
        joinedload(Placement.person), joinedload(Placement.employer).selectinload(Organisation.texts)
    )
    if source:
        query = query.where(Placement.source_name == source)
    stands = select(Contact.id).where(Contact.placement_id == Placement.id)
    if column is not None:
        stands = stands.where(Contact.kind == ContactKind.INVITATION, _column(now) == column.value)
    if wave:
        stands = stands.join(Wave, Wave.id == Contact.wave_id).where(Wave.key == wave)
    query = query.where(stands.exists())
    page = keyset_page(query, by=[Placement.id], after=after, size=30, newest_first=True)
    contacts: dict[int, list[Contact]] = {}
    for contact in session().scalars(
        select(Contact)
        .where(
            Contact.placement_id.in_([placement.id for placement in page.rows]),
            Contact.kind == ContactKind.INVITATION,
        )
        .join(Wave, Wave.id == Contact.wave_id)
        .order_by(Wave.position, Contact.sequence)
    ):
        contacts.setdefault(contact.placement_id, []).append(contact)
    rows = [Person(placement, tuple(contacts.get(placement.id, ()))) for placement in page.rows]
    return Page(rows=rows, next_mark=page.next_mark, is_first=page.is_first)


def contact_named(public_id: str) -> Contact:
    """One contact. Raises Missing."""
    found = session().scalar(select(Contact).where(Contact.public_id == public_id))
    if found is None:
        raise Missing
    return found


def versions() -> Sequence[InstrumentVersion]:
    """All questionnaires in the order of their waves, the newest version of each first."""
    place = select(func.min(Wave.position)).where(Wave.instrument_id == Instrument.id).scalar_subquery()
    return (
        session()
        .scalars(
            select(InstrumentVersion)
            .join(Instrument)
            .options(selectinload(InstrumentVersion.instrument))
            .order_by(func.coalesce(place, 999), Instrument.id, InstrumentVersion.number.desc())
        )
        .all()
    )


def version_of(key: str) -> InstrumentVersion:
    """The newest version of a questionnaire. Raises Missing."""
    found = next((version for version in versions() if version.instrument.key == key), None)
    if found is None:
        raise Missing
    return found
