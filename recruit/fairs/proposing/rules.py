"""What is true about times that both sides agree on themselves, in plain Python."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo


class ProposalState(StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"
    """Answered with another time."""
    LAPSED = "lapsed"
    """Nobody answered in time, or the time was given to somebody else."""


class ProposingRefusal(StrEnum):
    """Why a time cannot be offered, proposed or taken."""

    TIMES_ARE_ARRANGED = "times_are_arranged"
    NOT_AT_THE_FAIR = "not_at_the_fair"
    OTHER_NOT_AT_THE_FAIR = "other_not_at_the_fair"
    TIME_IS_TAKEN = "time_is_taken"
    TIME_IS_OVER = "time_is_over"
    YOU_ARE_NOT_FREE = "you_are_not_free"
    OTHER_IS_NOT_FREE = "other_is_not_free"
    PROPOSAL_IS_CLOSED = "proposal_is_closed"
    PROPOSED_ALREADY = "proposed_already"
    AGREED_ALREADY = "agreed_already"
    TOO_MANY_MEETINGS = "too_many_meetings"
    TABLES_ARE_PROMISED = "tables_are_promised"
    PLAN_IS_PUBLISHED = "plan_is_published"
    MEETING_IS_PAST = "meeting_is_past"
    TIMES_ARE_PROMISED = "times_are_promised"


class Pause(StrEnum):
    """Times that many people keep free. Only the slots are kept, never which of these was tapped."""

    MIDDAY = "midday"
    AFTERNOON = "afternoon"
    EVENING = "evening"


# A published timetable that nobody computed: it holds what both sides have agreed.
AGREED = "agreed"
# How long a proposal waits for an answer, and how long before that the other side is reminded.
ANSWER_WITHIN = timedelta(days=3)
REMIND_BEFORE = timedelta(hours=24)
# Whoever has so little time is not reminded: the first mail has just come.
NO_REMINDER_UNDER = timedelta(hours=36)
FRIDAY = 4


def both_sides_propose(*, operator_may: bool, fair_arranges: bool, method: str | None) -> bool:
    """Whether times are agreed by both sides. `method`: of the published timetable; what was agreed once stays so."""
    return method == AGREED or (method is None and not (operator_may and fair_arranges))


def answer_by(*, starts_at: datetime, now: datetime) -> datetime:
    """A proposal is answered within days, and in any case before its time begins."""
    return min(now + ANSWER_WITHIN, starts_at)


def is_reminded(*, made_at: datetime, answer_by_at: datetime, now: datetime) -> bool:
    """Whether it is time to say once more that a proposal waits."""
    return answer_by_at - made_at >= NO_REMINDER_UNDER and now >= answer_by_at - REMIND_BEFORE


def free_tables(*, offered: int, tables: int, taken: int, held: int) -> int:
    """How many of the tables offered in a slot nobody has yet. `held`: promised in proposals that wait for an answer."""
    return max(0, min(offered, tables) - taken - held)


def first_table(taken: Iterable[int], tables: int) -> int | None:
    """The table with the smallest number at which nobody sits; None where all are taken."""
    occupied = set(taken)
    return next((number for number in range(tables) if number not in occupied), None)


def why_not_offer(
    wanted: Mapping[int, int], promised: Mapping[int, int], closed: Iterable[int], *, tables: int
) -> ProposingRefusal | None:
    """What was agreed or proposed keeps its table; nobody meets in a break, or at a table that is not there."""
    if any(wanted.get(slot, 0) < count for slot, count in promised.items()):
        return ProposingRefusal.TABLES_ARE_PROMISED
    breaks = set(closed)
    wrong = any(count and (slot in breaks or count > tables) for slot, count in wanted.items())
    return ProposingRefusal.TIME_IS_TAKEN if wrong else None


@dataclass(frozen=True)
class Place:
    """One slot as it stands for two people: what the mover and the other side said, and what is taken."""

    is_open: bool
    starts_at: datetime
    mover_is_free: bool
    other_is_free: bool
    free_tables: int


def why_not_take(
    place: Place | None, *, meetings: int, most: int, is_move: bool, now: datetime
) -> ProposingRefusal | None:
    """Whether two may meet in a slot. `meetings`: how many the student has without this one."""
    if place is None or not place.is_open:
        return ProposingRefusal.TIME_IS_TAKEN
    if now >= place.starts_at:
        return ProposingRefusal.TIME_IS_OVER
    if not place.mover_is_free:
        return ProposingRefusal.YOU_ARE_NOT_FREE
    if not place.other_is_free:
        return ProposingRefusal.OTHER_IS_NOT_FREE
    if place.free_tables < 1:
        return ProposingRefusal.TIME_IS_TAKEN
    return ProposingRefusal.TOO_MANY_MEETINGS if meetings >= most and not is_move else None


def pauses(starts: Mapping[int, datetime], minutes: int, zone: str) -> dict[Pause, frozenset[int]]:
    """The slots that touch lunch, rest or prayer on the venue's clock: around noon (longer on a Friday), in the
    afternoon, around sunset. Pauses in which the fair has no slot are left out.
    """
    found: dict[Pause, frozenset[int]] = {}
    for pause in Pause:
        slots = frozenset(
            number
            for number, start in starts.items()
            if _touches(pause, start.astimezone(ZoneInfo(zone)), minutes)
        )
        if slots:
            found[pause] = slots
    return found


def _touches(pause: Pause, start: datetime, minutes: int) -> bool:
    is_friday = start.weekday() == FRIDAY
    begins, ends = {
        Pause.MIDDAY: (time(11, 30), time(13, 30)) if is_friday else (time(12), time(13)),
        Pause.AFTERNOON: (time(15), time(15, 30)),
        Pause.EVENING: (time(17, 30), time(18, 15)),
    }[pause]
    end = start + timedelta(minutes=minutes)
    return start.time() < ends and (end.time() > begins or end.date() > start.date())


def busy_after(
    busy: Iterable[int], pause: Iterable[int], kept: Iterable[int], *, freed: bool
) -> frozenset[int]:
    """What is kept free after a tap on a pause; slots with an agreed meeting (`kept`) stay as they are."""
    before, touched = frozenset(busy), frozenset(pause) - frozenset(kept)
    return before - touched if freed else before | touched


def why_not_busy(
    busy: Iterable[int], agreed: Iterable[int], *, is_published: bool, is_over: bool
) -> ProposingRefusal | None:
    """Times are kept free until the plan is made of them; an agreed time is called off first."""
    if is_over:
        return ProposingRefusal.TIME_IS_OVER
    if is_published:
        return ProposingRefusal.PLAN_IS_PUBLISHED
    return ProposingRefusal.AGREED_ALREADY if set(busy) & set(agreed) else None
