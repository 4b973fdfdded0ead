"""Pages of organisations."""

from recruit.organisations.views import account, company, public, staff
from recruit.organisations.views.room import room

__all__ = ["account", "company", "public", "room", "staff"]
