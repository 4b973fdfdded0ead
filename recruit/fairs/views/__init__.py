"""Pages of fairs."""

from recruit.fairs.booths import views as booths
from recruit.fairs.day import company as company_day, views as day
from recruit.fairs.interpreters import views as interpreters
from recruit.fairs.joining import views as joining
from recruit.fairs.preparing import views as preparing
from recruit.fairs.proposing import views as proposing
from recruit.fairs.repairs import views as repairs
from recruit.fairs.views import company, fixing, privacy, setting, staff, student, timetables
from recruit.fairs.views.room import room

__all__ = [
    "booths",
    "company",
    "company_day",
    "day",
    "fixing",
    "interpreters",
    "joining",
    "preparing",
    "privacy",
    "proposing",
    "repairs",
    "room",
    "setting",
    "staff",
    "student",
    "timetables",
]
