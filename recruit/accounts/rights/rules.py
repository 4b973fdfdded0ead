"""Taking one's data along, and being erased: what is true, in plain Python."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

# A job that died is followed by another after this, and after so many tries it is given up.
CLAIM_HOLDS_FOR = timedelta(minutes=10)
MOST_ATTEMPTS = 5
# Whoever wants a fresh archive waits so long: nothing much has changed since.
AGAIN_AFTER = timedelta(hours=1)
# Until then kept texts of mails to others that name somebody erased are emptied: the certificate promises it.
TEXTS_FORGOTTEN_WITHIN = timedelta(days=1)


class ExportState(StrEnum):
    """Where an archive stands."""

    BEING_MADE = "being_made"
    READY = "ready"
    FAILED = "failed"
    ENDED = "ended"


class ExportRefusal(StrEnum):
    """Why no new archive is made now."""

    TOO_SOON = "too_soon"


class ErasureRefusal(StrEnum):
    """Why somebody is not erased."""

    TYPED_SOMETHING_ELSE = "typed_something_else"


class ErasedBecause(StrEnum):
    """What a person was erased for."""

    ASKED = "asked"
    CLOSED = "closed"
    UNCONFIRMED = "unconfirmed"
    IDLE = "idle"


@dataclass(frozen=True)
class ExportTimes:
    """The instants of an archive."""

    asked_at: datetime
    ready_at: datetime | None
    failed_at: datetime | None
    ends_at: datetime | None


def state_of(times: ExportTimes, now: datetime) -> ExportState:
    """Where an archive stands now."""
    if times.failed_at is not None:
        return ExportState.FAILED
    if times.ready_at is None:
        return ExportState.BEING_MADE
    return ExportState.ENDED if times.ends_at is None or times.ends_at <= now else ExportState.READY


def why_not_ask(newest: ExportTimes | None, now: datetime) -> ExportRefusal | None:
    """Why a new archive cannot be asked for, or None. One that failed or has ended may be asked for at once."""
    if newest is None or state_of(newest, now) in (ExportState.FAILED, ExportState.ENDED):
        return None
    return ExportRefusal.TOO_SOON if now < newest.asked_at + AGAIN_AFTER else None
