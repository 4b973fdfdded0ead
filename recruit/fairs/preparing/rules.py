"""What companies do before a fair and by when, in plain Python."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo


class TaskKind(StrEnum):
    """What a task of the usual list is. `own`: staff wrote its words."""

    PEOPLE = "people"
    POSITIONS = "positions"
    RULES = "rules"
    BRIEFING = "briefing"
    WISHES = "wishes"
    REHEARSAL = "rehearsal"
    SIGNS = "signs"
    OWN = "own"


# The usual list: so many days before the fair.
USUAL: Mapping[TaskKind, int] = {
    TaskKind.PEOPLE: 28,
    TaskKind.POSITIONS: 28,
    TaskKind.RULES: 21,
    TaskKind.BRIEFING: 14,
    TaskKind.WISHES: 7,
    TaskKind.REHEARSAL: 5,
    TaskKind.SIGNS: 3,
}
# These tick themselves, as the program sees when they are done.
SEEN = frozenset({TaskKind.PEOPLE, TaskKind.POSITIONS, TaskKind.WISHES})
MOST_TASKS = 20
MOST_DAYS = 180
# A mail goes when something is due within this time.
TOLD_BEFORE = timedelta(days=3)


class PreparingRefusal(StrEnum):
    """Why something about preparing cannot be done."""

    TOO_MANY_TASKS = "too_many_tasks"
    TICKS_ITSELF = "ticks_itself"
    WORDS_WANTED = "words_wanted"


class TaskStanding(StrEnum):
    """How far a task has come."""

    DONE = "done"
    SOON = "soon"
    LATE = "late"
    OPEN = "open"


@dataclass(frozen=True)
class Task:
    """One task of a fair, and its last moment."""

    ref: str
    kind: TaskKind
    due_at: datetime


def due_at(
    starts_at: datetime, zone: str, days_before: int, *, wishes_until: datetime | None = None
) -> datetime:
    """The end of the day so many days before the fair, on the clock of the venue; never after `wishes_until`, where given."""
    day = starts_at.astimezone(ZoneInfo(zone)).date() - timedelta(days=days_before)
    end = datetime.combine(day, time(23, 59), tzinfo=ZoneInfo(zone))
    return min(end, wishes_until) if wishes_until is not None else end


def standing(task: Task, done: Collection[str], now: datetime) -> TaskStanding:
    """`done` names the tasks that are done."""
    if task.ref in done:
        return TaskStanding.DONE
    if task.due_at < now:
        return TaskStanding.LATE
    return TaskStanding.SOON if task.due_at <= now + timedelta(days=7) else TaskStanding.OPEN


def in_order(tasks: Iterable[Task]) -> list[Task]:
    """By their last moment; of one moment as the usual list has them."""
    kinds = list(TaskKind)
    return sorted(tasks, key=lambda one: (one.due_at, kinds.index(one.kind), one.ref))


def next_task(tasks: Iterable[Task], done: Collection[str]) -> Task | None:
    """What to do next: the open one that is due first."""
    return next((one for one in in_order(tasks) if one.ref not in done), None)


def tell_until(
    tasks: Iterable[Task], done: Collection[str], told_until: datetime | None, now: datetime
) -> datetime | None:
    """Up to which last moment a company is told now; None where nothing new has come near.

    One mail names everything that is open, so it goes once for each task that comes near, however late the worker is.
    """
    near = [
        one.due_at
        for one in tasks
        if one.ref not in done
        and one.due_at <= now + TOLD_BEFORE
        and (told_until is None or one.due_at > told_until)
    ]
    return max(near, default=None)
