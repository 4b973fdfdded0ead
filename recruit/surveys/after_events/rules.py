"""What is true about surveys after events, in plain Python."""

from datetime import datetime, timedelta
from enum import StrEnum

from recruit.core.disclosure.limits import LEAST_FOR_ORGANISATIONS

# Of fewer people nothing is shown.
LEAST_SHOWN = LEAST_FOR_ORGANISATIONS
# Who came is asked while it is fresh; who did not come only when lists kept on paper have been typed in at the door.
CAME_AFTER = timedelta(hours=1)
MISSED_AFTER = timedelta(hours=26)
OPEN_FOR = timedelta(days=21)


class GuestKind(StrEnum):
    """Of whom it is asked; the questionnaires are called by it."""

    CAME = "came"
    MISSED = "missed"


INSTRUMENT = {kind: f"event_{kind}" for kind in GuestKind}


class GuestRefusal(StrEnum):
    """Why a survey after an event takes no answers."""

    ANSWERED_ALREADY = "answered_already"
    NO_LONGER_OPEN = "no_longer_open"
    NOTHING_ANSWERED = "nothing_answered"


def kind_of(*, came: bool, door_was_used: bool, now: datetime, ends_at: datetime) -> GuestKind | None:
    """What somebody with a seat is asked now, or None. Where nobody was let in, nobody knows who came: all are asked as guests.

    >>> from datetime import UTC
    >>> end = datetime(2026, 4, 1, tzinfo=UTC)
    >>> [kind_of(came=came, door_was_used=True, now=end + CAME_AFTER, ends_at=end) for came in (True, False)]
    [<GuestKind.CAME: 'came'>, None]
    """
    if came:
        return GuestKind.CAME if now >= ends_at + CAME_AFTER else None
    if now < ends_at + MISSED_AFTER:
        return None
    return GuestKind.MISSED if door_was_used else GuestKind.CAME


def why_not_answer(*, answered: bool, closes_at: datetime, now: datetime) -> GuestRefusal | None:
    """Why no answers are taken, or None."""
    if answered:
        return GuestRefusal.ANSWERED_ALREADY
    return GuestRefusal.NO_LONGER_OPEN if now >= closes_at else None


def shown_share(count: int, of: int) -> int | None:
    """A share in percent, or None where so few answered that one of them could be told apart."""
    return None if of < LEAST_SHOWN else round(100 * count / of)
