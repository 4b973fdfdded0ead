"""Pages of fairs."""

from recruit.fairs.views import company, privacy, staff, student, timetables
from recruit.fairs.views.room import room

__all__ = ["company", "privacy", "room", "staff", "student", "timetables"]
