"""Pages of fairs."""

from recruit.fairs.views import company, staff, student, timetables
from recruit.fairs.views.room import room

__all__ = ["company", "room", "staff", "student", "timetables"]
