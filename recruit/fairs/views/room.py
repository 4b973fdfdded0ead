"""The room of fairs."""

from recruit.fairs.declared import operator_may_arrange
from recruit.web.room import Room

__all__ = ["operator_may_arrange", "room"]

room = Room("fairs", __name__)
