"""Pages of follow-ups: answering, and what staff see."""

from recruit.surveys.views import answering, boards
from recruit.surveys.views.room import room

__all__ = ["answering", "boards", "room"]
