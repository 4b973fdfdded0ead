"""Pages of events."""

from recruit.events.views import public, seats, staff
from recruit.events.views.room import room

__all__ = ["public", "room", "seats", "staff"]
