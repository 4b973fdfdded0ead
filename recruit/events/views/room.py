"""The room of events."""

from recruit.web.room import Room

room = Room("events", __name__)
