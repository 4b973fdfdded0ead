"""Pages of fairs."""

from recruit.fairs.views import company, fixing, privacy, setting, staff, student, timetables
from recruit.fairs.views.room import room

__all__ = ["company", "fixing", "privacy", "room", "setting", "staff", "student", "timetables"]
