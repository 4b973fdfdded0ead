"""The room of applications and offers."""

from recruit.web.room import Room

room = Room("applications", __name__)
