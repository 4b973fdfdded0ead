"""Pages of organisations."""

from recruit.organisations.views import (
    account,
    company,
    members,
    page,
    public,
    registration,
    staff,
    staff_members,
)
from recruit.organisations.views.room import room

__all__ = [
    "account",
    "company",
    "members",
    "page",
    "public",
    "registration",
    "room",
    "staff",
    "staff_members",
]
