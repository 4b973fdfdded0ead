"""What is true about calls, in plain Python: when to call, whom first, when somebody else may be asked, what is asked aloud."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from recruit.accounts.rules import ContactKind as WayKind
from recruit.surveys.forms import Item, ItemType
from recruit.surveys.rules import ContactState, Openness

# When somebody who works is likely to pick up, by the person's own clock: the break at noon, after work, Saturdays.
WEEKDAY_HOURS = ((time(12), time(13)), (time(18), time(20, 30)))
SATURDAY_HOURS = ((time(10), time(12)), (time(13), time(18)))
SATURDAY = 5
FARTHEST_SEARCH_DAYS = 30
# Nobody answered: after the first and second try the next day, from then on every third day.
WAIT_AFTER = (timedelta(days=1), timedelta(days=1), timedelta(days=3))
WAIT_AFTER_A_TALK = timedelta(days=1)
# A way was tried so often without an answer: then the person somebody trusts may be asked.
TRIES_BEFORE_OTHERS = 2
# Two presses of one button are one try.
SAME_TRY_WITHIN = timedelta(minutes=1)
# A questionnaire that nobody has handed in is closed to the caller after this long.
ENTRY_OPEN_FOR = timedelta(hours=4)


class CallOutcome(StrEnum):
    """What came of one try."""

    REACHED = "call_reached"
    NOT_REACHED = "call_not_reached"
    CALL_BACK = "call_back"
    WRONG_NUMBER = "call_wrong_number"
    DECLINED = "call_declined"
    NO_CALLS = "call_no_calls"


class CallRefusal(StrEnum):
    """Why a try cannot be noted, or a questionnaire not be filled in for somebody."""

    TIME_MISSING = "call_time_missing"
    TIME_PASSED = "call_time_passed"
    WAY_MISSING = "call_way_missing"
    OTHERS_LATER = "call_others_later"
    NOT_ASKED_NOW = "call_not_asked_now"
    NOT_READ_OUT = "call_not_read_out"
    NOT_SAID_YES = "call_not_said_yes"
    BEING_ENTERED = "call_being_entered"
    ENTRY_OVER = "call_entry_over"
    ANSWERED_MEANWHILE = "call_answered_meanwhile"


# Where somebody of the staff can speak to the person, and where to somebody else.
OWN_WAYS = frozenset({WayKind.PHONE, WayKind.MESSENGER})
SPOKEN_WAYS = OWN_WAYS | {WayKind.TRUSTED_PERSON}
# An invitation in one of these states is still to be answered, and nothing stands against asking.
TO_ANSWER = frozenset(
    {
        ContactState.PLANNED,
        ContactState.QUEUED,
        ContactState.SENT,
        ContactState.STARTED,
        ContactState.UNKNOWN,
        ContactState.BOUNCED,
        ContactState.UNREACHABLE,
        ContactState.MISSED_BY_US,
    }
)
# Reasons that say how a contact stands, not that nobody is to be asked any more.
HARMLESS_REASONS = frozenset(
    {
        "",
        "to_send",
        "upcoming",
        "queued",
        "released",
        "no_address",
        "no_own_address",
        "bounced",
        "mail_failed",
        "call_list",
    }
)


@dataclass(frozen=True)
class Try:
    """One try to reach somebody; `way` stands for the number it was made at, where it was made at one."""

    at: datetime
    outcome: CallOutcome
    way: int | None = None
    call_again_at: datetime | None = None


@dataclass(frozen=True)
class GoodTime:
    """A span in which somebody is likely to pick up."""

    begins_at: datetime
    ends_at: datetime


def good_time(earliest: datetime, zone: str, is_closed: Callable[[date], bool]) -> GoodTime | None:
    """The span from `earliest` on in which to call; one that has begun already counts. None where every day is closed."""
    clock = ZoneInfo(zone)
    first = earliest.astimezone(clock).date()
    for offset in range(FARTHEST_SEARCH_DAYS):
        day = first + timedelta(days=offset)
        if is_closed(day):
            continue
        for begins, ends in SATURDAY_HOURS if day.weekday() == SATURDAY else WEEKDAY_HOURS:
            ends_at = datetime.combine(day, ends, clock).astimezone(UTC)
            if ends_at > earliest:
                return GoodTime(datetime.combine(day, begins, clock).astimezone(UTC), ends_at)
    return None


def call_again_at(tries: Sequence[Try]) -> datetime | None:
    """Not before which instant the next try is made; None where it may be made at once. `tries` from the oldest on."""
    if not tries:
        return None
    last = tries[-1]
    if last.call_again_at is not None:
        return last.call_again_at
    if last.outcome is CallOutcome.REACHED:
        # Who has just been spoken to is not called again by a colleague who reads the list.
        return last.at + WAIT_AFTER_A_TALK
    if last.outcome is not CallOutcome.NOT_REACHED:
        return None
    in_vain = 0
    for one in reversed(tries):
        if one.outcome is not CallOutcome.NOT_REACHED:
            break
        in_vain += 1
    return last.at + WAIT_AFTER[min(in_vain, len(WAIT_AFTER)) - 1]


class Turn(StrEnum):
    """Whose turn a line of the list is, in the order of the list."""

    PROMISED = "promised"
    NOW = "now"
    LATER = "later"


def turn_of(tries: Sequence[Try], now: datetime) -> Turn:
    """A promise to call back whose time has come goes first; what has its time still before it comes last."""
    again_at = call_again_at(tries)
    if again_at is not None and again_at > now:
        return Turn.LATER
    is_promised = bool(tries) and tries[-1].outcome is CallOutcome.CALL_BACK
    return Turn.PROMISED if is_promised else Turn.NOW


def urgency(
    turn: Turn, *, again_at: datetime | None, closes_at: datetime | None, since: datetime
) -> tuple[int, int, int]:
    """What the list is sorted by: whose turn it is; the end of the survey (or the time promised); how long it waits."""
    by = closes_at if turn is Turn.NOW else again_at
    return (
        list(Turn).index(turn),
        int(by.timestamp()) if by is not None else 2**40,
        int(since.timestamp()),
    )


def why_not_noted(
    outcome: CallOutcome, *, has_way: bool, again_at: datetime | None, now: datetime
) -> CallRefusal | None:
    """A promise needs its time, and a wrong number the number."""
    if outcome is CallOutcome.CALL_BACK and again_at is None:
        return CallRefusal.TIME_MISSING
    if again_at is not None and again_at <= now:
        return CallRefusal.TIME_PASSED
    return CallRefusal.WAY_MISSING if outcome is CallOutcome.WRONG_NUMBER and not has_way else None


def may_ask_others(own_ways: Collection[int], tries: Iterable[Try]) -> bool:
    """Whether the person somebody trusts may be asked: only when no way of the hire's own is left, or each was tried in
    vain often enough since somebody last spoke to the hire.
    """
    in_vain: dict[int, int] = {}
    for one in tries:
        if one.outcome in (CallOutcome.REACHED, CallOutcome.CALL_BACK):
            in_vain.clear()
        elif one.outcome is CallOutcome.NOT_REACHED and one.way is not None:
            in_vain[one.way] = in_vain.get(one.way, 0) + 1
    return all(in_vain.get(way, 0) >= TRIES_BEFORE_OTHERS for way in own_ways)


def may_be_asked(state: ContactState, reason: str, openness: Openness) -> bool:
    """Whether the answers to this survey may be taken on the telephone now. Who has not agreed to be asked is not asked here
    either.
    """
    return (
        openness in (Openness.OPEN, Openness.LATE)
        and reason in HARMLESS_REASONS | {"unfinished", "closed_days"}
        and (state in TO_ANSWER or state is ContactState.EXPIRED)
    )


class Given(StrEnum):
    """Where the answer to a question comes from, as far as the caller may know."""

    OPEN = "open"
    HERE = "here"
    EARLIER_CALL = "earlier_call"
    ALONE = "alone"


@dataclass(frozen=True)
class Line:
    """One question on the caller's page. `value` is there only for what was given in this very call."""

    item: Item
    given: Given
    value: str = ""


def lines_for_caller(
    visible: Callable[[Mapping[str, str]], Sequence[Item]],
    *,
    here: Mapping[str, str],
    earlier: Collection[str],
    alone: Collection[str],
) -> list[Line]:
    """The questions of a call. What to ask follows from this call's answers alone: a question that depends on what the
    person has answered alone, or in an earlier call, would give that answer away, so it is left to the person.
    """
    lines = []
    for item in visible(here):
        if item.name in alone:
            lines.append(Line(item, Given.ALONE))
        elif item.name in here:
            lines.append(Line(item, Given.HERE, here[item.name]))
        elif item.name in earlier:
            lines.append(Line(item, Given.EARLIER_CALL))
        else:
            lines.append(Line(item, Given.OPEN))
    return lines


def first_open(lines: Sequence[Line]) -> Line | None:
    """The first question that is still to be asked."""
    return next(
        (line for line in lines if line.given is Given.OPEN and line.item.type is not ItemType.NOTE), None
    )


def is_open_entry(began_at: datetime, ended_at: datetime | None, now: datetime) -> bool:
    """Whether the caller still sees and writes what is being entered."""
    return ended_at is None and now < began_at + ENTRY_OPEN_FOR
