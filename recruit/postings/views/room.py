"""The room of positions."""

from recruit.web.room import Room

room = Room("postings", __name__)
