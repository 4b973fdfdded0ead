"""Pages of events."""

from recruit.events.asking import views as asking
from recruit.events.door import views as door
from recruit.events.tickets import views as tickets
from recruit.events.views import deciding, drawing, figures, public, seats, staff
from recruit.events.views.room import room

__all__ = ["asking", "deciding", "door", "drawing", "figures", "public", "room", "seats", "staff", "tickets"]
