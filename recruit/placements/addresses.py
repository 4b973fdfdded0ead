"""Whose an address in a list of hires is.

A survey that arrives in the wrong inbox shows a hire's answers to somebody else, at worst to the employer. An address in doubt
is nobody's: the hire is brought in without it, and staff see that an address is missing.
"""

from datetime import date, datetime

from sqlalchemy import func, or_, select, update

from recruit.accounts.models import ContactPoint, Person, User, UserRole
from recruit.accounts.rules import ContactKind
from recruit.core.db import session
from recruit.core.text import search_words
from recruit.organisations.models import Membership
from recruit.placements.lists import HireRow
from recruit.placements.models import Placement


def person_and_address(row: HireRow, now: datetime) -> tuple[Person | None, str]:
    """The person who has the row's address already, if it is this hire; and the address, where it may be used."""
    if not row.email or _is_of_an_office(row.email):
        return None, ""
    points = session().scalars(
        select(ContactPoint)
        .where(ContactPoint.kind == ContactKind.MAIL, func.lower(ContactPoint.value) == row.email.lower())
        .order_by(ContactPoint.ended_at.is_not(None), ContactPoint.id)
    )
    point = points.first()
    if point is None:
        return None, row.email
    person = session().get_one(Person, point.person_id)
    if point.ended_at is None and not _is_somebody_else(person, row):
        return person, row.email
    if not _has_account(person):
        # Two people give this address, so it is neither's own: an office, a dormitory, a broker.
        session().execute(
            update(ContactPoint)
            .where(ContactPoint.id == point.id, ContactPoint.ended_at.is_(None))
            .values(ended_at=now)
        )
    return None, ""


def correct_address(person_id: int, email: str, now: datetime) -> None:
    """The list names another address: it takes the place of those that only lists have named."""
    if not may_belong_to(person_id, email):
        return
    session().execute(
        update(ContactPoint)
        .where(
            ContactPoint.person_id == person_id,
            ContactPoint.kind == ContactKind.MAIL,
            ContactPoint.verified_at.is_(None),
            ContactPoint.ended_at.is_(None),
        )
        .values(ended_at=now)
    )
    add_address(person_id, email)


def may_belong_to(person_id: int, email: str) -> bool:
    """Whether nobody else has this address, and no office."""
    return not _is_of_an_office(email) and not _is_of_others(person_id, email)


def add_address(person_id: int, email: str) -> None:
    session().add(ContactPoint(person_id=person_id, kind=ContactKind.MAIL, value=email, priority=1))
    session().flush()


def _is_of_an_office(email: str) -> bool:
    """Whether it belongs to somebody who acts for an organisation or for the programme."""
    persons = select(ContactPoint.person_id).where(
        ContactPoint.kind == ContactKind.MAIL, func.lower(ContactPoint.value) == email.lower()
    )
    users = select(User.person_id).where(User.email == email.lower())
    staff = select(User.person_id).join(UserRole, UserRole.user_id == User.id)
    members = select(Membership.person_id).where(Membership.ended_at.is_(None))
    found = session().scalar(
        select(Person.id)
        .where(
            or_(Person.id.in_(persons), Person.id.in_(users)),
            or_(Person.id.in_(staff), Person.id.in_(members)),
        )
        .limit(1)
    )
    return found is not None


def _is_of_others(person_id: int, email: str) -> bool:
    found = session().scalar(
        select(ContactPoint.id)
        .where(
            ContactPoint.kind == ContactKind.MAIL,
            func.lower(ContactPoint.value) == email.lower(),
            ContactPoint.person_id != person_id,
        )
        .limit(1)
    )
    return found is not None


def _has_account(person: Person) -> bool:
    return session().scalar(select(User.id).where(User.person_id == person.id)) is not None


def _is_somebody_else(person: Person, row: HireRow) -> bool:
    """Another name; or, where only lists know the person, another job at the same time."""
    typed, known = set(search_words(row.name)), set(search_words(person.display_name))
    if typed and known and not (typed <= known or known <= typed):
        return True
    if _has_account(person):
        return False
    last = row.last_working_day or date.max
    held = session().scalars(select(Placement).where(Placement.person_id == person.id))
    return any(
        (one.started_on or one.planned_start_on or date.min) <= last
        and (one.ended_on is None or one.ended_on > row.hire_date)
        for one in held
    )
