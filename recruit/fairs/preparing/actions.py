"""Moves of what companies do before a fair: staff write the list, companies tick off."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete, select

from recruit.core import audit
from recruit.core.db import refuse_on, session
from recruit.core.errors import Missing, Refused
from recruit.core.visitor import Visitor
from recruit.events.actions.waiting import lock_event
from recruit.fairs.models import Booth, Fair
from recruit.fairs.preparing import queries
from recruit.fairs.preparing.models import BoothTask, FairTask
from recruit.fairs.preparing.rules import MOST_TASKS, SEEN, USUAL, PreparingRefusal, TaskKind
from recruit.fairs.rules import BoothState, FairRefusal

refuse_on("uq_booth_task_booth_id_task_id", Refused(FairRefusal.MOVE_NOT_POSSIBLE))


def add_usual_tasks(fair: Fair, *, by: Visitor, now: datetime) -> int:
    """The usual list, but for what is there already; gives how many were added."""
    lock_event(fair.event_id)
    there = {one.kind for one in queries.tasks_of(fair)}
    added = [kind for kind in USUAL if kind not in there]
    for kind in added:
        _add(fair, kind, USUAL[kind], {}, by=by, now=now)
    return len(added)


def add_task(
    fair: Fair, words: Mapping[str, str], days_before: int, *, by: Visitor, now: datetime
) -> FairTask:
    """A task in the words of staff, Japanese at least."""
    lock_event(fair.event_id)
    _demand_words(words)
    return _add(fair, TaskKind.OWN, days_before, words, by=by, now=now)


def _add(
    fair: Fair, kind: TaskKind, days_before: int, words: Mapping[str, str], *, by: Visitor, now: datetime
) -> FairTask:
    if len(queries.tasks_of(fair)) >= MOST_TASKS:
        raise Refused(PreparingRefusal.TOO_MANY_TASKS)
    task = FairTask(fair_id=fair.event_id, kind=kind, days_before=days_before, words=dict(words))
    session().add(task)
    session().flush()
    _note("fair.task_add", fair, task, by, now)
    return task


def change_task(
    fair: Fair, task: FairTask, words: Mapping[str, str], days_before: int, *, by: Visitor, now: datetime
) -> None:
    """Another day, and other words where staff wrote them. What companies ticked off stays."""
    if task.kind is TaskKind.OWN:
        _demand_words(words)
        task.words = dict(words)
    task.days_before = days_before
    session().flush()
    _note("fair.task_add", fair, task, by, now)


def remove_task(fair: Fair, task: FairTask, *, by: Visitor, now: datetime) -> None:
    """Off the list, with what was ticked off of it."""
    session().execute(delete(BoothTask).where(BoothTask.task_id == task.id))
    _note("fair.task_remove", fair, task, by, now)
    session().delete(task)
    session().flush()


def tick(booth: Booth, task: FairTask, *, done: bool, by: Visitor, now: datetime) -> None:
    """A company says that a task is done, or is not after all. Saying the same again changes nothing."""
    if by.acting_organisation_id != booth.company_id or task.fair_id != booth.fair_id:
        raise Missing
    if booth.state is not BoothState.CONFIRMED:
        raise Refused(FairRefusal.NOT_AT_THE_FAIR)
    if task.kind in SEEN:
        raise Refused(PreparingRefusal.TICKS_ITSELF)
    known = session().scalar(
        select(BoothTask).where(BoothTask.booth_id == booth.id, BoothTask.task_id == task.id)
    )
    if done == (known is not None):
        return
    if known is not None:
        session().delete(known)
    else:
        session().add(BoothTask(booth_id=booth.id, task_id=task.id, done_at=now, by_ref=by.person_ref or ""))
    session().flush()
    audit.record(
        "booth.task",
        by=by,
        now=now,
        subject_kind="booth",
        subject_ref=booth.public_id,
        change=f"task: {task.kind}, done: {done}",
    )


def _demand_words(words: Mapping[str, str]) -> None:
    if not words.get("ja"):
        raise Refused(PreparingRefusal.WORDS_WANTED, field="words_ja")


def _note(action: str, fair: Fair, task: FairTask, by: Visitor, now: datetime) -> None:
    audit.record(
        action,
        by=by,
        now=now,
        subject_kind="event",
        subject_ref=fair.event.slug,
        change=f"task: {task.kind}, days: {task.days_before}",
    )
