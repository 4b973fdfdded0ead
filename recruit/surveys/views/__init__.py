"""Pages of follow-ups: answering, refusing, and what staff see."""

from recruit.surveys.views import answering, boards, refusing, responses
from recruit.surveys.views.room import room

__all__ = ["answering", "boards", "refusing", "responses", "room"]
