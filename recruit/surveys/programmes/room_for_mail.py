"""Who has had so much mail that nothing more goes to them just now, under a contact budget."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy import ColumnElement, Subquery, func, select

from recruit.accounts.models import Person
from recruit.core.db import session
from recruit.placements.models import Placement
from recruit.surveys.models import Contact
from recruit.surveys.planning.contacts import Outcome
from recruit.surveys.planning.programme import Budget
from recruit.surveys.rules import ContactKind

_WENT_AT = func.coalesce(Contact.sent_at, Contact.given_at)


@dataclass(frozen=True)
class WithoutRoom:
    """One of them. `placement_ref` is the hire that the newest mail was about; there is room again at `room_at`."""

    name: str
    placement_ref: str
    mails: int
    room_at: datetime


def how_many_without_room(budget: Budget, now: datetime) -> int:
    """How many people have no room for more mail just now."""
    return session().scalar(select(func.count()).select_from(_full(budget, now))) or 0


def people_without_room(budget: Budget, now: datetime, *, first: int, most: int) -> Sequence[WithoutRoom]:
    """The same people by name, from the place `first` on."""
    full = _full(budget, now)
    page = (
        select(Person.id, Person.display_name)
        .join(full, full.c.person_id == Person.id)
        .order_by(Person.display_name, Person.id)
        .offset(first)
        .limit(most)
        .subquery()
    )
    mails = session().execute(
        select(page.c.id, page.c.display_name, Placement.public_id, _WENT_AT)
        .join(Placement, Placement.person_id == page.c.id)
        .join(Contact, Contact.placement_id == Placement.id)
        .where(_counts(budget, now))
        .order_by(page.c.display_name, page.c.id, _WENT_AT.desc(), Contact.id.desc())
    )
    found = []
    for _person_id, of_one in groupby(mails, key=lambda row: row[0]):
        theirs = list(of_one)
        # Once this one is out of the span, one mail fewer than the budget is left in it.
        room_at = theirs[budget.mails - 1][3] + budget.span
        found.append(WithoutRoom(theirs[0][1], theirs[0][2], len(theirs), room_at))
    return found


def _full(budget: Budget, now: datetime) -> Subquery:
    return (
        select(Placement.person_id)
        .join(Contact, Contact.placement_id == Placement.id)
        .where(_counts(budget, now))
        .group_by(Placement.person_id)
        .having(func.count() >= budget.mails)
        .subquery()
    )


def _counts(budget: Budget, now: datetime) -> ColumnElement[bool]:
    """What the budget counts: mails that went, or are about to go, within its span."""
    return (
        (Contact.kind != ContactKind.CALL)
        & Contact.outcome.is_not(None)
        & (Contact.outcome != Outcome.FAILED)
        & (now - budget.span < _WENT_AT)
    )
