"""Pages of events."""

from recruit.events.archive import views as archive
from recruit.events.asking import views as asking
from recruit.events.door import views as door
from recruit.events.inviting import views as inviting
from recruit.events.letters import views as letters
from recruit.events.materials import views as materials
from recruit.events.programme import views as programme
from recruit.events.repeating import views as repeating
from recruit.events.texts import views as texts
from recruit.events.tickets import views as tickets
from recruit.events.views import calling_off, deciding, drawing, figures, own_seat, public, seats, staff
from recruit.events.views.room import room

__all__ = [
    "archive",
    "asking",
    "calling_off",
    "deciding",
    "door",
    "drawing",
    "figures",
    "inviting",
    "letters",
    "materials",
    "own_seat",
    "programme",
    "public",
    "repeating",
    "room",
    "seats",
    "staff",
    "texts",
    "tickets",
]
