"""What is true about sessions, their seats and speakers, in plain Python."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from itertools import combinations
from typing import TypeVar

MOST_SESSIONS = 60
MOST_SPEAKERS = 60


class SessionSeatState(StrEnum):
    """A session that somebody chose: `WISHED` until they have a seat at the event itself."""

    WISHED = "wished"
    WAITING = "waiting"
    TAKEN = "taken"


class ProgrammeRefusal(StrEnum):
    """Why a programme cannot be written, or a session cannot be chosen, like this."""

    ENDS_TOO_EARLY = "session_ends_too_early"
    OUTSIDE_EVENT = "session_outside_event"
    SEATS_BELOW_TAKEN = "session_seats_below_taken"
    IS_CHOSEN = "session_is_chosen"
    TITLE_NEEDED = "session_title_needed"
    TOO_MANY = "too_many_sessions"
    TOO_MANY_SPEAKERS = "too_many_speakers"
    NOT_AGREED = "speaker_not_agreed"
    AT_ONCE = "sessions_at_once"
    NO_SUCH_SESSION = "no_such_session"
    NOT_SO_MANY = "session_not_so_many"


@dataclass(frozen=True)
class SessionWords:
    """A session in one language; without a title there is no text in that language."""

    title: str = ""
    about: str = ""


@dataclass(frozen=True)
class SessionFacts:
    """All that staff may say about a session."""

    starts_at: datetime
    ends_at: datetime
    room: str = ""
    is_chosen: bool = False
    seats: int | None = None
    spoken: str = ""
    interpreted: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    texts: Mapping[str, SessionWords] = field(default_factory=dict)


@dataclass(frozen=True)
class SpeakerWords:
    """A speaker in one language: role and organisation, and a few words."""

    role: str = ""
    about: str = ""


@dataclass(frozen=True)
class SpeakerFacts:
    """All that staff may say about a speaker. `agreed` says how they agreed to stand here, `agreed_on` when."""

    name: str
    reading: str
    agreed_on: date
    agreed: str
    texts: Mapping[str, SpeakerWords] = field(default_factory=dict)


@dataclass(frozen=True)
class Hours:
    """When a session is."""

    starts_at: datetime
    ends_at: datetime


def why_not_session(
    facts: SessionFacts, event: Hours, *, taken: int, chosen_by_anybody: bool
) -> tuple[ProgrammeRefusal, str] | None:
    """Why a session cannot be written like this and beside which field that is said, or None."""
    if not any(words.title for words in facts.texts.values()):
        return ProgrammeRefusal.TITLE_NEEDED, ""
    if facts.ends_at <= facts.starts_at:
        return ProgrammeRefusal.ENDS_TOO_EARLY, "ends_at"
    if facts.starts_at < event.starts_at:
        return ProgrammeRefusal.OUTSIDE_EVENT, "starts_at"
    if facts.ends_at > event.ends_at:
        return ProgrammeRefusal.OUTSIDE_EVENT, "ends_at"
    if facts.seats is not None and facts.seats < taken:
        return ProgrammeRefusal.SEATS_BELOW_TAKEN, "seats"
    if not facts.is_chosen and chosen_by_anybody:
        return ProgrammeRefusal.IS_CHOSEN, "is_chosen"
    return None


def why_not_speaker(facts: SpeakerFacts, today: date) -> ProgrammeRefusal | None:
    """Nobody stands in a programme who has not agreed to it."""
    return None if facts.agreed and facts.agreed_on <= today else ProgrammeRefusal.NOT_AGREED


def are_at_once(one: Hours, other: Hours) -> bool:
    """Whether nobody can be at both: one that begins when the other ends is none of these."""
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at


def why_not_chosen(wanted: Collection[str], offered: Mapping[str, Hours]) -> ProgrammeRefusal | None:
    """Why these sessions cannot be chosen together, or None. Waiting for a session counts as choosing it."""
    if any(one not in offered for one in wanted):
        return ProgrammeRefusal.NO_SUCH_SESSION
    hours = [offered[one] for one in set(wanted)]
    return ProgrammeRefusal.AT_ONCE if any(are_at_once(a, b) for a, b in combinations(hours, 2)) else None


Waiting = TypeVar("Waiting")


def who_move_up(waiting: Iterable[tuple[Waiting, int]], free: int | None) -> list[Waiting]:
    """Those of (who, how many people) for whom there are seats, in their order; who needs more keeps the place."""
    found: list[Waiting] = []
    for one, people in waiting:
        if free is None or people <= free:
            found.append(one)
            free = None if free is None else free - people
    return found
