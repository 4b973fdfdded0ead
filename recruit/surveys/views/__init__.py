"""Pages of follow-ups: answering, refusing, and what staff see."""

from recruit.surveys.after_events import views as after_events
from recruit.surveys.coding import codebook_views, views as coding
from recruit.surveys.calling import entering, views as calling
from recruit.surveys.programmes import views as programmes
from recruit.surveys.simulating import views as simulating
from recruit.surveys.views import agreeing, answering, boards, refusing, responses
from recruit.surveys.views.room import room

__all__ = [
    "after_events",
    "agreeing",
    "answering",
    "boards",
    "calling",
    "codebook_views",
    "coding",
    "entering",
    "programmes",
    "refusing",
    "responses",
    "room",
    "simulating",
]
