"""Pages that cross rooms."""

from recruit.dashboards.views import (
    audit,
    company,
    countries,
    me,
    merging,
    people,
    privacy,
    public,
    purges,
    sitemap,
    staff,
    university,
)
from recruit.dashboards.views.pages import room

__all__ = [
    "audit",
    "company",
    "countries",
    "me",
    "merging",
    "people",
    "privacy",
    "public",
    "purges",
    "room",
    "sitemap",
    "staff",
    "university",
]
