"""The room of the handbook."""

from recruit.core.errors import Missing
from recruit.handbook.queries import WRITERS
from recruit.handbook.views.addresses import lead_on
from recruit.web.locks import role
from recruit.web.room import Room

room = Room("handbook", __name__)
room.register_error_handler(Missing, lead_on)
# Who writes the books.
writers = role(*WRITERS)
