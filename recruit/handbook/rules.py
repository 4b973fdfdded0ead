"""Books, chapters and versions: what is true of them, in plain Python."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
import re


class ChapterState(StrEnum):
    DRAFT = "draft"
    IN_REVIEW = "in_review"
    # A second person has agreed; it is published when its day comes.
    SCHEDULED = "scheduled"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Audience(StrEnum):
    COMPANY = "company"
    STUDENT = "student"
    EVERYBODY = "everybody"


def audience_of(came_as: str, kinds: Collection[str], *, is_staff: bool) -> Audience | None:
    """Whose book a person reads who registered as that and belongs to organisations of these kinds; None where it may be
    any: staff and universities look after both sides.
    """
    if is_staff or (kinds and "company" not in kinds):
        return None
    if "company" in kinds or came_as == "company":
        return Audience.COMPANY
    return Audience.STUDENT if came_as == "student" else None


class Origin(StrEnum):
    """Where a text came from: with the program, from somebody at work here, or in a folder of files."""

    SHIPPED = "shipped"
    HUMAN = "human"
    IMPORTED = "imported"


class ReaderWord(StrEnum):
    """What a reader says about a chapter."""

    HELPFUL = "helpful"
    NOT_HELPFUL = "not_helpful"
    QUESTION = "question"


class Move(StrEnum):
    """What can be done with a version."""

    SAVE = "save"
    DROP = "drop"
    SEND = "send"
    TAKE_BACK = "take_back"
    SEND_BACK = "send_back"
    PUBLISH = "publish"
    WITHDRAW = "withdraw"


class HandbookRefusal(StrEnum):
    WRONG_STATE = "handbook_wrong_state"
    OWN_TEXT = "handbook_own_text"
    SOMEBODY_ELSES = "handbook_somebody_elses"
    CHANGED_MEANWHILE = "handbook_changed_meanwhile"
    WRITTEN_SINCE = "handbook_written_since"
    FAULTS = "handbook_faults"
    NOTHING_WRITTEN = "handbook_nothing_written"
    NOTHING_CHANGED = "handbook_nothing_changed"
    NO_TITLE = "handbook_no_title"
    NO_NOTE = "handbook_no_note"
    LONG_SUMMARY = "handbook_long_summary"
    PAST = "handbook_past"
    OPEN_ALREADY = "handbook_open_already"
    SLUG_TAKEN = "handbook_slug_taken"
    SLUG_SHAPE = "handbook_slug_shape"
    KEY_TAKEN = "handbook_key_taken"
    KEY_SHAPE = "handbook_key_shape"
    NO_SOURCE_WORD = "handbook_no_source_word"
    NO_SOURCE_MEANING = "handbook_no_source_meaning"
    SAVED_MEANWHILE = "handbook_saved_meanwhile"
    SOURCE_NOT_PROMISED = "handbook_source_not_promised"
    LANGUAGE_NOT_PROMISED = "handbook_language_not_promised"
    STILL_WRITTEN = "handbook_still_written"
    NO_QUESTION = "handbook_no_question"
    ANSWERED_ALREADY = "handbook_answered_already"
    NOBODY_TO_ANSWER = "handbook_nobody_to_answer"


# States of the one text of a chapter and a language that is being worked on.
OPEN = frozenset({ChapterState.DRAFT, ChapterState.IN_REVIEW, ChapterState.SCHEDULED})
MOVES: dict[Move, frozenset[ChapterState]] = {
    Move.SAVE: frozenset({ChapterState.DRAFT}),
    Move.DROP: frozenset({ChapterState.DRAFT}),
    Move.SEND: frozenset({ChapterState.DRAFT}),
    Move.TAKE_BACK: frozenset({ChapterState.IN_REVIEW, ChapterState.SCHEDULED}),
    Move.SEND_BACK: frozenset({ChapterState.IN_REVIEW, ChapterState.SCHEDULED}),
    Move.PUBLISH: frozenset({ChapterState.IN_REVIEW}),
    Move.WITHDRAW: frozenset({ChapterState.PUBLISHED}),
}
# The holder of a draft alone may do these; a second person alone may do those.
_OF_THE_WRITER = frozenset({Move.SAVE, Move.SEND, Move.TAKE_BACK})
_OF_A_SECOND_PERSON = frozenset({Move.SEND_BACK, Move.PUBLISH})


def why_not_move(
    move: Move, state: ChapterState, *, writers: Collection[str], holder: str, ref: str
) -> HandbookRefusal | None:
    """Why this person cannot do that with a version; None where they can.

    Who has written in a text is never the one who reviews it. A draft is saved by its holder; another takes it over first.
    """
    if state not in MOVES[move]:
        return HandbookRefusal.WRONG_STATE
    if move in _OF_THE_WRITER and ref != holder:
        return HandbookRefusal.SOMEBODY_ELSES
    if move in _OF_A_SECOND_PERSON and ref in (holder, *writers):
        return HandbookRefusal.OWN_TEXT
    return None


def why_not_text(title: str, body: str) -> HandbookRefusal | None:
    """Why a text cannot go to a second person."""
    if not body.strip():
        return HandbookRefusal.NOTHING_WRITTEN
    return None if title.strip() else HandbookRefusal.NO_TITLE


def why_not_publish_at(publish_at: datetime | None, now: datetime) -> HandbookRefusal | None:
    """Why a text cannot be published then. None as a time means now."""
    return HandbookRefusal.PAST if publish_at is not None and publish_at <= now else None


LONGEST_BODY = 120_000
# What fits on one line of a list of chapters; Japanese says more in fewer letters.
LONGEST_SUMMARY = {"ja": 60}
LONGEST_SUMMARY_ELSEWHERE = 110


def why_not_summary(summary: str, language: str) -> HandbookRefusal | None:
    """Why a text cannot have this summary."""
    most = LONGEST_SUMMARY.get(language, LONGEST_SUMMARY_ELSEWHERE)
    return HandbookRefusal.LONG_SUMMARY if len(summary) > most else None


# Addresses of pages that stand beside books and chapters.
_TAKEN = frozenset({"new", "files", "forms", "search", "facts", "terms", "questions", "changes"})


def why_not_slug(slug: str) -> HandbookRefusal | None:
    """Addresses are permanent, so they are plain."""
    if slug in _TAKEN:
        return HandbookRefusal.SLUG_TAKEN
    return None if is_slug(slug) else HandbookRefusal.SLUG_SHAPE


def is_slug(slug: str) -> bool:
    """Whether an address has the shape of one."""
    return re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug) is not None


def why_not_key(key: str) -> HandbookRefusal | None:
    """Keys of terms stand in texts as `{{term:key}}`."""
    return None if re.fullmatch(r"[a-z][a-z0-9_]*", key) else HandbookRefusal.KEY_SHAPE


def why_not_term(
    words: Mapping[str, str], meanings: Mapping[str, str], sources: Sequence[str]
) -> tuple[HandbookRefusal, str] | None:
    """A term has word and meaning in the language of some original (`sources`): who marks it first can read it, and the others
    are translated from there. Why not, and the field.
    """
    named = [code for code in sources if words.get(code)]
    if not named:
        return HandbookRefusal.NO_SOURCE_WORD, f"words-{sources[0]}"
    if not any(meanings.get(code) for code in named):
        return HandbookRefusal.NO_SOURCE_MEANING, f"meanings-{named[0]}"
    return None


def plain_lines(body: str) -> str:
    """A text as it is kept: lines end as in the shipped files, and the last one ends too."""
    return body.replace("\r\n", "\n").strip("\n") + "\n" if body.strip() else ""


# ------------------------------------------------------------------------------------------ translations and their source


def versions_behind(source_version: int | None, published: Iterable[int]) -> int:
    """How many published versions of the source came after the one that a translation was made from: all of them where it
    was begun before there was any.
    """
    return sum(1 for number in published if number > (source_version or 0))


def is_behind(source_version: int | None, newest_source: int) -> bool:
    """Whether a translation was made from an older version than the newest published source, or from none."""
    return (source_version or 0) < newest_source


# ------------------------------------------------------------------------------------------ checks of facts

CHECK_AFTER = timedelta(days=180)
# What moves faster: wages and prices in money, rates of exchange, and how long an office takes.
CHECK_MONEY_AFTER = timedelta(days=120)
_MONEY = ("yen", "rupiah", "dong")


def check_due_on(unit: str, checked_on: date) -> date:
    """By when somebody has to look whether a fact still holds."""
    quick = unit.startswith(_MONEY)
    return checked_on + (CHECK_MONEY_AFTER if quick else CHECK_AFTER)


def is_check_overdue(unit: str, checked_on: date, today: date) -> bool:
    """Whether a fact should have been looked at again by now."""
    return check_due_on(unit, checked_on) < today
