"""Pages of organisations."""

from recruit.organisations.views import account, company, members, public, staff, staff_members
from recruit.organisations.views.room import room

__all__ = ["account", "company", "members", "public", "room", "staff", "staff_members"]
