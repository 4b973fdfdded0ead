"""The three ways a move or a read can say no."""

from enum import StrEnum


class Refused(Exception):
    """A rule says no. `reason` is an enum member with a word in its room's `words.py`; nothing was changed."""

    def __init__(self, reason: StrEnum, *, field: str | None = None) -> None:
        super().__init__(f"{type(reason).__name__}.{reason}")
        self.reason = reason
        self.field = field


class Missing(Exception):
    """Not there, or not this visitor's to see: both look the same from outside."""


class Conflict(Exception):
    """Somebody else changed the same thing in the meantime; nothing was changed."""


class Busy(Exception):
    """Too many ask for the same slow thing just now; nothing was changed, and in a few seconds it works."""
