"""Pages of times that both sides agree on, and of those that they keep free."""

from recruit.fairs.proposing.views import company, staff, student

__all__ = ["company", "staff", "student"]
