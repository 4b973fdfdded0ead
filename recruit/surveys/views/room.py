"""The room's routes."""

from recruit.web.room import Room

room = Room("surveys", "recruit.surveys.views")
