"""The room of the university's lists."""

from recruit.web.locks import member_of
from recruit.web.room import Room

room = Room("roster", __name__)
desk = member_of("university")
