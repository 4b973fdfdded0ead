"""Moves: note that two rows that look alike are two people, and take the note back."""

from datetime import datetime

from sqlalchemy import update

from recruit.accounts.merging import queries
from recruit.accounts.merging.actions import hold_people
from recruit.accounts.merging.models import PeopleApart
from recruit.accounts.merging.rules import MergeRefusal
from recruit.accounts.models import Person
from recruit.core import audit
from recruit.core.db import changes_one, session
from recruit.core.errors import Refused
from recruit.core.visitor import Visitor


def tell_apart(one: Person, other: Person, *, by: Visitor, now: datetime) -> PeopleApart:
    """These are two people: they are not proposed again, and cannot be put together while the note holds. A second press
    changes nothing.
    """
    queries.demand_merger(by)
    if one.id == other.id:
        raise Refused(MergeRefusal.SAME_ROW)
    hold_people(one, other)
    if any(person.anonymised_at or person.merged_into_id for person in (one, other)):
        raise Refused(MergeRefusal.NOT_THERE)
    known = queries.told_apart(one, other)
    if known is not None:
        return known
    first, second = sorted((one, other), key=lambda person: person.id)
    apart = PeopleApart(one_id=first.id, other_id=second.id, at=now, by_ref=by.person_ref or "")
    session().add(apart)
    session().flush()
    _note("people_told_apart", apart, by, now)
    return apart


def propose_again(apart: PeopleApart, *, by: Visitor, now: datetime) -> None:
    """The note was a mistake. A second press changes nothing."""
    queries.demand_merger(by)
    undone = (
        update(PeopleApart)
        .where(PeopleApart.id == apart.id, PeopleApart.undone_at.is_(None))
        .values(undone_at=now, undone_by_ref=by.person_ref or "")
    )
    if changes_one(undone):
        session().refresh(apart)
        _note("people_perhaps_one", apart, by, now)


def _note(action: str, apart: PeopleApart, by: Visitor, now: datetime) -> None:
    audit.record(
        action,
        by=by,
        now=now,
        subject_kind="person",
        subject_ref=apart.one.public_id,
        change=f"with {apart.other.public_id}",
    )
