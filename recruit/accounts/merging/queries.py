"""Reads about putting two rows of one person together. For coordinators."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, SQLColumnExpression, and_, or_, select, text, tuple_

from recruit.accounts.merging import rules
from recruit.accounts.merging.columns import PersonColumn, person_columns
from recruit.accounts.merging.models import PeopleApart, PersonMerge
from recruit.accounts.merging.objections import objections
from recruit.accounts.merging.rules import MergeRefusal, Objection, Side
from recruit.accounts.models import Person, User, UserRole
from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.core.visitor import Visitor

_SETTLED_AT_ONCE = 100


@dataclass(frozen=True)
class Going:
    """How many rows of a table follow to the kept row, and how many stay because the kept row has the same already."""

    table: str
    moves: int
    stays: int


@dataclass(frozen=True)
class Preview:
    """What would happen."""

    kept: Person
    merged: Person
    kept_user: User | None
    merged_user: User | None
    going: Sequence[Going]
    objections: Sequence[Objection]


def to_settle(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """Which can no longer be undone, and have not been settled."""
    return (
        PersonMerge.undone_at.is_(None),
        PersonMerge.settled_at.is_(None),
        PersonMerge.at < now - rules.UNDONE_WITHIN,
    )


def merges_to_settle(now: datetime, after: int) -> Sequence[int]:
    """Those to settle behind this id, so many at once."""
    found = select(PersonMerge.id).where(*to_settle(now), PersonMerge.id > after)
    return session().scalars(found.order_by(PersonMerge.id).limit(_SETTLED_AT_ONCE)).all()


def demand_merger(visitor: Visitor) -> None:
    """Coordinators and administrators put people together; nobody else knows how."""
    if not visitor.is_coordinator:
        raise Missing


def pair_for(visitor: Visitor, kept_ref: str, merged_ref: str) -> tuple[Person, Person]:
    """The two rows. Raises Missing where one is not there."""
    demand_merger(visitor)
    found = {
        person.public_id: person
        for person in session().scalars(select(Person).where(Person.public_id.in_([kept_ref, merged_ref])))
    }
    if kept_ref not in found or merged_ref not in found:
        raise Missing
    return found[kept_ref], found[merged_ref]


def preview(visitor: Visitor, kept: Person, merged: Person) -> Preview:
    """What would move, what would stay, and what stands in the way."""
    users = {
        user.person_id: user
        for user in session().scalars(select(User).where(User.person_id.in_([kept.id, merged.id])))
    }
    counts: dict[str, Going] = {}
    for column in person_columns():
        ids = keys_naming(column, merged)
        staying = keys_that_stay(column, kept, merged) if ids else set()
        before = counts.get(column.table.name, Going(column.table.name, 0, 0))
        counts[column.table.name] = Going(
            column.table.name, before.moves + len(ids - staying), before.stays + len(staying)
        )
    return Preview(
        kept=kept,
        merged=merged,
        kept_user=users.get(kept.id),
        merged_user=users.get(merged.id),
        going=[one for one in counts.values() if one.moves or one.stays],
        objections=why_not(visitor, kept, merged),
    )


def why_not(visitor: Visitor, kept: Person, merged: Person) -> list[Objection]:
    """What stands in the way: the rules of accounts, or else what the rooms have against it."""
    with_roles = set(
        session().scalars(
            select(User.person_id)
            .join(UserRole, UserRole.user_id == User.id)
            .where(User.person_id.in_([kept.id, merged.id]))
        )
    )

    unconfirmed = set(
        session().scalars(
            select(User.person_id).where(
                User.person_id.in_([kept.id, merged.id]), User.confirmed_at.is_(None)
            )
        )
    )

    def side(person: Person) -> Side:
        return Side(
            person.id,
            is_there=person.anonymised_at is None and person.merged_into_id is None,
            is_staff=person.id in with_roles,
            has_unconfirmed_sign_in=person.id in unconfirmed,
        )

    refusal = rules.why_not_merged(side(kept), side(merged), by_person_id=visitor.person_id)
    if refusal is None and told_apart(kept, merged) is not None:
        refusal = MergeRefusal.TOLD_APART
    return [Objection(refusal)] if refusal else objections(kept.id, merged.id)


def named(column: PersonColumn, person: Person) -> int | str:
    """How this column names a person."""
    return person.public_id if column.by_reference else person.id


def keys_naming(column: PersonColumn, person: Person) -> set[int]:
    """The keys of the rows in which this column names the person."""
    return set(session().scalars(select(column.key).where(column.column == named(column, person))))


def keys_that_stay(column: PersonColumn, kept: Person, merged: Person) -> set[int]:
    """The keys of rows that cannot follow, because the kept row has what may exist only once."""
    staying: set[int] = set()
    for others, where in column.unique_sets():
        condition = [text(where)] if where else []
        mine = select(*others).where(column.column == named(column, kept), *condition)
        theirs = select(column.key).where(column.column == named(column, merged), *condition)
        if len(others) == 1:
            theirs = theirs.where(others[0].in_(mine))
        elif others:
            theirs = theirs.where(tuple_(*others).in_(mine))
        elif (
            session()
            .execute(select(column.key).where(column.column == named(column, kept), *condition))
            .first()
            is None
        ):
            continue
        staying |= set(session().scalars(theirs))
    return staying


def merges_of(person_ids: Iterable[int]) -> Sequence[PersonMerge]:
    """What was put together with these people and not taken apart, the newest first."""
    ids = list(person_ids)
    return (
        session()
        .scalars(
            select(PersonMerge)
            .where(PersonMerge.kept_id.in_(ids), PersonMerge.undone_at.is_(None))
            .order_by(PersonMerge.id.desc())
        )
        .all()
    )


def are_apart(
    one_id: SQLColumnExpression[int] | int, other_id: SQLColumnExpression[int] | int
) -> ColumnElement[bool]:
    """Whether a row says that these two, in whichever order, are two people."""
    return and_(
        PeopleApart.undone_at.is_(None),
        or_(
            and_(PeopleApart.one_id == one_id, PeopleApart.other_id == other_id),
            and_(PeopleApart.one_id == other_id, PeopleApart.other_id == one_id),
        ),
    )


def told_apart(one: Person, other: Person) -> PeopleApart | None:
    """What says that these are two people."""
    query = select(PeopleApart).where(are_apart(one.id, other.id)).order_by(PeopleApart.id)
    return session().scalars(query).first()


def all_told_apart(visitor: Visitor, *, most: int) -> Sequence[PeopleApart]:
    """Pairs that are noted as two people, the newest note first."""
    demand_merger(visitor)
    query = select(PeopleApart).where(PeopleApart.undone_at.is_(None))
    return session().scalars(query.order_by(PeopleApart.id.desc()).limit(most)).all()


def apart_for(visitor: Visitor, public_id: str) -> PeopleApart:
    """One such note, for whoever may take it back. Raises Missing."""
    demand_merger(visitor)
    found = session().scalar(select(PeopleApart).where(PeopleApart.public_id == public_id))
    if found is None:
        raise Missing
    return found


def merge_for(visitor: Visitor, public_id: str) -> PersonMerge:
    """One merge, for whoever may take it apart. Raises Missing."""
    demand_merger(visitor)
    found = session().scalar(select(PersonMerge).where(PersonMerge.public_id == public_id))
    if found is None:
        raise Missing
    return found


def why_not_parted(merge: PersonMerge, now: datetime) -> MergeRefusal | None:
    """Why this cannot be taken apart (any more, or before a later one); None where it can."""
    refusal = rules.why_not_undone(
        at=merge.at,
        undone_at=merge.undone_at,
        settled_at=merge.settled_at,
        kept_is_there=merge.kept.merged_into_id is None and merge.kept.anonymised_at is None,
        merged_is_erased=merge.merged.anonymised_at is not None,
        now=now,
    )
    if refusal is None and any(other.id > merge.id for other in merges_of([merge.kept_id])):
        return MergeRefusal.LATER_ONE_FIRST
    return refusal
