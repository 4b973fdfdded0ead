"""A book as files: what stands in them, what can be wrong with them, and how much there may be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from recruit.handbook.rules import Audience, ChapterState

BOOK_FILE = "book.json"
# The longest text with its marks, in the letters that take the most bytes.
MOST_BYTES_OF_TEXT = 400_000
MOST_BYTES_OF_BOOK = 400_000
# A hundred chapters in four languages, and pictures beside them.
MOST_FILES = 1_000
MOST_BYTES_UNPACKED = 60 * 1024 * 1024
MOST_BYTES_PACKED = 10 * 1024 * 1024
# Every text is looked through for faults within one request, some of it by lines: a hundred chapters of the usual length in four
# languages have some 5 MB in 60,000 lines.
MOST_BYTES_OF_TEXTS = 6 * 1024 * 1024
MOST_LINES_OF_TEXTS = 100_000
MOST_CHAPTERS = 200
# Each is decoded and written anew within one request.
MOST_NEW_FIGURES = 40
# Former addresses of one book or chapter.
MOST_LISTED = 100
# Pages list no more of them; the rest are counted.
MOST_FAULTS = 200
# More are not even looked for: a small archive can be wrong in millions of lines.
ENOUGH_FAULTS = 1_000


@dataclass(frozen=True)
class TextFile:
    """A chapter in one language. `edition`, `follows`, `state` and `revision` say where it came from: a shipped text has none.

    `first_line` is the line of the file on which the text begins.
    """

    language: str
    title: str
    body: str
    summary: str = ""
    note: str = ""
    edition: int | None = None
    follows: int | None = None
    state: ChapterState | None = None
    revision: int | None = None
    first_line: int = field(default=1, compare=False)


@dataclass(frozen=True)
class FigureFile:
    """A picture that a chapter shows: the file, with what was said of it by language."""

    key: str
    file: str
    content: bytes
    words: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class ChapterFiles:
    """A chapter's place in its book, and its texts by language. `file` is what their names begin with; `part` names the part
    of the book that begins here; `figures` are the pictures that come along.
    """

    slug: str
    position: int
    file: str
    titles: Mapping[str, str]
    texts: Mapping[str, TextFile]
    former: tuple[str, ...] = ()
    part: Mapping[str, str] = field(default_factory=dict)
    figures: tuple[FigureFile, ...] = ()

    def name_of(self, language: str) -> str:
        return f"{self.file}.{language}.md"


@dataclass(frozen=True)
class BookFiles:
    """A book as a folder. `former` are addresses it once had."""

    slug: str
    source_language: str
    languages: tuple[str, ...]
    audience: Audience
    titles: Mapping[str, str]
    chapters: tuple[ChapterFiles, ...]
    notes: Mapping[str, str] = field(default_factory=dict)
    former: tuple[str, ...] = ()


class FileFaultKind(StrEnum):
    NOT_AN_ARCHIVE = "files_not_an_archive"
    LOCKED = "files_locked"
    TOO_MUCH = "files_too_much"
    BAD_NAME = "files_bad_name"
    NO_BOOK = "files_no_book"
    NOT_UTF8 = "files_not_utf8"
    NOT_JSON = "files_not_json"
    WRONG_VALUE = "files_wrong_value"
    OTHER_BOOK = "files_other_book"
    TWICE = "files_twice"
    UNLISTED = "files_unlisted"
    NO_FRONT_MATTER = "files_no_front_matter"
    WRONG_LINE = "files_wrong_line"
    OTHER_PLACE = "files_other_place"
    TOO_LONG = "files_too_long"
    NO_TITLE = "files_no_title"
    LANGUAGE_NOT_PROMISED = "files_language_not_promised"
    ADDRESS_TAKEN = "files_address_taken"


@dataclass(frozen=True)
class FileFault:
    """Why files cannot be read: which one, on which line (counted from 1; 0 where it is about the whole), what about."""

    kind: FileFaultKind
    file: str = ""
    line: int = 0
    about: str = ""


class FilesWrong(Exception):
    """The files cannot be read as a book; nothing was changed. `faults` are all that were found."""

    def __init__(self, faults: Sequence[FileFault]) -> None:
        super().__init__("; ".join(f"{one.file}:{one.line} {one.kind} {one.about}" for one in faults))
        self.faults = tuple(faults)


class Outcome(StrEnum):
    """What bringing in does with one text."""

    SAME = "files_same"
    NEW_TEXT = "files_new_text"
    DRAFT = "files_draft"
    DRAFT_SAVED = "files_draft_saved"
    BESIDE = "files_beside"
    KNOWN = "files_known"


# What changes something.
BRINGS = frozenset({Outcome.NEW_TEXT, Outcome.DRAFT, Outcome.DRAFT_SAVED, Outcome.BESIDE})


@dataclass(frozen=True)
class Here:
    """What a chapter has in a language here. Texts are compared by title, summary and body.

    `open_is_mine`: a draft that the one who brings in holds. `open_as_exported`: nobody has saved it since the file was
    written. `known` are the texts that came from files before and were put beside somebody's work.
    """

    newest: tuple[str, str, str] | None
    newest_number: int | None
    open: tuple[str, str, str] | None
    open_is_mine: bool
    open_as_exported: bool
    known: frozenset[tuple[str, str, str]] = frozenset()


def outcome_of(text: tuple[str, str, str], here: Here) -> Outcome:
    """What becomes of a text. What somebody is writing here is never overwritten: the file's text goes beside it."""
    if text in (here.open, here.newest):
        return Outcome.SAME
    if here.open is None:
        return Outcome.NEW_TEXT if here.newest is None else Outcome.DRAFT
    if here.open_is_mine and here.open_as_exported:
        return Outcome.DRAFT_SAVED
    return Outcome.KNOWN if text in here.known else Outcome.BESIDE


def has_changed_meanwhile(edition: int | None, here: Here) -> bool:
    """Whether readers here see a newer edition than the one that the file was written from."""
    return edition is not None and here.newest_number is not None and edition < here.newest_number
