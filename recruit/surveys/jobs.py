"""What the clock does about follow-ups: open, send, remind, close. Any number of workers may run it at once."""

from collections.abc import Callable
from datetime import datetime
import logging

from sqlalchemy import ColumnElement, exists, func, or_, select

from recruit.accounts.models import ContactPoint
from recruit.accounts.rules import ContactKind as PointKind
from recruit.core.db import session, writing
from recruit.messages.models import AddressState
from recruit.placements.models import Placement
from recruit.surveys.actions.contacts import give_out_due
from recruit.surveys.models import Contact
from recruit.surveys.rules import ContactState

log = logging.getLogger(__name__)
PEOPLE_A_READ = 200


def tick(now: datetime, *, after_each: Callable[[], object] | None = None) -> int:
    """Look at everybody for whom something may have come due, one person a transaction. Returns how much was done.

    A worker that dies in the middle of a person leaves that person as before. What breaks for one person is logged and does
    not stop the others.
    """
    done, last = 0, 0
    while True:
        people = list(
            session().scalars(
                select(Placement.person_id)
                .join(Contact, Contact.placement_id == Placement.id)
                .where(Placement.person_id > last, _is_due(now))
                .distinct()
                .order_by(Placement.person_id)
                .limit(PEOPLE_A_READ)
            )
        )
        for person_id in people:
            try:
                with writing():
                    done += give_out_due(person_id, now)
            except Exception:
                session().rollback()
                log.exception("follow-ups of one person broke", extra={"person_id": person_id})
            if after_each is not None:
                after_each()
        if len(people) < PEOPLE_A_READ:
            return done
        last = people[-1]


def people_due(now: datetime) -> int:
    """How many people a tick would look at."""
    return (
        session().scalar(
            select(func.count(Placement.person_id.distinct()))
            .join(Contact, Contact.placement_id == Placement.id)
            .where(_is_due(now))
        )
        or 0
    )


def _is_due(now: datetime) -> ColumnElement[bool]:
    """Its instant has come, or somebody who could not be reached has an address by now."""
    is_paused = exists().where(
        AddressState.address == func.lower(ContactPoint.value),
        or_(AddressState.bounced_at.is_not(None), AddressState.complaint_at.is_not(None)),
    )
    can_be_reached = exists().where(
        ContactPoint.person_id == Placement.person_id,
        ContactPoint.kind == PointKind.MAIL,
        ContactPoint.ended_at.is_(None),
        ~is_paused,
    )
    return or_(
        Contact.check_at <= now,
        (Contact.state == ContactState.UNREACHABLE)
        & Contact.outcome.is_(None)
        & (Contact.closes_at > now)
        & can_be_reached,
    )
