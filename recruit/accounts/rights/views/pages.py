"""The room of what the law gives a person about their own data."""

from recruit.web.room import Room

room = Room("rights", __name__)
