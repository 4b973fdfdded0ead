"""Pages of the handbook."""

from recruit.handbook.views import paper_forms, reading
from recruit.handbook.views.room import room

__all__ = ["paper_forms", "reading", "room"]
