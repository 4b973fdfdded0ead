"""Pages of messages, by whom they are for."""

from recruit.messages.views import previews, staff, wishes
from recruit.messages.views.pages import room

__all__ = ["previews", "room", "staff", "wishes"]
