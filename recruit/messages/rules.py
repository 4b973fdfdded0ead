"""What may happen to a mail on its way, in plain Python."""

from datetime import datetime, timedelta
from enum import StrEnum


class MailState(StrEnum):
    """Where a mail stands. `unknown`: the worker died after the hand-over began; only a person may send it again."""

    QUEUED = "queued"
    CLAIMED = "claimed"
    HANDING_OVER = "handing_over"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"
    CANCELLED = "cancelled"
    NOT_WANTED = "not_wanted"
    BOUNCED = "bounced"


class Wish(StrEnum):
    """What a person wants of a kind of mail."""

    ON = "on"
    OFF = "off"
    DIGEST = "digest"


class MailRefusal(StrEnum):
    NOT_UNKNOWN = "not_unknown"


TRANSITIONS: dict[MailState, frozenset[MailState]] = {
    MailState.QUEUED: frozenset({MailState.CLAIMED, MailState.CANCELLED}),
    MailState.CLAIMED: frozenset(
        {MailState.QUEUED, MailState.HANDING_OVER, MailState.NOT_WANTED, MailState.FAILED, MailState.CANCELLED}
    ),
    MailState.HANDING_OVER: frozenset({MailState.SENT, MailState.QUEUED, MailState.FAILED, MailState.UNKNOWN}),
    MailState.SENT: frozenset({MailState.BOUNCED}),
    MailState.UNKNOWN: frozenset({MailState.QUEUED, MailState.SENT, MailState.BOUNCED}),
    MailState.FAILED: frozenset({MailState.QUEUED}),
    MailState.CANCELLED: frozenset(),
    MailState.NOT_WANTED: frozenset(),
    MailState.BOUNCED: frozenset(),
}

LEASE = timedelta(minutes=5)
# A hand-over that has not been recorded after this long was cut off: its worker is dead or its mail server never answers.
HAND_OVER_LIMIT = timedelta(minutes=10)
# Waits after the first, second, … failed try; after the last the mail has failed and staff see it.
RETRY_WAITS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=8),
    timedelta(hours=24),
)
BODY_KEPT_FOR = timedelta(days=90)


def next_try_at(attempts: int, now: datetime) -> datetime | None:
    """When a mail that failed `attempts` times is tried again; None when it is given up."""
    return now + RETRY_WAITS[attempts - 1] if attempts <= len(RETRY_WAITS) else None
