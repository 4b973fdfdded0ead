"""Pages of fairs."""

from recruit.fairs.day import views as day
from recruit.fairs.interpreters import views as interpreters
from recruit.fairs.proposing import views as proposing
from recruit.fairs.repairs import views as repairs
from recruit.fairs.views import company, fixing, privacy, setting, staff, student, timetables
from recruit.fairs.views.room import room

__all__ = [
    "company",
    "day",
    "fixing",
    "interpreters",
    "privacy",
    "proposing",
    "repairs",
    "room",
    "setting",
    "staff",
    "student",
    "timetables",
]
