"""Who has had so much mail that nothing more goes to them just now, under a contact budget."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy import Subquery, func, select, union_all

from recruit.accounts.models import Person
from recruit.core.db import session
from recruit.messages.models import Mail
from recruit.placements.models import Placement
from recruit.surveys.models import Contact
from recruit.surveys.planning.contacts import Outcome
from recruit.surveys.planning.programme import Budget
from recruit.surveys.queries import other_mails
from recruit.surveys.rules import ContactKind

_WENT_AT = func.coalesce(Contact.sent_at, Contact.given_at)


@dataclass(frozen=True)
class WithoutRoom:
    """One of them. `placement_ref` is their newest hire; there is room again at `room_at`."""

    name: str
    placement_ref: str
    mails: int
    room_at: datetime


def how_many_without_room(budget: Budget, now: datetime) -> int:
    """How many people have no room for more mail just now."""
    full = _full(_mails(budget, now), budget)
    return session().scalar(select(func.count()).select_from(full)) or 0


def people_without_room(budget: Budget, now: datetime, *, first: int, most: int) -> Sequence[WithoutRoom]:
    """The same people by name, from the place `first` on."""
    mails = _mails(budget, now)
    full = _full(mails, budget)
    newest_hire = (
        select(Placement.public_id)
        .where(Placement.person_id == Person.id)
        .order_by(Placement.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    page = (
        select(Person.id, Person.display_name, newest_hire.label("hire"))
        .join(full, full.c.person_id == Person.id)
        .order_by(Person.display_name, Person.id)
        .offset(first)
        .limit(most)
        .subquery()
    )
    read = session().execute(
        select(page.c.id, page.c.display_name, page.c.hire, mails.c.went_at)
        .join(mails, mails.c.person_id == page.c.id)
        .order_by(page.c.display_name, page.c.id, mails.c.went_at.desc())
    )
    found = []
    for _person_id, of_one in groupby(read, key=lambda row: row[0]):
        theirs = list(of_one)
        # Once this one is out of the span, one mail fewer than the budget is left in it.
        room_at = theirs[budget.mails - 1][3] + budget.span
        found.append(WithoutRoom(theirs[0][1], theirs[0][2], len(theirs), room_at))
    return found


def _full(mails: Subquery, budget: Budget) -> Subquery:
    return (
        select(mails.c.person_id).group_by(mails.c.person_id).having(func.count() >= budget.mails).subquery()
    )


def _mails(budget: Budget, now: datetime) -> Subquery:
    """What the budget counts: mails to hires that went, or are about to go, within its span."""
    about_points = (
        select(Placement.person_id, _WENT_AT.label("went_at"))
        .join(Contact, Contact.placement_id == Placement.id)
        .where(
            Contact.kind != ContactKind.CALL,
            Contact.outcome.is_not(None),
            Contact.outcome != Outcome.FAILED,
            now - budget.span < _WENT_AT,
        )
    )
    about_other_things = (
        select(Person.id, other_mails.WENT_AT)
        .join(Mail, Mail.to_ref == Person.public_id)
        .where(
            other_mails.count_for_the_budget(now, budget.span),
            select(Placement.id).where(Placement.person_id == Person.id).exists(),
        )
    )
    return union_all(about_points, about_other_things).subquery()
