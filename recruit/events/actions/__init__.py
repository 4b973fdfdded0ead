"""Moves of events: staff write, open and close them; people take a seat and give it back."""

from recruit.events.actions.calling_off import call_off, end_called_off
from recruit.events.actions.companions import change_companions
from recruit.events.actions.deciding import approve, refuse
from recruit.events.actions.drawing import draw, tell_drawn
from recruit.events.actions.seats import cancel, sign_up
from recruit.events.actions.together import Arrival, Outcome, sign_up_together
from recruit.events.actions.waiting import accept_offer, fill_free_seats, lock_event, pass_on
from recruit.events.actions.writing import (
    change_event,
    close_event,
    create_event,
    move_by_time,
    open_event,
)

__all__ = [
    "Arrival",
    "Outcome",
    "accept_offer",
    "approve",
    "call_off",
    "cancel",
    "change_companions",
    "change_event",
    "close_event",
    "create_event",
    "draw",
    "end_called_off",
    "fill_free_seats",
    "lock_event",
    "move_by_time",
    "open_event",
    "pass_on",
    "refuse",
    "sign_up",
    "sign_up_together",
    "tell_drawn",
]
