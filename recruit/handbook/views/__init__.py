"""Pages of the handbook."""

from recruit.handbook.views import (
    books,
    changes,
    desk,
    editing,
    facts,
    history,
    paper_forms,
    reading,
    reviewing,
    terms,
    whole_books,
)
from recruit.handbook.views.room import room

__all__ = [
    "books",
    "changes",
    "desk",
    "editing",
    "facts",
    "history",
    "paper_forms",
    "reading",
    "reviewing",
    "room",
    "terms",
    "whole_books",
]
