"""Which reminder is due, in plain Python.

A sign-up keeps a mark of what its holder knows: how often the event was moved, and the last step before it. Whoever takes a
seat has the mark of that moment, so that nobody is reminded of what was past by then; an event that moves gives everybody
a new mark to reach, so that each step counts anew for the new hours.
"""

from datetime import datetime, timedelta
from enum import StrEnum


class Step(StrEnum):
    """A moment before the event."""

    WEEK = "week"
    DAY = "day"
    HOURS = "hours"


BEFORE = {Step.WEEK: timedelta(days=7), Step.DAY: timedelta(days=1), Step.HOURS: timedelta(hours=2)}


class Word(StrEnum):
    """What somebody with a seat is told."""

    MOVED = "moved"
    REMINDER = "reminder"


def step_reached(starts_at: datetime, now: datetime) -> Step | None:
    """The last step that has come; none long before the event, and none once it has begun."""
    if now >= starts_at:
        return None
    reached = [step for step, before in BEFORE.items() if now >= starts_at - before]
    return reached[-1] if reached else None


def mark(moves: int, step: Step | None) -> str:
    """What a sign-up keeps of what its holder knows."""
    return f"{moves}:{step or ''}"


def word_due(known: str, moves: int, step: Step | None) -> Word | None:
    """What to tell somebody who has this mark; None where there is nothing new.

    >>> word_due("", 0, Step.WEEK), word_due("0:week", 0, Step.WEEK), word_due("0:week", 1, Step.DAY)
    (<Word.REMINDER: 'reminder'>, None, <Word.MOVED: 'moved'>)
    """
    known_moves, _colon, known_step = (known or mark(0, None)).partition(":")
    if int(known_moves) != moves:
        return Word.MOVED
    return Word.REMINDER if step is not None and known_step != step else None
