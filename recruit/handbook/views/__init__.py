"""Pages of the handbook."""

from recruit.handbook.views import reading
from recruit.handbook.views.room import room

__all__ = ["reading", "room"]
