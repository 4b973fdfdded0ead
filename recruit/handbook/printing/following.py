"""What follows for the whole books when something happens to their chapters."""

from recruit.handbook.events import ChapterWithdrawn
from recruit.handbook.printing import keeping


def take_away(event: ChapterWithdrawn) -> None:
    """What is withdrawn is read in no file either: until the book is set anew, none stands."""
    keeping.take_away_one(event.book_id, event.language)
