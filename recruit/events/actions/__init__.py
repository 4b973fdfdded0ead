"""Moves of events: staff write, open and close them; people take a seat and give it back."""

from recruit.events.actions.seats import cancel, sign_up
from recruit.events.actions.writing import (
    change_event,
    close_event,
    create_event,
    move_by_time,
    open_event,
)

__all__ = [
    "cancel",
    "change_event",
    "close_event",
    "create_event",
    "move_by_time",
    "open_event",
    "sign_up",
]
