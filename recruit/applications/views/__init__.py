"""Pages of applications and offers: for the student, and for the company."""

from recruit.applications.views import company, positions, student
from recruit.applications.views.room import room

__all__ = ["company", "positions", "room", "student"]
