"""Who may be there twice, and why it looks so. For coordinators."""

from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import aliased

from recruit.accounts.merging.queries import are_apart, demand_merger
from recruit.accounts.merging.rules import Likeness
from recruit.accounts.models import ContactPoint, Person, User
from recruit.accounts.rules import ContactKind
from recruit.core.db import session
from recruit.core.visitor import Visitor
from recruit.dashboards.queries.people import FoundPerson, with_what_they_are
from recruit.placements.models import Placement
from recruit.placements.rules import PlacementSource
from recruit.students.models import Student

MOST = 100


@dataclass
class Pair:
    """Two rows that may be one person, the older one first, and what speaks for it."""

    one: FoundPerson
    other: FoundPerson
    reasons: list[Likeness] = field(default_factory=list)


def perhaps_twice(visitor: Visitor, *, person_id: int | None = None) -> list[Pair]:
    """Pairs that look alike and that nobody has told apart, the strongest reasons first; of one person alone, where one is
    given. The number of statements does not depend on how many.
    """
    demand_merger(visitor)
    reasons: dict[tuple[int, int], list[Likeness]] = {}
    for likeness, query in (
        (Likeness.SAME_ADDRESS, _same_way("@")),
        (Likeness.SAME_NUMBER, _same_way("tel:")),
        (Likeness.SAME_NAME_AND_BIRTH, _same_name_and_birth()),
        (Likeness.HIRE_AND_ACCOUNT, _hire_and_account()),
    ):
        for one, other in session().execute(_of(query, person_id).limit(MOST)):
            found = reasons.setdefault((min(one, other), max(one, other)), [])
            if likeness not in found:
                found.append(likeness)
    return _pairs(visitor, reasons)


def _pairs(visitor: Visitor, reasons: dict[tuple[int, int], list[Likeness]]) -> list[Pair]:
    ids = sorted({person_id for pair in reasons for person_id in pair})
    if not ids:
        return []
    people = session().scalars(select(Person).where(Person.id.in_(ids)).order_by(Person.id)).all()
    found = {one.person.id: one for one in with_what_they_are(visitor, people)}
    order = list(Likeness)
    pairs = [Pair(found[one], found[other], why) for (one, other), why in reasons.items()]
    return sorted(
        pairs, key=lambda pair: (-len(pair.reasons), order.index(pair.reasons[0]), pair.one.person.id)
    )[:MOST]


_one, _other = aliased(Person), aliased(Person)


def _are_there() -> ColumnElement[bool]:
    return and_(
        *(
            condition
            for person in (_one, _other)
            for condition in (person.anonymised_at.is_(None), person.merged_into_id.is_(None))
        )
    )


def _of(query: Select[int, int], person_id: int | None) -> Select[int, int]:
    query = (
        query.where(_are_there(), ~exists().where(are_apart(_one.id, _other.id)))
        .distinct()
        .order_by(_one.id, _other.id)
    )
    if person_id is None:
        return query
    return query.where(or_(_one.id == person_id, _other.id == person_id))


def _same_way(begins: str) -> Select[int, int]:
    """The same address or number. That of a trusted person says nothing: brothers name the same mother."""
    mine, theirs = aliased(ContactPoint), aliased(ContactPoint)
    own = (ContactKind.MAIL,) if begins == "@" else (ContactKind.PHONE, ContactKind.MESSENGER)
    query = (
        select(_one.id, _other.id)
        .join(mine, mine.person_id == _one.id)
        .join(theirs, and_(theirs.found_by == mine.found_by, theirs.person_id > mine.person_id))
        .join(_other, _other.id == theirs.person_id)
        .where(mine.kind.in_(own), theirs.kind.in_(own))
    )
    return query if begins == "@" else query.where(mine.found_by.startswith(begins))


def _same_name_and_birth() -> Select[int, int]:
    mine, theirs = aliased(Student), aliased(Student)
    return (
        select(_one.id, _other.id)
        .join(mine, mine.person_id == _one.id)
        .join(theirs, and_(theirs.born_on == mine.born_on, theirs.person_id > mine.person_id))
        .join(_other, _other.id == theirs.person_id)
        .where(_one.search_key == _other.search_key, _one.search_key != "")
    )


def _hire_and_account() -> Select[int, int]:
    """Entered as a hire, from a list or by hand, without a sign-in; and somebody of that name with a sign-in, but without an employment."""
    listed, hired = aliased(Placement), aliased(Placement)
    without, with_sign_in = aliased(User), aliased(User)
    return (
        select(_one.id, _other.id)
        .join(listed, and_(listed.person_id == _one.id, listed.source != PlacementSource.PLATFORM))
        .join(_other, and_(_other.search_key == _one.search_key, _other.id != _one.id))
        .join(with_sign_in, and_(with_sign_in.person_id == _other.id, with_sign_in.active.is_(True)))
        .outerjoin(without, without.person_id == _one.id)
        .outerjoin(hired, hired.person_id == _other.id)
        .where(without.id.is_(None), hired.id.is_(None), _one.search_key != "")
    )
