"""What the boards count, in plain Python: where an invitation stands, what became of it in the end, and what a day owed."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from recruit.surveys.planning.board import Column
from recruit.surveys.rules import ContactState

# The day of a board is that of the office.
TOKYO = ZoneInfo("Asia/Tokyo")


class Stand(StrEnum):
    """Where an invitation stands just now: always in exactly one of these."""

    DUE = "due"
    SENT = "sent"
    HELD = "held"
    ANSWERED = "answered"
    LATE = "late"
    OVERDUE = "overdue"
    UNKNOWN = "unknown"
    MISSED_BY_US = "missed_by_us"
    UNREACHABLE = "unreachable"
    NOT_APPLICABLE = "not_applicable"


def stand_of(column: Column, state: ContactState) -> Stand:
    """The columns of the planner, with late answers beside those in time."""
    return Stand.LATE if state is ContactState.LATE else Stand(column.value)


class Side(StrEnum):
    """By what a board is divided."""

    WAVE = "wave"
    LANGUAGE = "language"
    EMPLOYER = "employer"


class Disposition(StrEnum):
    """What became in the end of a point whose window has closed. Every such point has exactly one."""

    ANSWERED = "answered"
    ANSWERED_LATE = "answered_late"
    UNFINISHED = "unfinished"
    NO_ANSWER = "no_answer"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    UNREACHABLE = "unreachable"
    MISSED_BY_US = "missed_by_us"
    NO_CONSENT = "no_consent"
    NOT_APPLICABLE = "not_applicable"


_ANSWERED = (Disposition.ANSWERED, Disposition.ANSWERED_LATE)
# Whom we asked and reached. Mail that came back, or that we never sent, is no silence of the person.
REACHED = (*_ANSWERED, Disposition.UNFINISHED, Disposition.NO_ANSWER, Disposition.REFUSED)
# Everybody who should have been asked: late entries, leavers, the dead and those on leave are out of it.
ELIGIBLE = tuple(one for one in Disposition if one is not Disposition.NOT_APPLICABLE)


def disposition_of(state: ContactState, reason: str, *, is_closed: bool) -> Disposition | None:
    """What became of an invitation; None while its window is open, whatever was answered already, so that those who answer at
    once do not make the rate of an open point look high.
    """
    if not is_closed:
        return None
    match state:
        case ContactState.COMPLETE:
            return Disposition.ANSWERED
        case ContactState.LATE:
            return Disposition.ANSWERED_LATE
        case ContactState.OPTED_OUT:
            return Disposition.REFUSED
        case ContactState.UNKNOWN:
            return Disposition.UNKNOWN
        case ContactState.BOUNCED | ContactState.UNREACHABLE:
            return Disposition.UNREACHABLE
        case ContactState.EXPIRED:
            return Disposition.UNFINISHED if reason == "unfinished" else Disposition.NO_ANSWER
        case ContactState.SENT | ContactState.STARTED if not reason:
            is_begun = state is ContactState.STARTED
            return Disposition.UNFINISHED if is_begun else Disposition.NO_ANSWER
        case ContactState.NOT_APPLICABLE if reason == "no_consent":
            return Disposition.NO_CONSENT
        case ContactState.PLANNED | ContactState.HELD | ContactState.MISSED_BY_US | ContactState.QUEUED:
            # The clock says so, even where a worker that stands still has not written it down.
            return None if reason in ("released", "late_registration") else Disposition.MISSED_BY_US
    return Disposition.NOT_APPLICABLE


@dataclass(frozen=True)
class Rate:
    """A share that says of how many it speaks; no people, no share."""

    answered: int
    people: int

    @property
    def share(self) -> float | None:
        return self.answered / self.people if self.people else None


def response_rate(found: Mapping[Disposition, int]) -> Rate:
    """Of those whom we asked and reached, how many answered."""
    return _rate(found, REACHED)


def coverage(found: Mapping[Disposition, int]) -> Rate:
    """Of all who should have been asked, how many answered: what we missed, lost or did not reach counts against us."""
    return _rate(found, ELIGIBLE)


def _rate(found: Mapping[Disposition, int], of: tuple[Disposition, ...]) -> Rate:
    return Rate(sum(found.get(one, 0) for one in _ANSWERED), sum(found.get(one, 0) for one in of))


class Part(StrEnum):
    """What became of a mail that should have gone on a day."""

    SENT = "sent"
    HELD = "held"
    UNKNOWN = "unknown"
    WAITS = "waits"
    MISSED_BY_US = "missed_by_us"


PART_OF_STATE: Mapping[ContactState, Part] = {
    ContactState.SENT: Part.SENT,
    ContactState.STARTED: Part.SENT,
    ContactState.COMPLETE: Part.SENT,
    ContactState.LATE: Part.SENT,
    ContactState.EXPIRED: Part.SENT,
    ContactState.BOUNCED: Part.SENT,
    ContactState.HELD: Part.HELD,
    ContactState.UNKNOWN: Part.UNKNOWN,
    ContactState.PLANNED: Part.WAITS,
    ContactState.QUEUED: Part.WAITS,
    ContactState.MISSED_BY_US: Part.MISSED_BY_US,
}
# Nobody owes these a mail. A state that stands on neither side would not close the sum, and the board would say so.
QUIET = frozenset(
    {
        ContactState.CANCELLED,
        ContactState.NOT_APPLICABLE,
        ContactState.OPTED_OUT,
        ContactState.UNREACHABLE,
        ContactState.PAUSED,
    }
)


@dataclass(frozen=True)
class Day:
    """What ought to have gone on a day beside what became of it. `should` is counted by itself: the sum must close."""

    on: date
    should: int
    parts: Mapping[Part, int]
    held: Mapping[str, int]

    @property
    def closes(self) -> bool:
        return self.should == sum(self.parts.values())


def day_from(on: date, counts: Mapping[tuple[ContactState, str], int]) -> Day:
    """A day from its mails, counted by state and reason."""
    parts: Counter[Part] = Counter()
    held: Counter[str] = Counter()
    for (state, reason), number in counts.items():
        if state in PART_OF_STATE:
            parts[PART_OF_STATE[state]] += number
        if state is ContactState.HELD:
            held[reason] += number
    should = sum(number for (state, _reason), number in counts.items() if state not in QUIET)
    return Day(on, should, parts, held)


def day_span(on: date) -> tuple[datetime, datetime]:
    """From midnight to midnight at the office."""
    begins = datetime.combine(on, time(), TOKYO)
    return begins.astimezone(UTC), (begins + timedelta(days=1)).astimezone(UTC)
