"""Pages of follow-ups: answering, refusing, and what staff see."""

from recruit.surveys.views import agreeing, answering, boards, refusing, responses
from recruit.surveys.views.room import room

__all__ = ["agreeing", "answering", "boards", "refusing", "responses", "room"]
