"""Pages of messages, by whom they are for."""

from recruit.messages.views import staff, wishes
from recruit.messages.views.pages import room

__all__ = ["room", "staff", "wishes"]
