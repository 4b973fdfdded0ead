"""What the handbook announces; `reactions.py` says what follows."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class TranslationsBehind:
    """New shipped texts came in, and translations of some chapters are older than their source."""

    now: datetime


@dataclass(frozen=True)
class ChapterWaits:
    """A text waits for a second person."""

    version_id: int
    now: datetime


@dataclass(frozen=True)
class ChapterSentBack:
    """A second person sent a text back to who wrote it."""

    version_id: int
    by_ref: str
    now: datetime


@dataclass(frozen=True)
class ChapterPublished:
    """Readers see a new text. `is_source` says that its translations are older now."""

    version_id: int
    is_source: bool
    now: datetime


@dataclass(frozen=True)
class ChapterWithdrawn:
    """Readers of a language see a chapter no more."""

    book_id: int
    language: str
    now: datetime


@dataclass(frozen=True)
class ChapterMoved:
    """A chapter is named otherwise from now on, as `book/chapter`: it or its book has another address."""

    old_ref: str
    ref: str
    now: datetime


@dataclass(frozen=True)
class ReaderAnswered:
    """Staff answered what a reader had written about a chapter."""

    question_id: int
    now: datetime
