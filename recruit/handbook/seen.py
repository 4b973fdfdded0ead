"""What is said of a book, of a chapter's place and of a term, and whether that is still what somebody had before them who changes it."""

from collections.abc import Callable
from hashlib import sha256
import json
from typing import Any, TypeVar

from recruit.core.db import session
from recruit.core.errors import Refused
from recruit.handbook.models import Book, Chapter, GlossaryTerm
from recruit.handbook.rules import HandbookRefusal

Said = dict[str, Any]
Row = TypeVar("Row", Book, Chapter, GlossaryTerm)


def said_of_book(book: Book) -> Said:
    """By the names of the fields of its form."""
    return {
        "source_language": book.source_language,
        "languages": book.languages,
        "audience": book.audience,
        "titles": book.titles,
        "notes": book.notes,
    }


def said_of_chapter(chapter: Chapter) -> Said:
    """By the names of the fields of its form."""
    return {"position": chapter.position, "titles": chapter.titles, "part": chapter.part}


def said_of_term(term: GlossaryTerm) -> Said:
    """By the names of the fields of its form."""
    return {"words": term.words, "meanings": term.meanings}


def mark_of(said: Said) -> str:
    """The same as long as the same is said.

    >>> mark_of({"ja": "1", "en": "2"}) == mark_of({"en": "2", "ja": "1"})
    True
    """
    return sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:16]


def demand_as_seen(row: Row, said_of: Callable[[Row], Said], seen: str | None) -> None:
    """Raises Refused where it says something else than what bore that mark; None: nobody had looked. From here to the end
    nobody else changes it.
    """
    session().refresh(row, with_for_update=True)
    if seen is not None and seen != mark_of(said_of(row)):
        raise Refused(HandbookRefusal.SAVED_MEANWHILE)
