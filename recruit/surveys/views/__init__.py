"""Pages of follow-ups: answering, refusing, and what staff see."""

from recruit.surveys.after_events import views as after_events
from recruit.surveys.boards import files as board_files, views as board_pages
from recruit.surveys.calling import entering, views as calling
from recruit.surveys.coding import codebook_views, views as coding
from recruit.surveys.mine import views as mine
from recruit.surveys.pairing import views as pairing
from recruit.surveys.programmes import views as programmes
from recruit.surveys.questionnaires import views as questionnaires
from recruit.surveys.simulating import views as simulating
from recruit.surveys.timeline import views as timeline
from recruit.surveys.views import agreeing, answering, boards, refusing, responses
from recruit.surveys.views.room import room

__all__ = [
    "after_events",
    "agreeing",
    "answering",
    "board_files",
    "board_pages",
    "boards",
    "calling",
    "codebook_views",
    "coding",
    "entering",
    "mine",
    "pairing",
    "programmes",
    "questionnaires",
    "refusing",
    "responses",
    "room",
    "simulating",
    "timeline",
]
