"""Where in the day of a fair one is. Plain Python."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from recruit.fairs.rules import FairRefusal, MeetingState


@dataclass(frozen=True)
class Moment:
    """The slot that is going on, and the next one that begins; None where there is none."""

    running: int | None
    next: int | None


def moment_of(starts: Iterable[tuple[int, datetime]], minutes: int, now: datetime) -> Moment:
    """`starts`: each slot with its beginning, in the order of the day."""
    running = following = None
    for number, starts_at in starts:
        if starts_at <= now < starts_at + timedelta(minutes=minutes):
            running = number
        elif following is None and now < starts_at:
            following = number
    return Moment(running, following)


def why_not_no_show(state: MeetingState, *, starts_at: datetime, now: datetime) -> FairRefusal | None:
    """That somebody did not come can be said only when the conversation has begun, and not of one that was held."""
    if now < starts_at:
        return FairRefusal.NOT_YET_HELD
    return None if state in (MeetingState.PLANNED, MeetingState.RUNNING) else FairRefusal.MOVE_NOT_POSSIBLE


def why_not_today(*, starts_at: datetime, ends_at: datetime, now: datetime) -> FairRefusal | None:
    """What happens on the day is said on the day."""
    if now < starts_at:
        return FairRefusal.NOT_YET_HELD
    return FairRefusal.FAIR_IS_OVER if now >= ends_at else None
