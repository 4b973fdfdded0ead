"""What the programme does about news of sign-ups."""

from recruit.core.db import session
from recruit.events.events import (
    SeatCalledOff,
    SeatGiven,
    SeatOffered,
    SeatPassedOn,
    SeatRefused,
    SignedUp,
    SignUpCancelled,
)
from recruit.events.models import Event, Registration
from recruit.events.programme import actions


def take_sessions(event: SignedUp | SeatGiven | SeatOffered) -> None:
    """Who has a seat now takes the seats in the sessions they chose."""
    registration = session().get_one(Registration, event.registration_id)
    if session().get_one(Event, registration.event_id).offers_sessions:
        actions.settle(registration)


def give_sessions_back(event: SignUpCancelled | SeatPassedOn | SeatRefused | SeatCalledOff) -> None:
    """Who comes no more gives them back."""
    registration = session().get_one(Registration, event.registration_id)
    if session().get_one(Event, registration.event_id).offers_sessions:
        actions.release(registration, now=event.now)
