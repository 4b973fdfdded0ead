"""Pages of positions, by who reads them."""

from recruit.postings.comparing import views as comparing
from recruit.postings.drafts import previews
from recruit.postings.life import views as life
from recruit.postings.search import views as search
from recruit.postings.texts import views as texts
from recruit.postings.verifying import views as verifying
from recruit.postings.views import company, feed, public, staff
from recruit.postings.views.room import room

__all__ = [
    "company",
    "comparing",
    "feed",
    "life",
    "previews",
    "public",
    "room",
    "search",
    "staff",
    "texts",
    "verifying",
]
