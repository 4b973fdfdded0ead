"""Reads of the request desk: one's own requests, that of a key, and all of them for staff."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import selectinload

from recruit.accounts import tokens
from recruit.accounts.models import ContactPoint, Person, User
from recruit.accounts.requests import rules
from recruit.accounts.requests.models import DataRequest, RequestMove
from recruit.accounts.requests.rules import Counted, MonthCount, RequestKind, RequestState
from recruit.accounts.rules import ContactKind
from recruit.core import vault
from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.core.visitor import Visitor
from recruit.web.tables import PAGE_SIZE, Page, keyset_page

# What is left is told of at the next beat, minutes later.
_TOLD_AT_ONCE = 200


def own_requests(visitor: Visitor) -> Sequence[DataRequest]:
    """The visitor's own requests, the newest first."""
    query = select(DataRequest).where(DataRequest.person_id == visitor.person_id)
    return session().scalars(query.order_by(DataRequest.id.desc())).all() if visitor.person_id else []


def own_request(visitor: Visitor, public_id: str) -> DataRequest:
    """One of the visitor's own requests."""
    found = session().scalar(
        select(DataRequest).where(
            DataRequest.public_id == public_id, DataRequest.person_id == visitor.person_id
        )
    )
    if found is None or visitor.person_id is None:
        raise Missing
    return found


def key_of(request: DataRequest) -> str:
    """What stands in the mails of who has no sign-in: it opens this one request and nothing else."""
    return f"{request.public_id}.{tokens.fingerprint('data_request', request.public_id)}"


def request_of_key(key: str, now: datetime) -> DataRequest:
    """The request that a mailed key opens, as long as anything about it is of use."""
    public_id, _dot, _mark = key.partition(".")
    found = session().scalar(select(DataRequest).where(DataRequest.public_id == public_id))
    # A request that belongs to an account is opened by signing in.
    if found is None or not found.address or not _is_same(key, key_of(found)):
        raise Missing
    if found.state is RequestState.UNCONFIRMED and now - found.asked_at > rules.UNCONFIRMED_KEPT_FOR:
        raise Missing
    return found


def _is_same(one: str, other: str) -> bool:
    return tokens.hash_of_secret(one) == tokens.hash_of_secret(other)


def person_of_address(address: str) -> Person | None:
    """Whom this address belongs to: a confirmed sign-in, or else the one person who has proved to be reached there."""
    user = session().scalar(
        select(User).where(User.email == address.strip().lower(), User.confirmed_at.is_not(None))
    )
    if user is not None:
        return user.person
    found = (
        session()
        .scalars(
            select(Person)
            .join(ContactPoint)
            .where(
                ContactPoint.kind == ContactKind.MAIL,
                func.lower(ContactPoint.value) == address.strip().lower(),
                ContactPoint.verified_at.is_not(None),
                ContactPoint.ended_at.is_(None),
            )
            .distinct()
            .order_by(Person.id)
            .limit(2)
        )
        .all()
    )
    return found[0] if len(found) == 1 else None


def _for_staff(visitor: Visitor) -> Select[DataRequest]:
    if not visitor.is_coordinator:
        raise Missing
    return select(DataRequest).where(DataRequest.state != RequestState.UNCONFIRMED)


def _runs_out() -> ColumnElement[datetime]:
    return case(
        (DataRequest.state == RequestState.RECEIVED, DataRequest.answer_by_at),
        else_=DataRequest.finish_by_at,
    )


def waiting_requests(visitor: Visitor, *, after: str | None = None) -> Page[DataRequest]:
    """What must still be answered or carried out, by the clock that runs now, a page at a time. `after` is the public id of the
    last one before.
    """
    query = _for_staff(visitor).where(DataRequest.state.in_(rules.WAITING))
    place = None
    if after:
        known = select(_runs_out(), DataRequest.id).where(DataRequest.public_id == after)
        place = session().execute(known).first()
    if place is not None:
        ends_at, last_id = place
        is_behind = and_(_runs_out() == ends_at, DataRequest.id > last_id)
        query = query.where(or_(_runs_out() > ends_at, is_behind))
    found = session().scalars(query.order_by(_runs_out(), DataRequest.id).limit(PAGE_SIZE + 1)).all()
    shown = found[:PAGE_SIZE]
    return Page(shown, shown[-1].public_id if len(found) > PAGE_SIZE else None, place is None)


def requests_that_are_over(visitor: Visitor, *, after: str | None = None) -> Page[DataRequest]:
    """What is over, the newest first."""
    query = _for_staff(visitor).where(DataRequest.state.in_(rules.OVER))
    return keyset_page(query, by=[DataRequest.id], after=after, newest_first=True)


def request_for_staff(visitor: Visitor, public_id: str) -> DataRequest:
    """One request, with its history."""
    found = session().scalar(
        _for_staff(visitor).where(DataRequest.public_id == public_id).options(selectinload(DataRequest.moves))
    )
    if found is None:
        raise Missing
    return found


def names_of(moves: Sequence[RequestMove]) -> dict[str, str]:
    """Names of who moved something, by reference."""
    refs = {move.by_ref for move in moves if move.by_ref}
    rows = session().execute(
        select(Person.public_id, Person.display_name).where(Person.public_id.in_(refs)).order_by(Person.id)
    )
    return {row[0]: row[1] for row in rows}


def words_of(request: DataRequest) -> str:
    """What the person wrote."""
    return vault.unseal(request.words)


def answer_of(request: DataRequest) -> str:
    """The words of the letter."""
    return vault.unseal(request.answer)


def note_of(move: RequestMove) -> str:
    """What staff wrote down beside a move."""
    return vault.unseal(move.note)


def unanswered_for_a_day(now: datetime) -> Sequence[int]:
    """Requests that nobody has answered for a day, and of which no administrator has been told; so many at once."""
    return (
        session()
        .scalars(
            select(DataRequest.id)
            .where(
                DataRequest.state == RequestState.RECEIVED,
                DataRequest.alarmed_at.is_(None),
                DataRequest.received_at <= now - rules.ALARM_AFTER,
            )
            .order_by(DataRequest.received_at, DataRequest.id)
            .limit(_TOLD_AT_ONCE)
        )
        .all()
    )


def complaints_by_month(now: datetime) -> list[MonthCount]:
    """How many complaints came in each month, and what became of them. Counts only: for everybody."""
    rows = session().execute(
        select(DataRequest.received_at, DataRequest.answer_by_at, DataRequest.decided_at, DataRequest.state)
        .where(DataRequest.kind == RequestKind.COMPLAIN, DataRequest.received_at.is_not(None))
        .order_by(DataRequest.id)
    )
    counted = [
        Counted(received_at, answer_by_at, decided_at, state)
        for received_at, answer_by_at, decided_at, state in rows
        if received_at and answer_by_at
    ]
    return rules.by_month(counted, now)
