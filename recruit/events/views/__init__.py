"""Pages of events."""

from recruit.events.door import views as door
from recruit.events.views import public, seats, staff
from recruit.events.views.room import room

__all__ = ["door", "public", "room", "seats", "staff"]
