"""Pages of messages, by whom they are for."""

from recruit.messages.views import bounces, previews, staff, wishes
from recruit.messages.views.pages import room

__all__ = ["bounces", "previews", "room", "staff", "wishes"]
