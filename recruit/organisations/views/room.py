"""The room of organisations."""

from recruit.web.room import Room

room = Room("organisations", __name__)
