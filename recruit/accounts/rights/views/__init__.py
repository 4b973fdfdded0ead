"""Pages of taking everything along, and of erasing somebody for them."""

from recruit.accounts.rights.views import erasing, taking
from recruit.accounts.rights.views.pages import room

__all__ = ["erasing", "room", "taking"]
