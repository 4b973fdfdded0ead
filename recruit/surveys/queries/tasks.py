"""What needs a person about follow-ups. What is said about a person, not about one point in time, is one thing."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, and_, case, func, or_, select
from sqlalchemy.orm import joinedload

from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.placements.models import Placement
from recruit.surveys.models import Contact, FollowUpTask
from recruit.surveys.rules import ABOUT_THE_PERSON, FINDS_THE_PERSON, SETTLED_BY_WORKER, TaskKind


@dataclass(frozen=True)
class Thing:
    """One line of the list of staff: a task, or all tasks that say the same about one hire."""

    tasks: tuple[FollowUpTask, ...]

    @property
    def first(self) -> FollowUpTask:
        return self.tasks[0]

    @property
    def needs_ways(self) -> bool:
        """Whether somebody must find the person: then the list says how."""
        return self.first.kind in FINDS_THE_PERSON

    @property
    def settles_itself(self) -> bool:
        """Whether the worker says when it is over."""
        return self.first.kind in SETTLED_BY_WORKER


def _open(source: str, kinds: Collection[TaskKind] = ()) -> Select:
    """Each open thing: since when, its first task, and what makes two tasks the same thing."""
    one = case((FollowUpTask.kind.in_(ABOUT_THE_PERSON), 0), else_=FollowUpTask.id).label("one")
    query = select(
        FollowUpTask.raised_at, FollowUpTask.id, FollowUpTask.placement_id, FollowUpTask.kind, one
    ).where(FollowUpTask.done_at.is_(None))
    if kinds:
        query = query.where(FollowUpTask.kind.in_(kinds))
    if source:
        query = query.join(Placement, Placement.id == FollowUpTask.placement_id).where(
            Placement.source_name == source
        )
    task = query.subquery().c
    same = (task.placement_id, task.kind, task.one)
    return select(func.min(task.raised_at).label("since"), func.min(task.id).label("first"), *same).group_by(
        *same
    )


def open_things_at_all(source: str = "", kinds: Collection[TaskKind] = ()) -> Select[int, datetime]:
    """The question how many things wait and since when, for who puts several questions at once."""
    things = _open(source, kinds).subquery()
    return select(func.count(), func.min(things.c.since)).select_from(things)


def open_thing_count(*, source: str = "", kinds: Collection[TaskKind] = ()) -> int:
    """How many things wait, of some kinds where given."""
    return session().scalar(open_things_at_all(source, kinds)) or 0


def open_things(*, source: str = "", kinds: Collection[TaskKind] = (), limit: int = 30) -> list[Thing]:
    """What staff must look at, the oldest first."""
    found = session().execute(_open(source, kinds).order_by("since", "first").limit(limit)).all()
    if not found:
        return []
    together = and_(
        FollowUpTask.placement_id.in_([row.placement_id for row in found if not row.one]),
        FollowUpTask.kind.in_(ABOUT_THE_PERSON),
    )
    tasks = session().scalars(
        select(FollowUpTask)
        .options(
            joinedload(FollowUpTask.placement).joinedload(Placement.person),
            joinedload(FollowUpTask.contact).joinedload(Contact.wave),
        )
        .where(
            FollowUpTask.done_at.is_(None),
            or_(FollowUpTask.id.in_([row.first for row in found]), together),
        )
        .order_by(FollowUpTask.id)
    )
    by_thing: dict[tuple[int, str, int], list[FollowUpTask]] = {}
    for task in tasks:
        one = 0 if task.kind in ABOUT_THE_PERSON else task.id
        by_thing.setdefault((task.placement_id, task.kind, one), []).append(task)
    things = [by_thing.get((row.placement_id, row.kind, row.one), []) for row in found]
    return [Thing(tuple(sorted(same, key=_by_wave))) for same in things if same]


def _by_wave(task: FollowUpTask) -> tuple[int, int]:
    return (task.contact.wave.position if task.contact else -1, task.id)


def task_named(public_id: str) -> FollowUpTask:
    """One task. Raises Missing."""
    found = session().scalar(select(FollowUpTask).where(FollowUpTask.public_id == public_id))
    if found is None:
        raise Missing
    return found
