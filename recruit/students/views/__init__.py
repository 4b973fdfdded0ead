"""Pages of student profiles."""

from recruit.students.search import views as search
from recruit.students.views import company, privacy, profile, staff, university
from recruit.students.views.room import room

__all__ = ["company", "privacy", "profile", "room", "search", "staff", "university"]
