"""Reads of ways to reach people. The person sees the own ones; staff who see to hires see those of others."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select

from recruit.accounts import queries, tokens
from recruit.accounts.models import ContactPoint, Person, User
from recruit.accounts.rules import ContactKind, LinkPurpose
from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.core.visitor import Visitor


def own_ways(visitor: Visitor) -> list[ContactPoint]:
    """The visitor's own ways that hold, the first to try first. The address of the sign-in is always one."""
    return list(live_ways(visitor.person_id or 0))


def own_ended_ways(visitor: Visitor) -> Sequence[ContactPoint]:
    """What the visitor has taken off, or what was replaced; the newest first."""
    return (
        session()
        .scalars(
            select(ContactPoint)
            .where(ContactPoint.person_id == visitor.person_id, ContactPoint.ended_at.is_not(None))
            .order_by(ContactPoint.ended_at.desc(), ContactPoint.id.desc())
        )
        .all()
    )


def live_ways(person_id: int) -> Sequence[ContactPoint]:
    """The ways of one person that hold, the first to try first."""
    return (
        session()
        .scalars(
            select(ContactPoint)
            .where(ContactPoint.person_id == person_id, ContactPoint.ended_at.is_(None))
            .order_by(ContactPoint.priority, ContactPoint.id)
        )
        .all()
    )


def signs_in(person_id: int) -> bool:
    """Whether the person can come in and say for themself how to be reached."""
    query = select(User.id).where(User.person_id == person_id, User.active)
    return session().scalar(query) is not None


def mark_of_way(point: ContactPoint) -> str:
    """What stands for a way in an address."""
    return tokens.fingerprint("contact_point", point.id)


def own_way(visitor: Visitor, mark: str) -> ContactPoint:
    """One of the visitor's own ways that hold. Raises Missing."""
    return _marked(own_ways(visitor), mark)


def marked_of(person_id: int, mark: str) -> ContactPoint | None:
    """The way of this person behind a mark, if it holds."""
    return next((point for point in live_ways(person_id) if mark_of_way(point) == mark), None)


def _marked(points: Iterable[ContactPoint], mark: str) -> ContactPoint:
    for point in points:
        if mark_of_way(point) == mark:
            return point
    raise Missing


def way_of(visitor: Visitor, person_ref: str, mark: str) -> ContactPoint:
    """One way of somebody, for staff who see to hires. Raises Missing."""
    person = queries.person_by_ref(person_ref) if visitor.sees_hires else None
    if person is None:
        raise Missing
    return _marked(live_ways(person.id), mark)


def person_without_sign_in(visitor: Visitor, person_ref: str) -> Person:
    """Somebody whose ways staff keep, because the person cannot. Raises Missing."""
    person = queries.person_by_ref(person_ref) if visitor.sees_hires else None
    if person is None or person.anonymised_at or person.merged_into_id or signs_in(person.id):
        raise Missing
    return person


def ways_of(visitor: Visitor, person_ids: Iterable[int]) -> dict[int, list[ContactPoint]]:
    """The ways of these people, the first to try first, in one statement; for staff who see to hires alone."""
    if not visitor.sees_hires:
        raise Missing
    wanted = sorted(set(person_ids))
    if not wanted:
        return {}
    found: dict[int, list[ContactPoint]] = {}
    for point in session().scalars(
        select(ContactPoint)
        .where(
            ContactPoint.person_id.in_(wanted),
            ContactPoint.ended_at.is_(None),
            ContactPoint.kind != ContactKind.MAIL_TO_CONFIRM,
        )
        .order_by(ContactPoint.person_id, ContactPoint.priority, ContactPoint.id)
    ):
        found.setdefault(point.person_id, []).append(point)
    return found


def confirmed_since(points: Iterable[ContactPoint]) -> datetime | None:
    """Since when all of these are said to be right: the oldest word counts. None where nothing was ever said of one."""
    said = [point.confirmed_at or point.verified_at for point in points]
    known = [instant for instant in said if instant is not None]
    return min(known) if known and len(known) == len(said) else None


def token_of_way(point: ContactPoint) -> str:
    """The token of the link that proves that its reader has this address."""
    ref = session().scalar(select(Person.public_id).where(Person.id == point.person_id)) or ""
    return tokens.link_token(LinkPurpose.WAY_TO_REACH, ref, _state_of(point))


def _state_of(point: ContactPoint) -> str:
    return tokens.fingerprint(LinkPurpose.WAY_TO_REACH, point.id, point.value)


def way_of_link(token: str, now: datetime) -> ContactPoint | None:
    """The address this link was sent to, proved already or not; None where the link is broken, old, or the address ended."""
    read = tokens.read_link_token(LinkPurpose.WAY_TO_REACH, token, now)
    person = queries.person_by_ref(read[0]) if read else None
    if read is None or person is None:
        return None
    return next((point for point in live_ways(person.id) if _state_of(point) == read[1]), None)
