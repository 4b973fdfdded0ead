"""The room of messages."""

from recruit.web.room import Room

room = Room("messages", __name__)
