"""The room of the handbook."""

from recruit.handbook.queries import WRITERS
from recruit.web.locks import role
from recruit.web.room import Room

room = Room("handbook", __name__)
# Who writes the books.
writers = role(*WRITERS)
