"""Whose follow-ups could not be planned: staff see it, and the worker tries again until it works."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, select, update

from recruit.core.db import session
from recruit.placements.models import Placement
from recruit.surveys.actions.contacts import give_out_due, hold
from recruit.surveys.models import Contact, FollowUpTask
from recruit.surveys.rules import TaskKind


def note_broken(person_id: int, now: datetime) -> None:
    """Put it onto the list of staff; what stands there already stays."""
    hold(person_id)
    if session().scalar(select(func.count()).select_from(FollowUpTask).where(_open_tasks_of(person_id))):
        return
    newest = session().scalar(select(func.max(Placement.id)).where(Placement.person_id == person_id))
    if newest is not None:
        session().add(FollowUpTask(placement_id=newest, kind=TaskKind.PLANNING_BROKE, raised_at=now))
        session().flush()


def try_again(person_id: int, now: datetime) -> int:
    """Plan the person anew; where that works, staff need not look at it any more."""
    done = give_out_due(person_id, now)
    session().execute(
        update(FollowUpTask)
        .where(_open_tasks_of(person_id))
        .values(done_at=now)
        .execution_options(synchronize_session=False)
    )
    return done


def people_broken(now: datetime, most: int) -> Sequence[int]:
    """Whom to try again, in no order: where there are more than that, each has a turn. Who comes by the clock is not among them."""
    is_due = exists().where(
        Contact.placement_id == Placement.id, Contact.check_at.is_not(None), Contact.check_at <= now
    )
    people = (
        select(Placement.person_id)
        .join(FollowUpTask, FollowUpTask.placement_id == Placement.id)
        .where(FollowUpTask.kind == TaskKind.PLANNING_BROKE, FollowUpTask.done_at.is_(None), ~is_due)
        .distinct()
        .subquery()
    )
    return session().scalars(select(people.c.person_id).order_by(func.random()).limit(most)).all()


def _open_tasks_of(person_id: int) -> ColumnElement[bool]:
    return (
        FollowUpTask.placement_id.in_(select(Placement.id).where(Placement.person_id == person_id))
        & (FollowUpTask.kind == TaskKind.PLANNING_BROKE)
        & FollowUpTask.done_at.is_(None)
    )
