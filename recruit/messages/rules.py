"""What may happen to a mail on its way, in plain Python."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo


class MailState(StrEnum):
    """Where a mail stands. `unknown`: the worker died after the hand-over began; only a person may send it again.

    `for_summary`: waits for the day's summary; `summed_up`: went out as a part of one.
    """

    QUEUED = "queued"
    CLAIMED = "claimed"
    HANDING_OVER = "handing_over"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"
    CANCELLED = "cancelled"
    NOT_WANTED = "not_wanted"
    BOUNCED = "bounced"
    FOR_SUMMARY = "for_summary"
    SUMMED_UP = "summed_up"


class Wish(StrEnum):
    """What a person wants of a kind of mail."""

    ON = "on"
    OFF = "off"
    DIGEST = "digest"


class MailGroup(StrEnum):
    """What a person can switch off: mails about one matter. Necessary mails belong to no group."""

    EVENTS = "events"
    FAIRS = "fairs"
    POSTINGS = "postings"
    APPLICATIONS = "applications"
    STUDENTS = "students"
    ORGANISATIONS = "organisations"
    ARRIVALS = "arrivals"
    SURVEYS = "surveys"
    HANDBOOK = "handbook"
    NEWSLETTER = "newsletter"
    STAFF = "staff"
    SUMMARY = "summary"


class MailRefusal(StrEnum):
    """Why staff cannot do something with a mail."""

    NOT_SENT_AGAIN = "not_sent_again"
    NOT_BOUNCED = "not_bounced"


class ReportKind(StrEnum):
    """What a mail server or a reader's mail service tells about a mail of ours."""

    BOUNCE = "bounce"
    COMPLAINT = "complaint"


class Noted(StrEnum):
    """What became of a report."""

    NEW = "new"
    ALREADY = "already"
    UNKNOWN = "unknown"
    # What follows from it broke: the mail waits for a person, and the other reports are noted.
    SET_ASIDE = "set_aside"


# Why such a mail waits for a person.
REPORT_NOT_NOTED = "report_not_noted"


@dataclass(frozen=True)
class Report:
    """One report about one mail. `status` is an enhanced status code (RFC 3463), empty where none was given."""

    kind: ReportKind
    message_id: str
    status: str
    words: str


@dataclass(frozen=True)
class Addressed:
    """All that a letter takes from its row: as long as none of it changes, a letter made from it is the right one."""

    public_id: str
    kind: str
    to_address: str
    to_ref: str
    language: str
    zone: str
    params: dict[str, Any]


# A signed call older than this is not taken: it may have been overheard.
HOOK_HOLDS_FOR = timedelta(minutes=5)


def is_about_the_address(status: str) -> bool:
    """Whether a final failure means that nobody is there, and not a full mailbox, a policy or a server that was away.
    Where no code was given, we do not write there again until somebody has looked.
    """
    if not status:
        return True
    kind, _dot, detail = status.partition(".")
    return kind == "5" and (detail.startswith("1.") or detail == "2.1")


TRANSITIONS: dict[MailState, frozenset[MailState]] = {
    MailState.QUEUED: frozenset({MailState.CLAIMED, MailState.CANCELLED}),
    MailState.CLAIMED: frozenset(
        {
            MailState.QUEUED,
            MailState.HANDING_OVER,
            MailState.NOT_WANTED,
            MailState.FAILED,
            MailState.CANCELLED,
            MailState.BOUNCED,
            MailState.FOR_SUMMARY,
        }
    ),
    MailState.FOR_SUMMARY: frozenset({MailState.SUMMED_UP, MailState.NOT_WANTED, MailState.CANCELLED}),
    MailState.SUMMED_UP: frozenset(),
    MailState.HANDING_OVER: frozenset(
        {MailState.SENT, MailState.QUEUED, MailState.FAILED, MailState.UNKNOWN, MailState.BOUNCED}
    ),
    MailState.SENT: frozenset({MailState.BOUNCED}),
    # A worker that was only slow, and taken for dead, may still tell what became of the mail.
    MailState.UNKNOWN: frozenset({MailState.QUEUED, MailState.SENT, MailState.FAILED, MailState.BOUNCED}),
    MailState.FAILED: frozenset({MailState.QUEUED}),
    MailState.CANCELLED: frozenset(),
    MailState.NOT_WANTED: frozenset(),
    MailState.BOUNCED: frozenset(),
}

# Nothing of these has left the house, and no worker has begun.
UNSENT = (MailState.QUEUED, MailState.CLAIMED, MailState.FOR_SUMMARY)
# What staff must look at: nobody else will.
NEEDS_A_PERSON = (MailState.UNKNOWN, MailState.FAILED, MailState.BOUNCED)
SENT_AGAIN_FROM = (MailState.UNKNOWN, MailState.FAILED)

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
# A queue that has not moved for this long is shown in red: the mail server or the worker is down.
LATE_AFTER = timedelta(minutes=15)


# Mails that lose nothing by waiting until the next morning; a person may have them in one mail a day.
SUMMARY_GROUPS = frozenset({MailGroup.POSTINGS, MailGroup.ARRIVALS, MailGroup.HANDBOOK, MailGroup.STAFF})
SUMMARY_AT = time(8)


def next_summary_at(zone: str, now: datetime) -> datetime:
    """The next eight o'clock in the morning where the reader is."""
    here = now.astimezone(ZoneInfo(zone))
    today = datetime.combine(here.date(), SUMMARY_AT, here.tzinfo)
    due = (
        today if today > here else datetime.combine(here.date() + timedelta(days=1), SUMMARY_AT, here.tzinfo)
    )
    return due.astimezone(UTC)


def choices_for(group: MailGroup) -> tuple[Wish, ...]:
    """What a person can want of a group of mails."""
    return (Wish.ON, Wish.DIGEST, Wish.OFF) if group in SUMMARY_GROUPS else (Wish.ON, Wish.OFF)


def next_try_at(attempts: int, now: datetime) -> datetime | None:
    """When a mail that failed `attempts` times is tried again; None when it is given up."""
    return now + RETRY_WAITS[attempts - 1] if attempts <= len(RETRY_WAITS) else None


def may_move(before: MailState, after: MailState) -> bool:
    """Whether a mail may go from one state to another."""
    return after in TRANSITIONS[before]


def why_not_again(state: MailState) -> MailRefusal | None:
    """A person may send again what failed or is unknown, and nothing else: the rest would reach people twice."""
    return None if state in SENT_AGAIN_FROM else MailRefusal.NOT_SENT_AGAIN


def why_not_bounced(state: MailState) -> MailRefusal | None:
    """Only what has left, or may have left, can come back."""
    return None if state in (MailState.SENT, MailState.UNKNOWN) else MailRefusal.NOT_BOUNCED


def without_secrets(text: str, secrets: list[str]) -> str:
    """The text as it is kept: a link that opens something must not be found again in our own tables."""
    for secret in sorted(filter(None, secrets), key=len, reverse=True):
        text = text.replace(secret, "***")
    return text
