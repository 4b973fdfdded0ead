"""Pages of events."""

from recruit.events.asking import views as asking
from recruit.events.door import views as door
from recruit.events.tickets import views as tickets
from recruit.events.views import calling_off, deciding, drawing, figures, own_seat, public, seats, staff
from recruit.events.views.room import room

__all__ = [
    "asking",
    "calling_off",
    "deciding",
    "door",
    "drawing",
    "figures",
    "own_seat",
    "public",
    "room",
    "seats",
    "staff",
    "tickets",
]
