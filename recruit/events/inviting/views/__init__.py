"""Pages of invitations."""

from recruit.events.inviting.views import answering, entering, staff

__all__ = ["answering", "entering", "staff"]
