"""The moves of the handbook, by noun."""

from recruit.handbook.actions.addresses import move_book, move_chapter
from recruit.handbook.actions.books import BookDetails, add_book, add_chapter, change_book, place_chapter
from recruit.handbook.actions.drafts import (
    Written,
    draft_from_file,
    drop_draft,
    open_draft,
    roll_back,
    save_draft,
    take_over,
)
from recruit.handbook.actions.loading import load_editions
from recruit.handbook.actions.reviewing import (
    publish,
    publish_on_its_day,
    send_back,
    send_for_review,
    take_back,
    withdraw,
)
from recruit.handbook.actions.terms import add_term, change_term, load_terms

__all__ = [
    "BookDetails",
    "Written",
    "add_book",
    "add_chapter",
    "add_term",
    "change_book",
    "change_term",
    "draft_from_file",
    "drop_draft",
    "load_editions",
    "load_terms",
    "move_book",
    "move_chapter",
    "open_draft",
    "place_chapter",
    "publish",
    "publish_on_its_day",
    "roll_back",
    "save_draft",
    "send_back",
    "send_for_review",
    "take_back",
    "take_over",
    "withdraw",
]
