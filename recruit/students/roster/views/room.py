"""The room of the university's lists."""

from recruit.organisations.rules import Rights
from recruit.web.locks import member_of
from recruit.web.room import Room

room = Room("roster", __name__)
desk = member_of("university")
# Who speaks for the university. Who only reads there reads the list of students and what was confirmed.
speaks = member_of("university", Rights.OWNER, Rights.DESK)
