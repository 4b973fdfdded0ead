"""What the boards read: counted by the database in one statement, whatever the number of hires. Never an answer."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, and_, case, false, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from recruit.accounts.models import Person
from recruit.core.db import session
from recruit.organisations.models import Organisation
from recruit.placements.models import Placement
from recruit.surveys.boards.question import NO_REASON, NOT_OURS, Question
from recruit.surveys.boards.rules import (
    PART_OF_STATE,
    QUIET,
    Disposition,
    Side,
    Stand,
    day_span,
    disposition_of,
    stand_of,
)
from recruit.surveys.models import Contact, Wave
from recruit.surveys.planning.board import COLUMN_OF_STATE
from recruit.surveys.queries.boards import place_in
from recruit.surveys.rules import RELEASED_STAYS_OPEN_FOR, ContactKind, ContactState
from recruit.web.tables import Page, keyset_page

PAGE_SIZE = 50


@dataclass
class Row:
    """One line of the board: keys in the order of its sides, how many stand where and why, and what became of those closed."""

    keys: tuple[str, ...]
    counts: Counter[Stand] = field(default_factory=Counter)
    reasons: dict[Stand, Counter[str]] = field(default_factory=dict)
    dispositions: Counter[Disposition] = field(default_factory=Counter)

    def add(self, stand: Stand, reason: str, disposition: Disposition | None, number: int) -> None:
        self.counts[stand] += number
        self.reasons.setdefault(stand, Counter())[reason] += number
        if disposition is not None:
            self.dispositions[disposition] += number


@dataclass(frozen=True)
class Board:
    """Lines in no special order, and all of them together."""

    rows: Sequence[Row]
    total: Row


_KEY: Mapping[Side, SQLColumnExpression[Any]] = {
    Side.WAVE: Wave.key,
    Side.LANGUAGE: Person.language,
    Side.EMPLOYER: func.coalesce(Organisation.public_id, NOT_OURS),
}


def joined(query: Select, question: Question) -> Select:
    """Contacts with whatever a question needs of the hire, and its filters that hold for every figure."""
    sides = set(question.sides)
    needs_person = Side.LANGUAGE in sides or question.language
    needs_employer = Side.EMPLOYER in sides or question.employer
    query = query.join(Wave, Wave.id == Contact.wave_id)
    if needs_person or needs_employer or question.source:
        query = query.join(Placement, Placement.id == Contact.placement_id)
    if needs_person:
        query = query.join(Person, Person.id == Placement.person_id)
    if needs_employer:
        query = query.outerjoin(Organisation, Organisation.id == Placement.employer_id)
    if question.wave:
        query = query.where(Wave.key == question.wave)
    if question.language:
        query = query.where(Person.language == question.language)
    if question.employer == NOT_OURS:
        query = query.where(Placement.employer_id.is_(None))
    elif question.employer:
        query = query.where(Organisation.public_id == question.employer)
    if question.source:
        query = query.where(Placement.source_name == question.source)
    if question.since is not None:
        query = query.where(Contact.due_on >= question.since)
    if question.until is not None:
        query = query.where(Contact.due_on <= question.until)
    return query


def _is_closed(now: datetime) -> ColumnElement[bool]:
    """Whether the window is over; what staff sent off after it stays open for its own days."""
    sent_after = and_(Contact.released_at.is_not(None), Contact.given_at >= Contact.closes_at)
    return or_(
        and_(sent_after, Contact.given_at <= now - RELEASED_STAYS_OPEN_FOR),
        and_(~func.coalesce(sent_after, false()), Contact.closes_at <= now),
    )


def board(question: Question, now: datetime) -> Board:
    """All invitations by what the question divides them. One statement."""
    keys = [_KEY[side] for side in question.sides]
    is_due = case((and_(Contact.due_at.is_not(None), Contact.due_at <= now), 1), else_=0)
    is_past = case((Contact.closes_at <= now, 1), else_=0)
    is_over = case((_is_closed(now), 1), else_=0)
    parts = (*keys, Contact.state, Contact.reason, is_due, is_past, is_over)
    query = joined(select(*parts, func.count()).select_from(Contact), question)
    query = query.where(Contact.kind == ContactKind.INVITATION).group_by(*parts)
    found: dict[tuple[str, ...], Row] = {}
    total = Row(())
    for *values, state, reason, due, past, over, number in session().execute(query):
        place = place_in(state, reason, is_due=bool(due), is_past=bool(past), now=now)
        key = tuple(values)
        what = (
            stand_of(place.column, state),
            place.reason or "",
            disposition_of(state, reason, is_closed=bool(over)),
            number,
        )
        found.setdefault(key, Row(key)).add(*what)
        total.add(*what)
    return Board(list(found.values()), total)


def _stand(now: datetime) -> ColumnElement[str]:
    """Where an invitation stands, decided by the database as `place_on_board` and `stand_of` decide it."""
    state, reason = Contact.state, Contact.reason
    is_past = and_(Contact.closes_at <= now, reason.notin_(("released", "queued")))
    return case(
        (state == ContactState.QUEUED, Stand.DUE.value),
        (state == ContactState.LATE, Stand.LATE.value),
        (and_(state == ContactState.PLANNED, is_past), Stand.MISSED_BY_US.value),
        (state == ContactState.PLANNED, Stand.DUE.value),
        (
            and_(state.in_((ContactState.SENT, ContactState.STARTED)), reason != ""),
            Stand.NOT_APPLICABLE.value,
        ),
        *((state == ContactState(of.value), column.value) for of, column in COLUMN_OF_STATE.items()),
        else_="",
    )


# The states that a place can come from: what the database looks for before it decides exactly.
_STATES_OF: Mapping[Stand, tuple[ContactState, ...]] = {
    Stand.DUE: (ContactState.PLANNED, ContactState.QUEUED),
    Stand.SENT: (ContactState.SENT, ContactState.STARTED),
    Stand.HELD: (ContactState.HELD, ContactState.PAUSED),
    Stand.ANSWERED: (ContactState.COMPLETE,),
    Stand.LATE: (ContactState.LATE,),
    Stand.OVERDUE: (ContactState.EXPIRED,),
    Stand.UNKNOWN: (ContactState.UNKNOWN,),
    Stand.MISSED_BY_US: (ContactState.MISSED_BY_US, ContactState.PLANNED),
    Stand.UNREACHABLE: (ContactState.UNREACHABLE, ContactState.BOUNCED),
    Stand.NOT_APPLICABLE: (
        ContactState.NOT_APPLICABLE,
        ContactState.CANCELLED,
        ContactState.OPTED_OUT,
        ContactState.SENT,
        ContactState.STARTED,
    ),
}


# Places of which the state itself says everything, where no reason was noted.
_SPEAKS_FOR_ITSELF = (
    Stand.SENT,
    Stand.HELD,
    Stand.UNKNOWN,
    Stand.MISSED_BY_US,
    Stand.UNREACHABLE,
    Stand.NOT_APPLICABLE,
)


def _because(reason: str, now: datetime) -> ColumnElement[bool]:
    """Rows of which the board says this reason: their own, or the one that follows from state and clock where they have none."""
    is_due = and_(Contact.due_at.is_not(None), Contact.due_at <= now)
    is_planned = Contact.state == ContactState.PLANNED
    from_state = {
        "upcoming": and_(is_planned, ~func.coalesce(is_due, false())),
        "to_send": and_(is_planned, is_due),
        "not_sent_in_time": is_planned,
        "no_answer": Contact.state == ContactState.EXPIRED,
        "queued": Contact.state == ContactState.QUEUED,
        NO_REASON: Contact.state.in_([ContactState(stand.value) for stand in _SPEAKS_FOR_ITSELF]),
        **{str(state): Contact.state == state for state in ContactState if state is not ContactState.QUEUED},
    }
    if reason not in from_state:
        return Contact.reason == reason
    return or_(Contact.reason == reason, and_(Contact.reason == "", from_state[reason]))


def contacts_of(question: Question, now: datetime) -> Select[Contact]:
    """The rows behind a figure: invitations by where they stand, or mails of one day by what became of them."""
    query = joined(select(Contact), question)
    if question.day is not None or question.part is not None:
        query = query.where(Contact.kind != ContactKind.CALL, Contact.state.notin_(QUIET))
    else:
        query = query.where(Contact.kind == ContactKind.INVITATION)
    if question.day is not None:
        begins, ends = day_span(question.day)
        query = query.where(Contact.due_at >= begins, Contact.due_at < ends)
    if question.part is not None:
        states = [state for state, part in PART_OF_STATE.items() if part is question.part]
        query = query.where(Contact.state.in_(states))
    if question.state is not None:
        states = _STATES_OF[question.state]
        query = query.where(Contact.state.in_(states), _stand(now) == question.state.value)
    if question.reason:
        query = query.where(_because(question.reason, now))
    return query


def listed(
    question: Question, now: datetime, *, after: str | None = None, size: int = PAGE_SIZE
) -> Page[Contact]:
    """The rows behind a figure, by the day they are due, with the hire and the employer."""
    query = contacts_of(question, now).options(
        joinedload(Contact.placement).joinedload(Placement.person),
        joinedload(Contact.placement).joinedload(Placement.employer).selectinload(Organisation.texts),
    )
    return keyset_page(query, by=[Contact.due_on, Contact.id], after=after, size=size)


def count_of(question: Question, now: datetime) -> int:
    """How many rows stand behind a figure."""
    rows = contacts_of(question, now).with_only_columns(Contact.id).subquery()
    return session().scalar(select(func.count()).select_from(rows)) or 0


def people(question: Question, now: datetime, *, after: str | None = None) -> Page[Placement]:
    """Hires of whom at least one point stands where the question asks, the newest first."""
    some = contacts_of(question, now).with_only_columns(Contact.placement_id)
    query = (
        select(Placement)
        .options(
            joinedload(Placement.person), joinedload(Placement.employer).selectinload(Organisation.texts)
        )
        .where(Placement.id.in_(some))
    )
    return keyset_page(query, by=[Placement.id], after=after, size=30, newest_first=True)


def invitations_of(placements: Sequence[Placement]) -> dict[int, list[Contact]]:
    """The invitations of some hires in the order of their points, by hire."""
    found: dict[int, list[Contact]] = {}
    for contact in session().scalars(
        select(Contact)
        .where(
            Contact.placement_id.in_([placement.id for placement in placements]),
            Contact.kind == ContactKind.INVITATION,
        )
        .join(Wave, Wave.id == Contact.wave_id)
        .order_by(Wave.position, Contact.sequence, Contact.id)
    ):
        found.setdefault(contact.placement_id, []).append(contact)
    return found


def employers() -> Sequence[Organisation]:
    """Our organisations that employ somebody who is asked, with their names."""
    some = select(Placement.employer_id).where(Placement.employer_id.is_not(None))
    return (
        session()
        .scalars(
            select(Organisation)
            .options(selectinload(Organisation.texts))
            .where(Organisation.id.in_(some))
            .order_by(Organisation.id)
        )
        .all()
    )
