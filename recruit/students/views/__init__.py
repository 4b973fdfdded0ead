"""Pages of student profiles."""

from recruit.students.search import views as search
from recruit.students.views import (
    abilities,
    company,
    experience,
    privacy,
    profile,
    staff,
    studies,
    university,
    wishes,
)
from recruit.students.views.room import room

__all__ = [
    "abilities",
    "company",
    "experience",
    "privacy",
    "profile",
    "room",
    "search",
    "staff",
    "studies",
    "university",
    "wishes",
]
