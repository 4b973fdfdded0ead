"""Pages of the university's lists, of what it confirmed, and of the link by which it invites."""

from recruit.students.roster.views import confirmations, inviting, lists
from recruit.students.roster.views.room import room

__all__ = ["confirmations", "inviting", "lists", "room"]
