"""Reads of a position's life: what is due, what changed, what a company is asked. Who may see the position may see this."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, or_, select

from recruit.accounts.models import Person
from recruit.core.clock import day_in
from recruit.core.db import session
from recruit.core.facts import facts_on
from recruit.organisations.models import Membership, Organisation
from recruit.organisations.rules import OrganisationState, Prefecture
from recruit.postings.life.models import PostingChange, PostingQuestion
from recruit.postings.life.rules import (
    ASKED_AFTER,
    CLOSED_AFTER,
    LEFT_AFTER_REMINDER,
    REMINDED_AFTER,
    AskedBecause,
)
from recruit.postings.models import Posting, PostingMove, PostingVersion
from recruit.postings.queries import TOKYO
from recruit.postings.rules import PostingState

# At one beat of the clock; what is more waits for the next.
BATCH = 200
_WAGE_OF = "minimum_wage_"


# ------------------------------------------------------------------------------------------------ what is due


def due_to_open(now: datetime) -> Sequence[int]:
    """Positions whose opening day has come, the longest due first."""
    query = select(Posting.id).where(Posting.state == PostingState.SCHEDULED, Posting.opens_at <= now)
    return session().scalars(query.order_by(Posting.opens_at, Posting.id).limit(BATCH)).all()


def due_to_close(now: datetime) -> Sequence[int]:
    """Positions whose time for applications is over."""
    query = select(Posting.id).where(Posting.state == PostingState.PUBLISHED, Posting.closes_at < now)
    return session().scalars(query.order_by(Posting.closes_at, Posting.id).limit(BATCH)).all()


def to_be_asked(now: datetime) -> dict[int, AskedBecause]:
    """Which companies are asked about which positions, and why: nobody said for long that it is right, or the minimum wage
    rose since somebody said so.
    """
    today = day_in(now, TOKYO)
    last_day = today - ASKED_AFTER
    untouched = or_(Posting.confirmed_on.is_(None), Posting.confirmed_on <= last_day)
    query = (
        select(Posting.id, Posting.confirmed_on)
        .join(Organisation, Organisation.id == Posting.company_id)
        .where(
            Posting.state == PostingState.PUBLISHED,
            Organisation.state == OrganisationState.APPROVED,
            or_(Posting.closes_at.is_(None), Posting.closes_at > now + CLOSED_AFTER),
            ~exists().where(PostingQuestion.posting_id == Posting.id, PostingQuestion.ended_at.is_(None)),
            or_(untouched, *_wages_rose(now)),
        )
        .order_by(Posting.id)
        .limit(BATCH)
    )
    return {
        posting_id: AskedBecause.UNTOUCHED
        if confirmed_on is None or confirmed_on <= last_day
        else AskedBecause.MINIMUM_WAGE
        for posting_id, confirmed_on in session().execute(query)
    }


def _wages_rose(now: datetime) -> list[ColumnElement[bool]]:
    """One condition for each prefecture whose minimum wage changed lately."""
    today = day_in(now, TOKYO)
    wages = facts_on([f"{_WAGE_OF}{one}" for one in Prefecture], today)
    return [
        and_(
            Posting.prefecture == Prefecture(key.removeprefix(_WAGE_OF)),
            Posting.confirmed_on < wage.valid_from_on,
        )
        for key, wage in wages.items()
        if wage.valid_from_on > today - ASKED_AFTER
    ]


def to_be_reminded(now: datetime) -> Sequence[int]:
    """Questions that nobody has answered for some days."""
    return _questions(PostingQuestion.reminded_at.is_(None), now - REMINDED_AFTER)


def unanswered(now: datetime) -> Sequence[int]:
    """Questions whose time is over, the reminder some days ago."""
    is_over = and_(
        PostingQuestion.answer_by_at <= now, PostingQuestion.reminded_at <= now - LEFT_AFTER_REMINDER
    )
    return _questions(is_over, now)


def _questions(condition: ColumnElement[bool], asked_before: datetime) -> Sequence[int]:
    query = select(PostingQuestion.id).where(
        PostingQuestion.ended_at.is_(None), PostingQuestion.asked_at <= asked_before, condition
    )
    return session().scalars(query.order_by(PostingQuestion.id).limit(BATCH)).all()


# ------------------------------------------------------------------------------------------------ what is told


def open_questions(posting_ids: Collection[int]) -> dict[int, PostingQuestion]:
    """The questions that are open about these positions."""
    rows = session().scalars(
        select(PostingQuestion)
        .where(PostingQuestion.posting_id.in_(posting_ids), PostingQuestion.ended_at.is_(None))
        .order_by(PostingQuestion.id)
    )
    return {row.posting_id: row for row in rows}


def open_question(posting: Posting) -> PostingQuestion | None:
    """The question that is open about this position."""
    return open_questions([posting.id]).get(posting.id)


def questions_of(posting: Posting) -> Sequence[PostingQuestion]:
    """All questions about a position, the newest first."""
    query = select(PostingQuestion).where(PostingQuestion.posting_id == posting.id)
    return session().scalars(query.order_by(PostingQuestion.id.desc())).all()


def changes_of(posting: Posting) -> Sequence[PostingChange]:
    """All changes of a position, the newest first."""
    query = select(PostingChange).where(PostingChange.posting_id == posting.id)
    return session().scalars(query.order_by(PostingChange.id.desc())).all()


def version_numbers(posting: Posting) -> dict[datetime, int]:
    """The number of each version by the instant at which it was frozen."""
    query = select(PostingVersion.published_at, PostingVersion.number).where(
        PostingVersion.posting_id == posting.id
    )
    return {row.published_at: row.number for row in session().execute(query.order_by(PostingVersion.number))}


def last_moves(posting_ids: Collection[int]) -> Mapping[int, PostingMove]:
    """The last move of each of these positions."""
    rows = session().scalars(
        select(PostingMove).where(PostingMove.posting_id.in_(posting_ids)).order_by(PostingMove.id)
    )
    return {row.posting_id: row for row in rows}


def last_move(posting: Posting) -> PostingMove | None:
    """The last move of this position."""
    return session().scalar(
        select(PostingMove)
        .where(PostingMove.posting_id == posting.id)
        .order_by(PostingMove.id.desc())
        .limit(1)
    )


def asked_back(move: PostingMove | None) -> bool:
    """Whether staff wait for an answer of the company."""
    return (
        move is not None
        and (move.from_state, move.to_state)
        == (
            PostingState.IN_REVIEW,
            PostingState.DRAFT,
        )
        and bool(move.reason)
    )


def names_of(refs: Collection[str]) -> dict[str, str]:
    """What people are called, by their reference; who was erased is not among them."""
    query = select(Person.public_id, Person.display_name).where(
        Person.public_id.in_(refs), Person.anonymised_at.is_(None)
    )
    return {row.public_id: row.display_name for row in session().execute(query)}


def members_among(refs: Collection[str], company_id: int) -> set[str]:
    """Which of these people act or acted for a company."""
    query = (
        select(Person.public_id)
        .join(Membership, Membership.person_id == Person.id)
        .where(Person.public_id.in_(refs), Membership.organisation_id == company_id)
    )
    return set(session().scalars(query))
